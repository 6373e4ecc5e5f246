// Where a bearer token may be sent to.
#include "http/private_endpoint.h"

#include <fmt/format.h>

namespace evisa::http {

bool is_this_machine(std::string_view host) {
  return host == "127.0.0.1" || host == "::1" || equal_without_case(host, "localhost");
}

Result<Endpoint> parse_private_endpoint(std::string_view url) {
  auto endpoint = Endpoint::parse(url);
  if (!endpoint || endpoint->tls || is_this_machine(endpoint->host)) return endpoint;
  return fail(Errc::malformed, fmt::format("{}: expected https", url),
              "a token would go over the line for everybody to read; http is for this machine only "
              "(127.0.0.1, [::1], localhost)");
}

}  // namespace evisa::http
