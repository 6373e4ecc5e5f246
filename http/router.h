// From method and path to the handler: 404, 405 with Allow, HEAD, OPTIONS, and who may ask at all.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/request.h"
#include "http/server.h"

namespace evisa::http {

/// Must not throw for anything a client sends; an exception is answered with 500.
using Handler = std::function<Response(const Request&)>;
/// Who sends this request. Errors become 401 (`untrusted`, `not_found`, `malformed`, ...), but
/// `unavailable` and `io` 503: a token that could not be looked up is not a wrong token.
using Authenticate = std::function<Result<Principal>(const Request&)>;
/// Called after authentication; a response (429 for example) ends the request.
using Guard = std::function<std::optional<Response>(const Request&, const Principal&)>;

struct Route {
  Method method = Method::get;
  std::string path;  ///< `/v1/visas/{number}`: a parameter fills one whole segment
  Handler handler;
  std::vector<std::string> roles{};  ///< any of these may ask; none: everybody, unauthenticated
  std::size_t max_body = 64U << 10;  ///< bytes; more is 413 before it is read
  unsigned max_concurrent = 0;       ///< more at once get 503; 0: no limit. For long polls
};

/// Immutable once made; one router serves many threads and servers.
class Router {
 public:
  /// Errors: malformed (a path that is no template), conflict (two routes of the same method that
  /// match the same paths), out_of_range (a route with roles, but no `authenticate`).
  [[nodiscard]] static Result<Router> create(std::vector<Route> routes,
                                             Authenticate authenticate = {}, Guard guard = {});

  /// Finds the route and who asks, before the body is read. Gives the route's body limit, or the
  /// answer that ends the request: 404, 405, 401, 403, the guard's, or OPTIONS' 204.
  [[nodiscard]] Admission admit(Request& request) const;
  /// Runs the handler of the request that `admit` let in.
  [[nodiscard]] Response handle(const Request& request) const;
  /// For `Server::start`.
  [[nodiscard]] Service service() const;

 private:
  struct Table;
  explicit Router(std::shared_ptr<const Table> table) : table_(std::move(table)) {}
  std::shared_ptr<const Table> table_;
};

}  // namespace evisa::http
