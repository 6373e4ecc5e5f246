// Non-blocking sockets and TLS by POCO; contract in stream.h.
#include "http/stream.h"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <limits>
#include <mutex>

#include "http/tls_held.h"

namespace evisa::http {
namespace {

using Poco::Net::IPAddress;
using Poco::Net::SecureStreamSocket;
using Poco::Net::SocketAddress;
using Poco::Net::StreamSocket;

int limited(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

}  // namespace

struct Stream::Held {
  Held(StreamSocket plain_socket, std::string peer_address)
      : plain(std::move(plain_socket)), peer(std::move(peer_address)) {}

  StreamSocket plain;
  std::optional<SecureStreamSocket> secure{};
  bool connecting = false;   ///< TCP is not there yet
  bool handshaking = false;  ///< TLS is not there yet
  std::string peer;
  std::string error{};
  bool tls_error = false;

  [[nodiscard]] int fd() const { return plain.impl()->sockfd(); }

  IoResult failed(std::string what, bool by_tls) {
    ERR_clear_error();
    error = std::move(what);
    tls_error = by_tls;
    return {IoStatus::failed};
  }

  /// What a call on the socket gave; POCO's negative numbers mean different things with and without
  /// TLS.
  IoResult read_as(int result, IoStatus plain_wait) {
    if (result > 0) return {IoStatus::done, static_cast<std::size_t>(result)};
    if (result == 0) return {IoStatus::closed};
    if (!secure) return {plain_wait};
    return {result == SecureStreamSocket::ERR_SSL_WANT_WRITE ? IoStatus::want_write
                                                             : IoStatus::want_read};
  }

  /// Runs one call of POCO. What is left in OpenSSL's error queue, which belongs to the thread and
  /// not to the connection, would be taken for an error of this one.
  template <class Call>
  IoResult guarded(IoStatus plain_wait, Call call) {
    if (secure) ERR_clear_error();
    try {
      return read_as(call(), plain_wait);
    } catch (const Poco::Net::SSLException& e) {
      return failed(e.message(), true);
    } catch (const Poco::Exception& e) {
      return failed(e.displayText(), false);
    }
  }

  IoResult finish_connecting() {
    pollfd poller{fd(), POLLOUT, 0};
    if (::poll(&poller, 1, 0) == 0) return {IoStatus::want_write};
    const int reason = plain.impl()->socketError();
    if (reason != 0) return failed(std::generic_category().message(reason), false);
    connecting = false;
    return {IoStatus::done};
  }
};

Stream::Stream(std::unique_ptr<Held> held) : held_(std::move(held)) {}
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;
Stream::~Stream() = default;

Result<Stream> Stream::connect(const std::string& address, std::uint16_t port,
                               const std::optional<TlsContext>& tls,
                               const std::string& server_name) {
  try {
    StreamSocket socket;
    socket.connectNB(SocketAddress(IPAddress(address), port));
    socket.setBlocking(false);
    socket.setNoDelay(true);
    auto held = std::make_unique<Held>(socket, address);
    held->connecting = true;
    if (tls) {
      // SPEC: RFC 6066 3: a literal address is no server name.
      IPAddress literal;
      const bool is_name = !IPAddress::tryParse(server_name, literal);
      held->secure = is_name ? SecureStreamSocket::attach(socket, server_name, tls->held_->context)
                             : SecureStreamSocket::attach(socket, tls->held_->context);
      held->handshaking = true;
    }
    return Stream(std::move(held));
  } catch (const Poco::Exception& e) {
    return fail(Errc::io, e.displayText());
  }
}

IoResult Stream::handshake() {
  if (held_->connecting) {
    if (const IoResult result = held_->finish_connecting(); result.status != IoStatus::done) {
      return result;
    }
  }
  if (!held_->handshaking) return {IoStatus::done};
  IoResult result =
      held_->guarded(IoStatus::want_read, [&] { return held_->secure->completeHandshake(); });
  if (result.status == IoStatus::done) held_->handshaking = false;
  if (result.status == IoStatus::closed) result = held_->failed("closed in the handshake", true);
  return result;
}

IoResult Stream::read(std::span<char> into) {
  StreamSocket& socket = held_->secure ? *held_->secure : held_->plain;
  return held_->guarded(IoStatus::want_read,
                        [&] { return socket.receiveBytes(into.data(), limited(into.size())); });
}

IoResult Stream::write(std::string_view from) {
  if (from.empty()) return {IoStatus::done};
  if (held_->secure) {
    return held_->guarded(IoStatus::want_write, [&] {
      return held_->secure->sendBytes(from.data(), limited(from.size()));
    });
  }
  // Not by POCO 1.11: it throws where a non-blocking send finds the buffer full.
  const ssize_t sent = ::send(fd(), from.data(), from.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent >= 0) return {IoStatus::done, static_cast<std::size_t>(sent)};
  if (errno == EAGAIN || errno == EINTR) return {IoStatus::want_write};
  return held_->failed(std::generic_category().message(errno), false);
}

bool Stream::has_pending() const {
  if (!held_->secure) return false;
  try {
    return held_->secure->available() > 0;
  } catch (const Poco::Exception&) {
    return true;  // the next read tells what is wrong
  }
}

void Stream::end_writing() {
  try {
    if (held_->secure) held_->secure->shutdown();
  } catch (const Poco::Exception&) {
    // The peer has gone; there is nobody left to tell.
  }
  ::shutdown(fd(), SHUT_WR);
}

IoResult Stream::discard() {
  std::array<char, 16U << 10> scratch;  // NOLINT: written by the kernel
  const ssize_t got = ::recv(fd(), scratch.data(), scratch.size(), MSG_DONTWAIT);
  if (got > 0) return {IoStatus::done, static_cast<std::size_t>(got)};
  if (got == 0) return {IoStatus::closed};
  return {errno == EAGAIN || errno == EINTR ? IoStatus::want_read : IoStatus::failed};
}

int Stream::fd() const { return held_->fd(); }
const std::string& Stream::peer() const { return held_->peer; }
bool Stream::is_tls() const { return held_->secure.has_value(); }
const std::string& Stream::error() const { return held_->error; }
bool Stream::tls_error() const { return held_->tls_error; }

std::optional<ClientCertificate> Stream::peer_certificate() const {
  if (!held_->secure || !held_->secure->havePeerCertificate()) return std::nullopt;
  try {
    const auto certificate = held_->secure->peerCertificate();
    return ClientCertificate{.common_name = certificate.commonName(),
                             .subject = certificate.subjectName()};
  } catch (const Poco::Exception&) {
    return std::nullopt;
  }
}

struct Listener::Held {
  Poco::Net::ServerSocket socket;
};

Listener::Listener(std::unique_ptr<Held> held) : held_(std::move(held)) {}
Listener::Listener(Listener&&) noexcept = default;
Listener::~Listener() = default;

Result<Listener> Listener::open(const std::string& address, std::uint16_t port) {
  constexpr int kBacklog = 1024;
  IPAddress parsed;
  if (!IPAddress::tryParse(address, parsed)) {
    return fail(Errc::malformed, fmt::format("`{}` is no address to listen on", address),
                "give an IPv4 or IPv6 address, for example 127.0.0.1 or 0.0.0.0");
  }
  try {
    auto held = std::make_unique<Held>();
    // SO_REUSEADDR survives a quick restart; without SO_REUSEPORT a second server is told.
    held->socket.bind(SocketAddress(parsed, port), true, false);
    held->socket.listen(kBacklog);
    held->socket.setBlocking(false);
    return Listener(std::move(held));
  } catch (const Poco::Exception& e) {
    return fail(Errc::io,
                fmt::format("cannot listen on {} port {}: {}", address, port, e.displayText()));
  }
}

std::uint16_t Listener::port() const { return held_->socket.address().port(); }
int Listener::fd() const { return held_->socket.impl()->sockfd(); }

Result<Stream> Listener::accept(const std::optional<TlsContext>& tls) {
  try {
    SocketAddress peer;
    StreamSocket socket = held_->socket.acceptConnection(peer);
    socket.setBlocking(false);
    socket.setNoDelay(true);
    auto held = std::make_unique<Stream::Held>(socket, peer.host().toString());
    if (tls) {
      held->secure = SecureStreamSocket::attach(socket, tls->held_->context);
      held->handshaking = true;
    }
    return Stream(std::move(held));
  } catch (const Poco::Exception& e) {
    const bool exhausted =
        errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
    return fail(exhausted ? Errc::io : Errc::unavailable, e.displayText());
  }
}

void ignore_sigpipe() {
  static std::once_flag once;
  std::call_once(once, [] { std::signal(SIGPIPE, SIG_IGN); });
}

}  // namespace evisa::http
