// Inspections of the airport's service over HTTP, beside what they cannot do without: a bare POCO
// HTTPServer that answers with a body of the same size, and one bare Ed25519 verification. The
// limit is 1 / (CPU of the one + CPU of the other); servers and clients share this process, and the
// CPU of the threads that ask is taken off. Runs alternate, the median of the rounds counts.
#include <fmt/core.h>
#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "crypto/seal_text.h"
#include "crypto/strict_json.h"
#include "tests/bench/bare_poco.h"
#include "tests/bench/bench_identity.h"
#include "tests/bench/http_load.h"
#include "tests/sample/running_service.h"
#include "tests/sample/sample.h"

namespace {

using namespace evisa;
using namespace std::chrono_literals;

/// The CPU of one bare signature check on the sample's seal, in microseconds.
double bare_verification_us() {
  constexpr int kTimes = 2000;
  const auto& sample = sample::one();
  const auto seal = sample::must(crypto::decode_seal(sample.seal));
  const auto message = seal.signed_part(), signature = seal.signature();
  const double before = bench::thread_cpu_us();
  for (int i = 0; i < kTimes; ++i) {
    if (crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                    sample.signer_public.data()) != 0)
      std::abort();
  }
  return (bench::thread_cpu_us() - before) / kTimes;
}

/// A service that trusts the sample's ministry.
class Airport {
 public:
  Airport(const bench::Identity& identity, bool tls)
      : service_("ALA", authority_.public_key(), sample::one().now,
                 tls ? std::optional(http::ServerTls{.certificate = identity.certificate(),
                                                     .key = identity.key()})
                     : std::nullopt) {
    const auto bytes = sample::must(crypto::encode_bundle(sample::bundle_contents(1)));
    sample::must(service_.airport().in_force->import(
        {std::string(crypto::as_text(bytes)), authority_.sign(bytes, "bench")}));
  }
  [[nodiscard]] std::uint16_t port() const { return service_.port(); }
  /// As a booth's agent asks: the seal's text and both lines of the passport.
  std::string question() {
    const auto body = crypto::write_json({{"direction", "entry"},
                                          {"seal_text", sample::one().text},
                                          {"passport_mrz", sample::one().passport_mrz}});
    return fmt::format(
        "POST /v1/inspections HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {}\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        service_.token(db::TokenRole::booth, "ALA-01"), body.size(), body);
  }

 private:
  crypto::MinisignSecretKey authority_ = crypto::MinisignSecretKey::generate();
  sample::RunningService service_;
};

struct Rounds {
  int count = 7;
  std::chrono::milliseconds each{2000};
};

struct Ports {
  std::uint16_t bare, ours;
};

/// As many questions a second for both, half of what the service can answer. Where each question
/// waits for the last answer, N connections make a p99 of at least N over the rate, so that the
/// signature check alone is several times the bare handler's.
void compare_at_rate(bench::Load load, Ports ports, double rate, int rounds,
                     std::string_view label) {
  load.rate = rate;
  std::vector<bench::Outcome> ours, bare;
  for (int i = 0; i < rounds; ++i) {
    load.port = ports.bare;
    bare.push_back(bench::put_under(load));
    load.port = ports.ours;
    ours.push_back(bench::put_under(load));
  }
  const double a = bench::median(std::move(ours)).p99_us, b = bench::median(std::move(bare)).p99_us;
  fmt::print(
      "RATIO  inspections' p99 over bare POCO's, both at {:.0f}/s, {}: {:.3f}   (goal under 4; "
      "{:.0f} us, {:.0f} us)\n",
      rate, label, a / b, a, b);
}

void compare(const bench::Identity& identity, bool tls, int connections, const Rounds& rounds) {
  Airport airport(identity, tls);
  std::optional<bench::BareTls> bare_tls;
  bench::Load load{.port = airport.port(),
                   .tls = {},
                   .scripts = {{airport.question()}},
                   .connections = connections,
                   .duration = rounds.each};
  if (tls) {
    load.tls = identity.client();
    bare_tls = {.certificate = identity.certificate(), .key = identity.key()};
  }
  const std::string answer = bench::answer_of(load);
  if (answer.find("\"outcome\":\"OK\"") == std::string::npos) {
    fmt::print(stderr, "not in order: {}\n", answer);
    std::abort();
  }
  const bench::BarePoco bare_server(answer, bare_tls);
  std::vector<bench::Outcome> ours, bare;
  std::vector<double> checks;
  for (int i = 0; i < rounds.count; ++i) {
    load.port = bare_server.port();
    bare.push_back(bench::put_under(load));
    load.port = airport.port();
    ours.push_back(bench::put_under(load));
    checks.push_back(bare_verification_us());
  }
  std::ranges::sort(checks);
  const double check = checks[checks.size() / 2];
  const auto a = bench::median(std::move(ours)), b = bench::median(std::move(bare));
  const auto label = fmt::format("{}, {} connections", tls ? "TLS" : "plain", connections);
  fmt::print(
      "{}: inspections {:.0f}/s, CPU {:.0f} us each, p99 {:.0f} us; bare POCO {:.0f}/s, CPU "
      "{:.0f} us, p99 {:.0f} us; a signature check {:.0f} us; answers of {} bytes\n",
      label, a.per_second, a.server_us, a.p99_us, b.per_second, b.server_us, b.p99_us, check,
      answer.size());
  fmt::print(
      "RATIO  inspections over HTTP, share of the limit, {}: {:.3f}   (goal at least 0.80)\n",
      label, (b.server_us + check) / a.server_us);
  fmt::print("RATIO  inspections' p99 over bare POCO's, {}: {:.3f}   (goal under 4)\n", label,
             a.p99_us / b.p99_us);
  compare_at_rate(load, {bare_server.port(), airport.port()}, a.per_second / 2, rounds.count,
                  label);
}

}  // namespace

int main(int argc, char** argv) {
  const bool quick = std::any_of(argv, argv + argc,
                                 [](const char* arg) { return std::strcmp(arg, "--short") == 0; });
  const Rounds rounds = quick ? Rounds{3, 700ms} : Rounds{};
  const bench::Identity identity;
  for (const bool tls : {false, true})
    for (const int connections : {16, 64}) compare(identity, tls, connections, rounds);
  return 0;
}
