// Our server beside a bare POCO HTTPServer that returns the same body: requests a second and p99
// over keep-alive connections, 16 and 64 of them, plain and TLS. Every connection asks again as
// soon as it has its answer. Runs of the two servers alternate, the median of the rounds counts.
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/SecureServerSocket.h>
#include <fmt/core.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <thread>
#include <vector>

#include "crypto/local_ca.h"
#include "http/router.h"
#include "http/server.h"
#include "http/stream.h"
#include "tests/sample/must.h"
#include "tests/sample/temp_folder.h"

namespace {

using namespace evisa;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

const std::string kBody(220, 'x');

class BareHandler : public Poco::Net::HTTPRequestHandler {
 public:
  void handleRequest(Poco::Net::HTTPServerRequest&, Poco::Net::HTTPServerResponse& out) override {
    out.setContentType("application/json");
    out.sendBuffer(kBody.data(), kBody.size());
  }
};

class BareFactory : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  Poco::Net::HTTPRequestHandler* createRequestHandler(
      const Poco::Net::HTTPServerRequest&) override {
    return new BareHandler;  // POCO deletes it
  }
};

visa::Instant real_now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

/// Both servers, plain and with TLS.
class Servers {
 public:
  Servers() {
    const crypto::Period period{real_now() - 24h, real_now() + 24h};
    const auto ca = sample::must(crypto::LocalCa::create("Bench CA", period));
    sample::must(ca.save(folder_.path()));
    sample::must(crypto::save_identity(folder_.path(), "server",
                                       sample::must(ca.issue_server({"127.0.0.1"}, period))));
    for (const bool tls : {false, true}) {
      start_ours(tls);
      start_bare(tls);
    }
  }
  ~Servers() {
    for (const auto& server : bare_) server->stopAll(true);
  }
  [[nodiscard]] std::uint16_t ours(bool tls) const { return ours_[tls ? 1 : 0]->port(); }
  [[nodiscard]] std::uint16_t bare(bool tls) const { return bare_[tls ? 1 : 0]->port(); }
  [[nodiscard]] http::TlsContext client() const {
    return sample::must(http::TlsContext::for_client(folder_ / "ca.pem", "127.0.0.1", {}));
  }

 private:
  void start_ours(bool tls) {
    const auto handler = [](const http::Request&) { return http::json_response(200, kBody); };
    auto router = sample::must(http::Router::create({{.path = "/hello", .handler = handler}}));
    http::ServerOptions options{.now = real_now};
    if (tls) options.tls = {.certificate = folder_ / "server.pem", .key = folder_ / "server.key"};
    ours_.push_back(sample::must(http::Server::start(std::move(options), router.service())));
  }
  void start_bare(bool tls) {
    using namespace Poco::Net;
    HTTPServerParams::Ptr params(new HTTPServerParams);
    params->setMaxThreads(80);
    params->setMaxQueued(80);
    params->setMaxKeepAliveRequests(0);
    const SocketAddress any("127.0.0.1", 0);
    if (tls) {
      const Context::Ptr context(new Context(Context::SERVER_USE, (folder_ / "server.key").string(),
                                             (folder_ / "server.pem").string(), "",
                                             Context::VERIFY_NONE));
      const SecureServerSocket socket(any, 1024, context);
      bare_.push_back(std::make_unique<HTTPServer>(new BareFactory, pool_, socket, params));
    } else {
      const ServerSocket socket(any, 1024);
      bare_.push_back(std::make_unique<HTTPServer>(new BareFactory, pool_, socket, params));
    }
    bare_.back()->start();
  }
  sample::TempFolder folder_;
  Poco::ThreadPool pool_{16, 200, 60};
  std::vector<std::unique_ptr<http::Server>> ours_;
  std::vector<std::unique_ptr<Poco::Net::HTTPServer>> bare_;
};

struct Outcome {
  double per_second = 0, p99_us = 0;
};

/// One connection that asks until `until`; the latencies in microseconds.
void ask(std::uint16_t port, const std::optional<http::TlsContext>& tls, Clock::time_point until,
         std::vector<double>& latencies) {
  auto stream = sample::must(http::Stream::connect("127.0.0.1", port, tls, "127.0.0.1"));
  const auto wait = [&](http::IoStatus status) {
    pollfd poller{stream.fd(),
                  static_cast<short>(status == http::IoStatus::want_write ? POLLOUT : POLLIN), 0};
    ::poll(&poller, 1, 1000);
  };
  for (auto result = stream.handshake(); result.status != http::IoStatus::done;
       result = stream.handshake()) {
    wait(result.status);
  }
  std::array<char, 4096> piece{};
  while (Clock::now() < until) {
    const auto start = Clock::now();
    if (stream.write("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").status != http::IoStatus::done)
      return;
    for (std::string in; !in.ends_with(kBody);) {
      const auto result = stream.read(piece);
      if (result.status == http::IoStatus::done) {
        in.append(piece.data(), result.bytes);
      } else if (result.status == http::IoStatus::want_read) {
        wait(result.status);
      } else {
        return;
      }
    }
    latencies.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
}

Outcome measure(std::uint16_t port, const std::optional<http::TlsContext>& tls, int connections,
                std::chrono::milliseconds duration) {
  const auto until = Clock::now() + duration;
  std::vector<std::vector<double>> all(static_cast<std::size_t>(connections));
  {
    std::vector<std::jthread> threads;
    for (auto& own : all) threads.emplace_back([&] { ask(port, tls, until, own); });
  }
  std::vector<double> latencies;
  for (const auto& own : all) latencies.insert(latencies.end(), own.begin(), own.end());
  std::ranges::sort(latencies);
  if (latencies.empty()) return {};
  return {.per_second = static_cast<double>(latencies.size()) * 1000.0 /
                        static_cast<double>(duration.count()),
          .p99_us = latencies[latencies.size() * 99 / 100]};
}

Outcome median(std::vector<Outcome> rounds) {
  Outcome out;
  const std::size_t middle = rounds.size() / 2;
  std::ranges::nth_element(rounds, rounds.begin() + static_cast<std::ptrdiff_t>(middle), {},
                           &Outcome::per_second);
  out.per_second = rounds[middle].per_second;
  std::ranges::nth_element(rounds, rounds.begin() + static_cast<std::ptrdiff_t>(middle), {},
                           &Outcome::p99_us);
  out.p99_us = rounds[middle].p99_us;
  return out;
}

void compare(const Servers& servers, bool with_tls, int connections, int rounds,
             std::chrono::milliseconds duration) {
  std::optional<http::TlsContext> tls;
  if (with_tls) tls = servers.client();
  std::vector<Outcome> ours, bare;
  for (int i = 0; i < rounds; ++i) {
    bare.push_back(measure(servers.bare(with_tls), tls, connections, duration));
    ours.push_back(measure(servers.ours(with_tls), tls, connections, duration));
  }
  const Outcome a = median(std::move(ours)), b = median(std::move(bare));
  const auto label = fmt::format("{}, {} connections", with_tls ? "TLS" : "plain", connections);
  fmt::print("{}: ours {:.0f}/s p99 {:.0f} us, bare POCO {:.0f}/s p99 {:.0f} us\n", label,
             a.per_second, a.p99_us, b.per_second, b.p99_us);
  fmt::print("RATIO  requests a second over bare POCO, {}: {:.3f}   (goal at least 0.80)\n", label,
             a.per_second / b.per_second);
  fmt::print("RATIO  p99 over bare POCO's, {}: {:.3f}   (goal under 4)\n", label,
             a.p99_us / b.p99_us);
}

}  // namespace

int main(int argc, char** argv) {
  const bool quick = std::any_of(argv, argv + argc,
                                 [](const char* arg) { return std::strcmp(arg, "--short") == 0; });
  const Servers servers;
  for (const bool tls : {false, true}) {
    for (const int connections : {16, 64}) {
      compare(servers, tls, connections, quick ? 3 : 7, quick ? 700ms : 2000ms);
    }
  }
  return 0;
}
