// Responses: the usual ones, and the phrases beside status codes (RFC 9110 15).
#include "http/response.h"

#include <algorithm>
#include <array>

namespace evisa::http {
namespace {

using Phrase = std::pair<int, std::string_view>;
constexpr std::array kPhrases = {
    Phrase{101, "Switching Protocols"},
    Phrase{200, "OK"},
    Phrase{201, "Created"},
    Phrase{202, "Accepted"},
    Phrase{204, "No Content"},
    Phrase{207, "Multi-Status"},
    Phrase{301, "Moved Permanently"},
    Phrase{302, "Found"},
    Phrase{303, "See Other"},
    Phrase{304, "Not Modified"},
    Phrase{400, "Bad Request"},
    Phrase{401, "Unauthorized"},
    Phrase{403, "Forbidden"},
    Phrase{404, "Not Found"},
    Phrase{405, "Method Not Allowed"},
    Phrase{406, "Not Acceptable"},
    Phrase{408, "Request Timeout"},
    Phrase{409, "Conflict"},
    Phrase{410, "Gone"},
    Phrase{411, "Length Required"},
    Phrase{412, "Precondition Failed"},
    Phrase{413, "Content Too Large"},
    Phrase{414, "URI Too Long"},
    Phrase{415, "Unsupported Media Type"},
    Phrase{417, "Expectation Failed"},
    Phrase{421, "Misdirected Request"},
    Phrase{422, "Unprocessable Content"},
    Phrase{423, "Locked"},
    Phrase{426, "Upgrade Required"},
    Phrase{428, "Precondition Required"},
    Phrase{429, "Too Many Requests"},
    Phrase{431, "Request Header Fields Too Large"},
    Phrase{500, "Internal Server Error"},
    Phrase{501, "Not Implemented"},
    Phrase{503, "Service Unavailable"},
    Phrase{504, "Gateway Timeout"},
    Phrase{505, "HTTP Version Not Supported"},
    Phrase{507, "Insufficient Storage"},
};

Response with_content(int status, std::string type, Body body) {
  return {.status = status,
          .headers = Headers{{"Content-Type", std::move(type)}},
          .body = std::move(body)};
}

}  // namespace

std::size_t Response::body_size() const {
  if (const auto* text = std::get_if<std::string>(&body)) return text->size();
  if (const auto* shared = std::get_if<SharedBody>(&body)) return *shared ? (*shared)->size() : 0;
  return 0;
}

Response json_response(int status, std::string json) {
  return with_content(status, "application/json", std::move(json));
}

Response text_response(int status, std::string text) {
  return with_content(status, "text/plain; charset=utf-8", std::move(text));
}

Response empty_response(int status) { return {.status = status, .headers = {}, .body = {}}; }

Response stream_response(std::string content_type, StreamBody body) {
  return with_content(200, std::move(content_type), std::move(body));
}

std::string_view reason_phrase(int status) {
  const auto found = std::ranges::find(kPhrases, status, &Phrase::first);
  return found == kPhrases.end() ? std::string_view{} : found->second;
}

}  // namespace evisa::http
