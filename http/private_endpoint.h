// Where a bearer token may be sent to. One rule for all that hold one.
#pragma once

#include <string_view>

#include "http/client.h"

namespace evisa::http {

/// 127.0.0.1, ::1 or localhost, a name about which nobody is asked (http/resolver.h).
[[nodiscard]] bool is_this_machine(std::string_view host);

/// As Endpoint::parse, of a server on the way to which nobody reads: `https`, or `http` on this
/// machine. Errors: malformed.
[[nodiscard]] Result<Endpoint> parse_private_endpoint(std::string_view url);

}  // namespace evisa::http
