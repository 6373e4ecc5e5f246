// A request as a handler sees it: complete, parsed strictly, within its limits.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/headers.h"

namespace evisa::http {

enum class Method { get, head, post, put, patch, del, options };
[[nodiscard]] std::string_view to_string(Method method);
[[nodiscard]] std::optional<Method> parse_method(std::string_view token);

/// Who asks, as the program's authentication found out.
struct Principal {
  std::string id;    ///< of the token or account; written to the access log
  std::string role;  ///< `booth`, `airline`, `senior`, `office`, `peer`
  bool operator==(const Principal&) const = default;
};

/// Of a client that proved to hold the key of a certificate under the server's client CA. It is
/// never compared with the peer's address: what the subject may do is the program's decision.
struct ClientCertificate {
  std::string common_name;
  std::string subject;  ///< one line, `/C=KZ/CN=...`
};

using NamedValues = std::vector<std::pair<std::string, std::string>>;

struct Request {
  Method method = Method::get;
  std::string path{};                   ///< without the query, percent-decoded
  std::vector<std::string> segments{};  ///< of the path, percent-decoded
  NamedValues query{};                  ///< decoded, in order
  Headers headers{};
  std::string body{};
  std::string peer{};  ///< the peer's address without port
  std::optional<ClientCertificate> client_certificate{};
  std::string id{};            ///< made by the server, unique; also sent as X-Request-Id
  std::stop_token stopping{};  ///< asked to stop when the server shuts down: long polls end early

  // Filled in by the router.
  std::string route{};  ///< the path template, `/v1/visas/{number}`; empty when none matches
  NamedValues path_parameters{};
  std::optional<Principal> principal{};  ///< present when the route asked for a role

  /// The first value of that name.
  [[nodiscard]] std::optional<std::string_view> find_query(std::string_view name) const;
  /// A `{name}` of the route's template, decoded; empty for a name that the template has not.
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
};

}  // namespace evisa::http
