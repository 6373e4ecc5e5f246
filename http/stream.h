// A connection's bytes, plain or through TLS, without ever blocking. The one place that knows
// POCO's sockets; POCO's exceptions end here as IoStatus::failed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "http/request.h"
#include "http/tls.h"

namespace evisa::http {

enum class IoStatus {
  done,        ///< `bytes` were moved, or the handshake is complete
  want_read,   ///< nothing now; wait until the socket is readable
  want_write,  ///< nothing now; wait until the socket is writable
  closed,      ///< the peer ended the stream properly
  failed,      ///< broken, or TLS refused; see `Stream::error`
};

struct IoResult {
  IoStatus status;
  std::size_t bytes = 0;
};

class Stream {
 public:
  Stream(Stream&&) noexcept;
  Stream& operator=(Stream&&) noexcept;
  ~Stream();

  /// Starts to connect; `handshake` goes on. `address`: numeric. Errors: io.
  [[nodiscard]] static Result<Stream> connect(const std::string& address, std::uint16_t port,
                                              const std::optional<TlsContext>& tls,
                                              const std::string& server_name);

  /// Waits for the connection and TLS, in as many calls as it takes. Plain accepted streams are
  /// done at once.
  [[nodiscard]] IoResult handshake();
  [[nodiscard]] IoResult read(std::span<char> into);
  [[nodiscard]] IoResult write(std::string_view from);
  /// Bytes that TLS has decrypted already: the socket need not be readable again for them.
  [[nodiscard]] bool has_pending() const;
  /// Sends our end of the stream (TLS: close_notify) and keeps reading possible.
  void end_writing();
  /// Takes what has arrived out of the socket, undecrypted, and drops it.
  [[nodiscard]] IoResult discard();

  [[nodiscard]] int fd() const;
  [[nodiscard]] const std::string& peer() const;  ///< address without port
  [[nodiscard]] bool is_tls() const;
  /// What broke: for a person, without content. `tls_error`: TLS itself said no.
  [[nodiscard]] const std::string& error() const;
  [[nodiscard]] bool tls_error() const;
  /// After the handshake, when the peer showed a certificate.
  [[nodiscard]] std::optional<ClientCertificate> peer_certificate() const;

 private:
  friend class Listener;
  struct Held;
  explicit Stream(std::unique_ptr<Held> held);
  std::unique_ptr<Held> held_;
};

/// A listening socket.
class Listener {
 public:
  Listener(Listener&&) noexcept;
  ~Listener();
  /// `address`: numeric IPv4 or IPv6. Errors: malformed (address), io (in use, not ours).
  [[nodiscard]] static Result<Listener> open(const std::string& address, std::uint16_t port);

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] int fd() const;
  /// One connection that is waiting. Errors: unavailable (none, or the peer has gone again), io (no
  /// file descriptors or memory left).
  [[nodiscard]] Result<Stream> accept(const std::optional<TlsContext>& tls);

 private:
  struct Held;
  explicit Listener(std::unique_ptr<Held> held);
  std::unique_ptr<Held> held_;
};

/// A peer that goes away while we write must not end the program. Once for the process.
void ignore_sigpipe();

}  // namespace evisa::http
