// The HTTP/1.1 server: strict framing, deadlines and limits around a program's handlers.
//
// A fixed number of worker threads share one epoll set. A connection that is idle, still sending
// its request or slow to take its response is parked there and holds no thread. Only a complete
// request reaches a handler. When connections run short, the one idle longest is closed first.
// docs/http.md lists every limit with the answer a client gets.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.h"
#include "http/response.h"
#include "visa/date.h"
#include "visa/result.h"

namespace evisa::http {

struct ServerTls {
  std::filesystem::path certificate;  ///< PEM, the server's first, then its chain
  std::filesystem::path key;          ///< PEM; refused when group or others may read it
  /// PEM. Given: a client without a certificate under this CA is refused in the handshake.
  std::optional<std::filesystem::path> client_ca{};
};

struct ServerLimits {
  std::size_t max_header_bytes = 16U << 10;  ///< request line and fields: 431
  std::size_t max_header_fields = 64;        ///< 431
  std::size_t max_target_bytes = 4U << 10;   ///< 414
  std::size_t max_body = 16U << 20;          ///< 413, whatever a route allows
  std::size_t max_bodies = 256U << 20;       ///< bytes of all bodies being received: 503
  std::size_t max_message = 64U << 10;       ///< of a WebSocket, in bytes
  std::size_t max_connections = 1'000;       ///< then the longest idle one is closed
  std::size_t max_requests_per_connection = 10'000;
  std::chrono::milliseconds handshake_deadline{5'000};  ///< TLS, from accept
  std::chrono::milliseconds header_deadline{5'000};     ///< whole head, from its first byte: 408
  std::chrono::milliseconds body_deadline{20'000};      ///< whole body: 408
  std::chrono::milliseconds idle_deadline{30'000};      ///< between requests: closed
  std::chrono::milliseconds write_deadline{20'000};     ///< a response, or a piece of a stream
  std::chrono::milliseconds linger{3'000};  ///< reading on after a refusal, so that it arrives
  std::chrono::milliseconds stop_deadline{10'000};  ///< requests in flight when `stop` is called
};

/// One request that was answered, or a connection that was refused before it had one.
struct Served {
  visa::Instant time{};
  std::optional<Method> method{};        ///< none: no request could be parsed
  std::string_view route{};              ///< the template, never the path
  int status = 0;                        ///< 0: the peer went away before the end
  std::uint64_t bytes_in = 0;            ///< body
  std::uint64_t bytes_out = 0;           ///< body
  std::chrono::microseconds duration{};  ///< from the first byte of the request to the last sent
  std::string_view principal{};
  std::string_view request_id{};
};

/// The answer to a request's head: the most bytes its body may have, or the final response.
using Admission = std::expected<std::size_t, Response>;

/// What a server calls, from many threads at once. `Router::service` fills in the first two.
struct Service {
  std::function<Admission(Request&)> admit;
  std::function<Response(const Request&)> handle;
  std::function<void(const Served&)> served{};  ///< access log, metrics
};

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< IPv4 or IPv6 address to listen on
  std::uint16_t port = 0;             ///< 0: any free one, see `Server::port`
  std::optional<ServerTls> tls{};
  ServerLimits limits{};
  unsigned threads = 32;                 ///< handlers that may run, or wait, at the same time
  std::function<visa::Instant()> now{};  ///< for Date and the access log; required
};

struct ServerStats {
  std::size_t connections = 0;  ///< open now
  std::size_t running = 0;      ///< handlers running now
  std::uint64_t accepted = 0;
  std::uint64_t evicted = 0;    ///< closed because connections ran short
  std::uint64_t refused = 0;    ///< not even the oldest could be closed
  std::uint64_t timed_out = 0;  ///< handshake, head, body, response
  std::uint64_t malformed = 0;  ///< requests that could not be parsed
  std::uint64_t tls_failed = 0;
};

class Server {
 public:
  /// Listens and serves. Errors: io (address in use, not ours, files limit too low), malformed
  /// (address), not_found, untrusted (certificate and key do not belong together), conflict.
  [[nodiscard]] static Result<std::unique_ptr<Server>> start(ServerOptions options,
                                                             Service service);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] ServerStats stats() const;
  /// Stops accepting, closes idle connections, lets requests in flight finish (each is told to
  /// hurry by its stop token), cuts those that have not after the deadline. Waits for the handlers.
  void stop();

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace evisa::http
