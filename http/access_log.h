// The access log: one JSON object a line, no personal data.
#pragma once

#include <string>

#include "http/server.h"

namespace evisa::http {

/// Time, method, route template, status, bytes, duration, principal, request id. Never the path as
/// sent (it holds visa numbers), never the query, a header, or the peer's address. Without newline.
[[nodiscard]] std::string access_log_line(const Served& served);

}  // namespace evisa::http
