// Request heads: request line, fields, and the one length of the body. RFC 9112.
#include "http/request_head.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace evisa::http {
namespace {

constexpr std::string_view kEnd = "\r\n\r\n";

std::unexpected<HeadRefusal> refuse(int status, std::string detail) {
  return std::unexpected(HeadRefusal{status, std::move(detail)});
}

using Checked = std::expected<void, HeadRefusal>;

Checked parse_version(std::string_view version, RequestHead& head) {
  if (version == "HTTP/1.1") return {};
  if (version == "HTTP/1.0") {
    head.version_1_0 = true;
    return {};
  }
  if (version.starts_with("HTTP/")) return refuse(505, "HTTP/1.1 expected");
  return refuse(400, "request line: `METHOD /path HTTP/1.1` expected");
}

Checked parse_request_line(std::string_view line, const HeadLimits& limits, RequestHead& head) {
  const std::size_t first = line.find(' '), last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return refuse(400, "request line: `METHOD /path HTTP/1.1` expected");
  }
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  if (!is_token(method)) return refuse(400, "request line: the method is no token");
  if (auto version = parse_version(line.substr(last + 1), head); !version) return version;
  const auto known = parse_method(method);
  if (!known) return refuse(501, "this method is not implemented");
  head.method = *known;
  if (target.size() > limits.max_target_bytes) return refuse(414, "the target is too long");
  auto parsed = parse_target(target);
  if (!parsed) return refuse(400, std::move(parsed.error().message));
  head.target = std::move(*parsed);
  return {};
}

/// Fields that two programs would read differently when they are there twice.
Checked check_single(const Headers& headers) {
  constexpr std::array<std::string_view, 6> kSingle = {
      "Host", "Content-Length", "Transfer-Encoding", "Content-Type", "Authorization", "Expect"};
  for (const std::string_view name : kSingle) {
    if (headers.count(name) > 1) return refuse(400, std::string(name) + ": more than once");
  }
  return {};
}

Checked check_host(const RequestHead& head) {
  const auto host = head.headers.find("Host");
  if (!host) {
    if (head.version_1_0) return {};
    return refuse(400, "Host: missing");  // SPEC: RFC 9112 3.2
  }
  const bool valid = !host->empty() && std::ranges::all_of(*host, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("-._:[]").contains(c);
  });
  if (!valid) return refuse(400, "Host: name and port expected");
  return {};
}

bool has_body_by_nature(Method method) {
  return method == Method::post || method == Method::put || method == Method::patch;
}

bool may_have_body(Method method) { return has_body_by_nature(method) || method == Method::del; }

/// SPEC: RFC 9112 6.1, 6.3: the length of the body, if there is exactly one way to read it.
Checked read_length(RequestHead& head) {
  const auto encoding = head.headers.find("Transfer-Encoding");
  const auto length = head.headers.find("Content-Length");
  if (encoding && (length || head.version_1_0)) {
    return refuse(400, "Transfer-Encoding: not beside Content-Length, nor in HTTP/1.0");
  }
  if (encoding && equal_without_case(*encoding, "chunked")) {
    return refuse(411, "send the body with a Content-Length, not chunked");
  }
  if (encoding) return refuse(501, "Transfer-Encoding: not supported");
  if (!length) {
    if (has_body_by_nature(head.method)) return refuse(411, "Content-Length: missing");
    return {};
  }
  const auto bytes = parse_content_length(*length);
  if (!bytes) return refuse(400, "Content-Length: a number of bytes expected");
  if (*bytes > 0 && !may_have_body(head.method)) {
    return refuse(400, "this method takes no body");
  }
  head.content_length = *bytes;
  return {};
}

Checked read_expectation(RequestHead& head) {
  const auto expectation = head.headers.find("Expect");
  if (!expectation) return {};
  if (!equal_without_case(*expectation, "100-continue")) {
    return refuse(417, "Expect: only 100-continue is known");
  }
  head.expects_continue = !head.version_1_0;
  return {};
}

/// A CR or LF that does not belong to a CRLF.
bool has_bare_line_end(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) return true;
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) return true;
  }
  return false;
}

Checked check_fields(RequestHead& head) {
  if (auto done = check_single(head.headers); !done) return done;
  if (auto done = check_host(head); !done) return done;
  if (auto done = read_length(head); !done) return done;
  return read_expectation(head);
}

}  // namespace

std::optional<std::uint64_t> parse_content_length(std::string_view text) {
  constexpr std::size_t kMaxDigits = 15;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.empty() || text.size() > kMaxDigits || !std::ranges::all_of(text, is_digit)) {
    return std::nullopt;
  }
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::optional<std::size_t> find_head_end(std::string_view buffer, std::size_t searched) {
  const std::size_t from = searched < kEnd.size() ? 0 : searched - kEnd.size();
  const std::size_t end = buffer.find(kEnd, from);
  if (end == std::string_view::npos) return std::nullopt;
  return end + kEnd.size();
}

std::expected<RequestHead, HeadRefusal> parse_request_head(std::string_view head,
                                                           const HeadLimits& limits) {
  if (!head.ends_with(kEnd) || has_bare_line_end(head)) {
    return refuse(400, "lines end with CRLF");
  }
  head.remove_suffix(2);  // the empty line
  const std::size_t line_end = head.find("\r\n");
  RequestHead out;
  if (auto done = parse_request_line(head.substr(0, line_end), limits, out); !done) {
    return std::unexpected(std::move(done.error()));
  }
  auto headers = parse_fields(head.substr(line_end + 2), limits.max_fields);
  if (!headers) {
    const int status = headers.error().code == Errc::out_of_range ? 431 : 400;
    return refuse(status, std::move(headers.error().message));
  }
  out.headers = std::move(*headers);
  if (auto done = check_fields(out); !done) return std::unexpected(std::move(done.error()));
  out.keep_alive = !out.version_1_0 && !out.headers.has_token("Connection", "close");
  return out;
}

}  // namespace evisa::http
