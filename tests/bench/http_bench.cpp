// Our server beside a bare POCO HTTPServer that returns the same body: requests a second and p99
// over keep-alive connections, 16 and 64 of them, plain and TLS. Runs of the two servers alternate,
// the median of the rounds counts.
#include <fmt/core.h>

#include <algorithm>
#include <cstring>

#include "http/router.h"
#include "http/server.h"
#include "tests/bench/bare_poco.h"
#include "tests/bench/bench_identity.h"
#include "tests/bench/http_load.h"

namespace {

using namespace evisa;
using namespace std::chrono_literals;

const std::string kBody(220, 'x');
const std::string kRequest = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

std::unique_ptr<http::Server> ours(const bench::Identity& identity, bool tls) {
  const auto handler = [](const http::Request&) { return http::json_response(200, kBody); };
  auto router = sample::must(http::Router::create({{.path = "/hello", .handler = handler}}));
  http::ServerOptions options{.now = bench::real_now};
  if (tls) options.tls = {.certificate = identity.certificate(), .key = identity.key()};
  return sample::must(http::Server::start(std::move(options), router.service()));
}

void compare(const bench::Identity& identity, bool tls, int connections, int rounds,
             std::chrono::milliseconds duration) {
  const auto our_server = ours(identity, tls);
  std::optional<bench::BareTls> bare_tls;
  if (tls) bare_tls = {.certificate = identity.certificate(), .key = identity.key()};
  const bench::BarePoco bare_server(kBody, bare_tls);
  bench::Load load{.port = 0,
                   .tls = {},
                   .scripts = {{kRequest}},
                   .connections = connections,
                   .duration = duration};
  if (tls) load.tls = identity.client();
  std::vector<bench::Outcome> our_rounds, bare_rounds;
  for (int i = 0; i < rounds; ++i) {
    load.port = bare_server.port();
    bare_rounds.push_back(bench::put_under(load));
    load.port = our_server->port();
    our_rounds.push_back(bench::put_under(load));
  }
  const auto a = bench::median(std::move(our_rounds)), b = bench::median(std::move(bare_rounds));
  const auto label = fmt::format("{}, {} connections", tls ? "TLS" : "plain", connections);
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
  const bench::Identity identity;
  for (const bool tls : {false, true}) {
    for (const int connections : {16, 64}) {
      compare(identity, tls, connections, quick ? 3 : 7, quick ? 700ms : 2000ms);
    }
  }
  return 0;
}
