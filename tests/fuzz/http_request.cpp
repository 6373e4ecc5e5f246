// Fuzzes request heads. Laws: a head is complete only with its empty line; what parses has one
// length and one host, a path that cannot climb, and parses the same again when it is written out
// anew.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "http/client.h"
#include "http/request_head.h"

namespace {

using namespace evisa::http;

void require(bool law) {
  if (!law) std::abort();
}

/// The head as our own client would write it.
std::string written(const RequestHead& head) {
  std::string text(to_string(head.method));
  text += " ";
  for (const std::string& segment : head.target.segments) text += "/" + percent_encode(segment);
  if (head.target.segments.empty()) text += "/";
  char separator = '?';
  for (const auto& [name, value] : head.target.query) {
    text += separator + percent_encode(name) + "=" + percent_encode(value);
    separator = '&';
  }
  text += head.version_1_0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n";
  for (const auto& [name, value] : head.headers.fields()) text += name + ": " + value + "\r\n";
  return text + "\r\n";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto end = find_head_end(text);
  if (!end) {
    require(!parse_request_head(text, {}));
    return 0;
  }
  require(find_head_end(text, *end / 2) == end);
  const auto head = parse_request_head(text.substr(0, *end), {.max_target_bytes = 1U << 20});
  if (!head) {
    require(head.error().status >= 400 && head.error().status <= 505);
    return 0;
  }
  require(head->headers.count("Content-Length") <= 1 && head->headers.count("Host") <= 1);
  require(!head->headers.find("Transfer-Encoding"));
  for (const std::string& segment : head->target.segments) {
    require(segment != ".." && segment != "." && segment.find('/') == std::string::npos);
  }
  const auto again = parse_request_head(written(*head), {.max_target_bytes = 1U << 20});
  require(again && again->method == head->method && again->target.query == head->target.query);
  require(again->target.segments == head->target.segments && again->headers == head->headers);
  require(again->content_length == head->content_length && again->keep_alive == head->keep_alive);
  return 0;
}
