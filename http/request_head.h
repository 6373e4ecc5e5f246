// The head of an HTTP/1.1 request, parsed so strictly that no two programs can read it differently.
//
//   request-line = method SP target SP "HTTP/1." ( "1" / "0" ) CRLF
//   head         = request-line *( field-name ":" OWS value OWS CRLF ) CRLF
//
// A message whose length could be read in two ways is refused, never repaired: bare CR or LF,
// folded lines, Content-Length twice, negative or as a list, Content-Length beside
// Transfer-Encoding. Request bodies come with a Content-Length; chunked ones are answered with 411
// (RFC 9110 15.5.12). Source: RFC 9112 2, 3, 5, 6, 11.2.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "http/headers.h"
#include "http/target.h"

namespace evisa::http {

struct HeadLimits {
  std::size_t max_target_bytes = 4U << 10;
  std::size_t max_fields = 64;
};

struct RequestHead {
  Method method = Method::get;
  Target target;
  Headers headers;
  std::uint64_t content_length = 0;
  bool keep_alive = true;  ///< HTTP/1.1 and no `Connection: close`
  bool expects_continue = false;
  bool version_1_0 = false;
};

/// Why a head is refused: the status for the client, and what is wrong without repeating it.
struct HeadRefusal {
  int status;
  std::string detail;
};

/// The bytes of the head including its empty line, once all of it is there. `searched`: bytes of an
/// earlier, shorter `buffer` that were looked at already.
[[nodiscard]] std::optional<std::size_t> find_head_end(std::string_view buffer,
                                                       std::size_t searched = 0);

/// `head`: exactly the bytes that `find_head_end` counted. Statuses: 400, 411, 414, 417, 431, 501,
/// 505.
[[nodiscard]] std::expected<RequestHead, HeadRefusal> parse_request_head(std::string_view head,
                                                                         const HeadLimits& limits);

/// A Content-Length's value: digits only, below 10^15.
[[nodiscard]] std::optional<std::uint64_t> parse_content_length(std::string_view text);

}  // namespace evisa::http
