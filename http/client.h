// An HTTP/1.1 client for one server: keep-alive, and a deadline for the whole request that holds.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "http/headers.h"
#include "http/request.h"
#include "visa/result.h"

namespace evisa::http {

/// Where to: `https://ala.example:8443`. No path, no user, no query.
struct Endpoint {
  bool tls = true;
  std::string host;  ///< name or address, IPv6 without brackets
  std::uint16_t port = 0;
  /// Errors: malformed.
  [[nodiscard]] static Result<Endpoint> parse(std::string_view url);
};

struct ClientOptions {
  /// PEM. The only roots that are trusted; required with TLS. The system's are never used.
  std::optional<std::filesystem::path> ca{};
  std::optional<std::filesystem::path> certificate{};  ///< PEM chain, for mutual TLS
  std::optional<std::filesystem::path> key{};
  std::size_t max_response = 16U << 20;  ///< bytes of a body
  std::size_t max_header_bytes = 32U << 10;
  std::size_t max_idle_connections = 8;  ///< kept for reuse
  Headers headers{};                     ///< sent with every request, for example Authorization
};

enum class ClientFailure {
  refused,    ///< nobody listens there, no route, or the name is not known
  timeout,    ///< the deadline passed
  tls,        ///< no trust: certificate, name, or the server refused ours
  protocol,   ///< the connection broke or the answer is not HTTP
  too_large,  ///< the answer is longer than allowed
};
[[nodiscard]] std::string_view to_string(ClientFailure failure);

struct ClientError {
  ClientFailure failure;
  /// False: the server cannot have acted on the request. True: it may have.
  bool maybe_done = false;
  Error error;
};

struct ClientRequest {
  Method method = Method::get;
  std::string target{};  ///< path and query as they go over the wire: `/v1/visas/26012345670`
  Headers headers{};
  std::string body{};
  /// For the whole request: name, connect, TLS, send, receive.
  std::chrono::milliseconds deadline{500};
  /// Given: called with each piece of a 2xx body as it arrives, and the response's body stays
  /// empty; false ends the request (protocol).
  std::function<bool(std::string_view)> on_body{};
  /// Asked to stop: the request ends as if the deadline had passed, within a tenth of a second.
  std::stop_token stop{};
};

struct ClientResponse {
  int status = 0;
  Headers headers{};
  std::string body{};
};

/// Safe to use from many threads; each request has a connection for itself.
class Client {
 public:
  /// Errors: not_found, malformed, untrusted (CA or certificate files), out_of_range (TLS without
  /// CA).
  [[nodiscard]] static Result<Client> create(Endpoint endpoint, ClientOptions options);
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  /// A kept connection that turns out to be closed is replaced once, if nothing of an answer came
  /// and the method is idempotent (RFC 9110 9.2.2). Redirects are answers like any other.
  [[nodiscard]] std::expected<ClientResponse, ClientError> send(const ClientRequest& request);

 private:
  class Impl;
  explicit Client(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// For text: characters outside the unreserved set become %XX. RFC 3986 2.3.
[[nodiscard]] std::string percent_encode(std::string_view text);

}  // namespace evisa::http
