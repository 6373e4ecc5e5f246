// The head of a response: composed by the server, parsed by the client. RFC 9112 4, 6.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/response.h"
#include "visa/date.h"
#include "visa/result.h"

namespace evisa::http {

enum class Framing {
  length,       ///< Content-Length
  chunked,      ///< length unknown, HTTP/1.1
  until_close,  ///< length unknown, HTTP/1.0
  none,         ///< 204, 304: no body and no length
  upgrade,      ///< 101: no HTTP behind it
};

struct ResponseHeadParts {
  int status;
  const Headers& headers;
  Framing framing;
  std::size_t length;
  bool keep_alive;
  std::string_view request_id;
  visa::Instant now;
};

/// Adds Date, framing, Connection, X-Request-Id, and where the handler said nothing else
/// `Cache-Control: no-store` and `X-Content-Type-Options: nosniff`. Framing fields that a handler
/// has set are left out.
[[nodiscard]] std::string compose_response_head(const ResponseHeadParts& parts);

/// False when a field would break the message apart, for example by a line end in a value.
[[nodiscard]] bool may_be_sent(const Headers& headers);

/// `Sat, 21 Nov 2026 04:00:45 GMT`. RFC 9110 5.6.7.
[[nodiscard]] std::string http_date(visa::Instant instant);

struct ResponseHead {
  int status = 0;
  Headers headers;
  /// Of the body: a length, or nothing when it is chunked.
  std::optional<std::uint64_t> length;
  bool chunked = false;
  bool keep_alive = true;
};

/// `head`: through its empty line. `to_head`: the request was HEAD. A body that only ends with the
/// connection is refused: a cut one would look complete. Errors: malformed, unsupported.
[[nodiscard]] Result<ResponseHead> parse_response_head(std::string_view head, bool to_head);

}  // namespace evisa::http
