// The server's threads: workers on one epoll set, and one that accepts and watches the deadlines.
#include "http/server.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/resource.h>

#include <algorithm>
#include <random>
#include <thread>
#include <vector>

#include "http/connection_set.h"
#include "http/crew.h"
#include "http/poller.h"

namespace evisa::http {
namespace {

using namespace std::chrono_literals;

constexpr auto kSweep = 50ms;                ///< how exact deadlines are
constexpr std::size_t kAcceptedAtOnce = 64;  ///< then the deadlines get their turn
constexpr std::size_t kSlack = 64;           ///< connections that are ending while others begin

/// A server that runs out of file descriptors in the evening is worse than one that does not start.
Result<void> check_file_limit(const ServerOptions& options) {
  constexpr std::size_t kOthers = 128;  // databases, logs, listeners
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return {};
  const std::size_t needed = options.limits.max_connections + kSlack + kOthers;
  if (limit.rlim_cur >= needed) return {};
  return fail(Errc::io,
              fmt::format("{} connections need {} open files, the limit is {}",
                          options.limits.max_connections, needed, limit.rlim_cur),
              "raise it (ulimit -n, LimitNOFILE= of the unit) or allow fewer connections");
}

std::string random_prefix() {
  std::random_device random;
  return fmt::format("{:08x}-", random());
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, Service service, std::optional<TlsContext> tls, Listener listener,
       Poller poller)
      : core_{.options = std::move(options), .service = std::move(service), .tls = std::move(tls)},
        listener_(std::move(listener)),
        poller_(std::move(poller)),
        port_(listener_->port()) {
    core_.id_prefix = random_prefix();
    for (unsigned i = 0; i < std::max(core_.options.threads, 1U); ++i) {
      workers_.emplace_back([this] { work(); });
    }
    acceptor_ = std::jthread([this](const std::stop_token& stop) { accept_and_sweep(stop); });
  }
  ~Impl() { stop(); }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] ServerStats stats() const;
  void stop();

 private:
  void work();
  void serve(Connection& connection);
  void accept_and_sweep(const std::stop_token& stop);
  void accept_waiting();
  void take(Stream stream);
  bool wait_for_room(std::size_t most);
  void finish_in_flight();

  ServerCore core_;
  std::optional<Listener> listener_;
  Poller poller_;
  const std::uint16_t port_;
  ConnectionSet connections_;
  Crew crew_{std::max(std::thread::hardware_concurrency(), 1U) + 1};
  std::vector<std::jthread> workers_;
  std::jthread acceptor_;
  std::once_flag stopped_;
};

void Server::Impl::work() {
  while (crew_.join()) {
    do {
      crew_.begin_poll();
      void* tag = poller_.wait();
      crew_.end_poll();
      if (tag == nullptr) return crew_.leave();
      serve(*static_cast<Connection*>(tag));
    } while (!crew_.is_crowded());
    crew_.leave();
  }
}

void Server::Impl::serve(Connection& connection) {
  const int fd = connection.fd();
  const Force force = connection.claim();
  const Connection::Next next = force == Force::none ? connection.advance() : connection.end(force);
  if (next == Connection::Next::close) {
    connections_.remove(connection);
    return;
  }
  connection.park();
  poller_.arm(fd, &connection,
              next == Connection::Next::wait_read ? Readiness::readable : Readiness::writable);
}

void Server::Impl::accept_and_sweep(const std::stop_token& stop) {
  auto swept = Clock::now();
  while (!stop.stop_requested()) {
    pollfd waiting{listener_ ? listener_->fd() : -1, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(kSweep.count()));
    if (ready > 0 && !core_.is_stopping()) accept_waiting();
    if (core_.is_stopping() && listener_) listener_.reset();
    if (Clock::now() - swept >= kSweep) {
      swept = Clock::now();
      connections_.expire(swept);
      crew_.look_after();
    }
  }
}

void Server::Impl::accept_waiting() {
  for (std::size_t i = 0; i < kAcceptedAtOnce; ++i) {
    auto stream = listener_->accept(core_.tls);
    if (!stream) {
      if (stream.error().code == Errc::io) {  // no file descriptors left
        static_cast<void>(connections_.make_room(connections_.size()));
        std::this_thread::sleep_for(10ms);
      }
      return;
    }
    core_.accepted.fetch_add(1, std::memory_order_relaxed);
    take(std::move(*stream));
  }
}

/// Connections come faster than the workers close those that had to make room.
bool Server::Impl::wait_for_room(std::size_t most) {
  constexpr int kTries = 300;
  for (int i = 0; i < kTries && connections_.size() >= most; ++i) std::this_thread::sleep_for(1ms);
  return connections_.size() < most;
}

void Server::Impl::take(Stream stream) {
  const std::size_t open = connections_.size(), most = core_.options.limits.max_connections;
  bool room = open < most;
  if (!room) {
    const auto evicted = connections_.make_room(most);
    core_.evicted.fetch_add(evicted.value_or(0), std::memory_order_relaxed);
    room = evicted && wait_for_room(most + kSlack);
  }
  if (!room) {
    core_.refused.fetch_add(1, std::memory_order_relaxed);
    if (!stream.is_tls()) {
      static_cast<void>(
          stream.write("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
                       "Connection: close\r\n\r\n"));
    }
    return;
  }
  Connection& connection = connections_.add(std::move(stream), core_);
  if (!poller_.add(connection.fd(), &connection, Readiness::readable)) {
    connections_.remove(connection);
  }
}

ServerStats Server::Impl::stats() const {
  const auto read = [](const auto& counter) { return counter.load(std::memory_order_relaxed); };
  return {.connections = connections_.size(),
          .running = read(core_.running),
          .accepted = read(core_.accepted),
          .evicted = read(core_.evicted),
          .refused = read(core_.refused),
          .timed_out = read(core_.timed_out),
          .malformed = read(core_.malformed),
          .tls_failed = read(core_.tls_failed)};
}

void Server::Impl::finish_in_flight() {
  const auto deadline = Clock::now() + core_.options.limits.stop_deadline;
  while (connections_.size() > 0 && Clock::now() < deadline) {
    connections_.stop_idle();
    std::this_thread::sleep_for(5ms);
  }
  while (connections_.size() > 0) {  // whoever is still at work waits for its own handler only
    connections_.cut_all();
    std::this_thread::sleep_for(20ms);
  }
}

void Server::Impl::stop() {
  std::call_once(stopped_, [this] {
    core_.stopping.request_stop();
    finish_in_flight();
    acceptor_.request_stop();
    acceptor_.join();
    poller_.wake_all();
    crew_.dismiss();
    workers_.clear();
  });
}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Service service) {
  ignore_sigpipe();
  if (auto done = check_file_limit(options); !done) return std::unexpected(done.error());
  std::optional<TlsContext> tls;
  if (options.tls) {
    auto context = TlsContext::for_server(
        {.certificate = options.tls->certificate, .key = options.tls->key}, options.tls->client_ca);
    if (!context) return std::unexpected(std::move(context.error()));
    tls = std::move(*context);
  }
  auto poller = Poller::create();
  if (!poller) return std::unexpected(std::move(poller.error()));
  auto listener = Listener::open(options.address, options.port);
  if (!listener) return std::unexpected(std::move(listener.error()));
  return std::unique_ptr<Server>(
      new Server(std::make_unique<Impl>(std::move(options), std::move(service), std::move(tls),
                                        std::move(*listener), std::move(*poller))));
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;
std::uint16_t Server::port() const { return impl_->port(); }
ServerStats Server::stats() const { return impl_->stats(); }
void Server::stop() { impl_->stop(); }

}  // namespace evisa::http
