// Problem details, RFC 9457: one table from causes to statuses, one from statuses to titles.
#include "http/problem.h"

namespace evisa::http {
namespace {

/// Lower case with underscores: `not_found` of `Not Found`.
std::string code_of(int status) {
  std::string code(reason_phrase(status));
  for (char& c : code) {
    if (c == ' ' || c == '-') c = '_';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return code.empty() ? "problem" : code;
}

std::string_view title_of(Errc code) {
  switch (code) {
    case Errc::malformed:
      return "The request does not follow its grammar";
    case Errc::out_of_range:
      return "A value of the request does not exist or is not allowed";
    case Errc::unsupported:
      return "The request asks for something this service does not know";
    case Errc::not_found:
      return "What was asked for is not there";
    case Errc::conflict:
      return "The request contradicts what is already recorded";
    case Errc::bad_signature:
      return "A signature does not verify";
    case Errc::untrusted:
      return "A key or certificate is not trusted here";
    case Errc::rollback:
      return "Older than what was accepted before";
    case Errc::wrong_passphrase:
      return "A sealed key did not open";
    case Errc::ineligible:
      return "The rules do not allow this";
    case Errc::unreadable:
      return "No code could be read";
    case Errc::io:
      return "The service could not carry this out";
    case Errc::unavailable:
      return "The service cannot answer right now";
  }
  return "Problem";
}

/// What a message of these causes says is about the server's own files.
bool is_internal(Errc code) { return code == Errc::io || code == Errc::wrong_passphrase; }

}  // namespace

int status_of(Errc code) {
  switch (code) {
    case Errc::malformed:
      return 400;
    case Errc::out_of_range:
    case Errc::bad_signature:
    case Errc::ineligible:
    case Errc::unreadable:
      return 422;
    case Errc::unsupported:
      return 415;
    case Errc::not_found:
      return 404;
    case Errc::conflict:
    case Errc::rollback:
      return 409;
    case Errc::untrusted:
      return 403;
    case Errc::wrong_passphrase:
    case Errc::io:
      return 500;
    case Errc::unavailable:
      return 503;
  }
  return 500;
}

Problem problem_of(const Error& error) {
  Problem problem{.status = status_of(error.code),
                  .code = std::string(to_string(error.code)),
                  .title = std::string(title_of(error.code)),
                  .detail = {}};
  if (!is_internal(error.code)) {
    problem.detail = error.message;
    problem.hint = error.hint;
  }
  return problem;
}

Response to_response(const Problem& problem) {
  crypto::Json json;
  json["type"] = "urn:evisa:problem:" + problem.code;
  json["title"] = problem.title;
  json["status"] = problem.status;
  if (!problem.detail.empty()) json["detail"] = problem.detail;
  json["code"] = problem.code;
  if (!problem.hint.empty()) json["hint"] = problem.hint;
  for (const auto& [name, value] : problem.members.items()) json[name] = value;
  return {.status = problem.status,
          .headers = Headers{{"Content-Type", "application/problem+json"}},
          .body = crypto::write_json(json)};
}

Response problem_response(const Error& error) { return to_response(problem_of(error)); }

Response problem_response(int status, std::string detail) {
  return to_response({.status = status,
                      .code = code_of(status),
                      .title = std::string(reason_phrase(status)),
                      .detail = std::move(detail)});
}

}  // namespace evisa::http
