// Response heads, both ways: RFC 9112 4 (status line), 6 (length of the body).
#include "http/response_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>

#include "http/request_head.h"

namespace evisa::http {
namespace {

constexpr std::array<std::string_view, 5> kOwnFields = {"Content-Length", "Transfer-Encoding",
                                                        "Connection", "Date", "X-Request-Id"};

bool is_own(std::string_view name) {
  return std::ranges::any_of(kOwnFields,
                             [&](std::string_view own) { return equal_without_case(own, name); });
}

/// The date changes once a second; every thread keeps its last one.
std::string_view date_of(visa::Instant now) {
  thread_local std::chrono::sys_seconds second{};
  thread_local std::string text;
  if (const auto floor = std::chrono::floor<std::chrono::seconds>(now);
      text.empty() || floor != second) {
    second = floor;
    text = http_date(now);
  }
  return text;
}

bool has_body(int status, bool to_head) {
  return !to_head && status >= 200 && status != 204 && status != 304;
}

Result<int> parse_status_line(std::string_view line, bool& version_1_0) {
  const bool known = line.starts_with("HTTP/1.1 ") || line.starts_with("HTTP/1.0 ");
  version_1_0 = line.starts_with("HTTP/1.0 ");
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!known || line.size() < 12 || !std::ranges::all_of(line.substr(9, 3), is_digit) ||
      line[9] == '0' || (line.size() > 12 && line[12] != ' ') || !is_field_value(line)) {
    return fail(Errc::malformed, "the answer is not HTTP/1.1");
  }
  return (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
}

Result<void> read_framing(ResponseHead& head, bool to_head) {
  const auto encoding = head.headers.find("Transfer-Encoding");
  const auto length = head.headers.find("Content-Length");
  if (head.headers.count("Content-Length") > 1 || head.headers.count("Transfer-Encoding") > 1 ||
      (encoding && length)) {
    return fail(Errc::malformed, "the answer has two lengths");
  }
  if (encoding && !equal_without_case(*encoding, "chunked")) {
    return fail(Errc::unsupported, "the answer's Transfer-Encoding is not `chunked`");
  }
  const auto bytes = length ? parse_content_length(*length) : std::nullopt;
  if (length && !bytes) return fail(Errc::malformed, "the answer's Content-Length is no number");
  if (!has_body(head.status, to_head)) {
    head.length = 0;
  } else if (encoding) {
    head.chunked = true;
  } else if (bytes) {
    head.length = bytes;
  } else {
    return fail(Errc::malformed, "the answer has no length");
  }
  return {};
}

}  // namespace

std::string http_date(visa::Instant instant) {
  using namespace std::chrono;
  constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                     "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = floor<days>(instant);
  const year_month_day date(day);
  const hh_mm_ss time(floor<seconds>(instant - day));
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()),
                     kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

bool may_be_sent(const Headers& headers) {
  return std::ranges::all_of(headers.fields(), [](const Headers::Field& field) {
    return is_token(field.first) && is_field_value(field.second);
  });
}

std::string compose_response_head(const ResponseHeadParts& parts) {
  std::string head;
  head.reserve(320);
  const auto out = std::back_inserter(head);
  fmt::format_to(out, "HTTP/1.1 {} {}\r\nDate: {}\r\n", parts.status, reason_phrase(parts.status),
                 date_of(parts.now));
  for (const auto& [name, value] : parts.headers.fields()) {
    if (!is_own(name)) head.append(name).append(": ").append(value).append("\r\n");
  }
  if (!parts.headers.find("Cache-Control")) head += "Cache-Control: no-store\r\n";
  if (!parts.headers.find("X-Content-Type-Options")) head += "X-Content-Type-Options: nosniff\r\n";
  if (parts.framing == Framing::length) {
    fmt::format_to(out, "Content-Length: {}\r\n", parts.length);
  } else if (parts.framing == Framing::chunked) {
    head += "Transfer-Encoding: chunked\r\n";
  }
  if (parts.framing == Framing::upgrade) {
    head += "Connection: Upgrade\r\n";
  } else if (!parts.keep_alive) {
    head += "Connection: close\r\n";
  }
  if (!parts.request_id.empty()) head.append("X-Request-Id: ").append(parts.request_id) += "\r\n";
  head += "\r\n";
  return head;
}

Result<ResponseHead> parse_response_head(std::string_view head, bool to_head) {
  if (!head.ends_with("\r\n\r\n")) return fail(Errc::malformed, "the answer's head has no end");
  head.remove_suffix(2);
  const std::size_t line_end = head.find("\r\n");
  bool version_1_0 = false;
  const auto status = parse_status_line(head.substr(0, line_end), version_1_0);
  if (!status) return std::unexpected(status.error());
  constexpr std::size_t kMaxFields = 128;
  auto headers = parse_fields(head.substr(line_end + 2), kMaxFields);
  if (!headers) return std::unexpected(std::move(headers.error()));
  ResponseHead out{.status = *status, .headers = std::move(*headers), .length = {}};
  if (auto done = read_framing(out, to_head); !done) return std::unexpected(done.error());
  out.keep_alive = !version_1_0 && !out.headers.has_token("Connection", "close");
  return out;
}

}  // namespace evisa::http
