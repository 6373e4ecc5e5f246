// Inspections of the airport's service over HTTP, beside what they cannot do without: a bare POCO
// HTTPServer that answers with a body of the same size, and one bare Ed25519 verification. The
// limit is 1 / (CPU of the one + CPU of the other); servers and clients share this process, and the
// CPU of the threads that ask is taken off. 64 booths with a token each ask for 4 096 travellers in
// turn, so that no seal is checked twice in a row. Runs alternate, the median of the rounds counts.
#include <fmt/core.h>
#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <memory>
#include <thread>

#include "crypto/seal_text.h"
#include "crypto/strict_json.h"
#include "http/access_log.h"
#include "tests/bench/bare_poco.h"
#include "tests/bench/bench_identity.h"
#include "tests/bench/http_load.h"
#include "tests/sample/running_service.h"
#include "tests/sample/sample.h"
#include "visa/mrz.h"

namespace {

using namespace evisa;
using namespace std::chrono_literals;

constexpr std::uint32_t kTravellers = 4096;
constexpr std::size_t kBooths = 64;

/// What a traveller shows at the desk.
struct Shown {
  std::string seal_text, passport_mrz;
};

/// The sample's visa for another traveller, sealed for this one.
Shown traveller(std::uint32_t which) {
  visa::Visa visa = sample::one().visa;
  visa.number = sample::must(visa::VisaNumber::compose(26, which));
  visa.passport_number = sample::must(visa::PassportNumber::parse(fmt::format("Z{:07}", which)));
  const auto lines = sample::must(
      visa::compose_mrz(visa::MrzFormat::td3, {.document_code = "P",
                                               .issuing_state = visa.nationality,
                                               .name = visa.name,
                                               .document_number = visa.passport_number.text(),
                                               .nationality = visa.nationality,
                                               .birth = visa.birth,
                                               .sex = visa.sex,
                                               .expiry = visa.valid_until.plus_days(1600),
                                               .optional_data = {}}));
  const auto seal = sample::must(sample::one().signer->seal(visa, visa.issue_date));
  return {crypto::seal_to_text(seal), lines.line1 + "\n" + lines.line2};
}

const std::vector<Shown>& travellers() {
  static const std::vector<Shown> all = [] {
    std::vector<Shown> made;
    for (std::uint32_t which = 0; which < kTravellers; ++which) made.push_back(traveller(which));
    return made;
  }();
  return all;
}

/// The CPU of one bare signature check, in microseconds: of the seals that the service is asked
/// about, in turn as there, and on all processors at once as there. (Of one and the same seal, over
/// and over, a processor learns the way.)
double bare_verification_us() {
  static const auto seals = [] {
    std::vector<crypto::UnverifiedSeal> made;
    for (const auto& shown : travellers())
      made.push_back(sample::must(
          crypto::decode_seal(sample::must(crypto::seal_from_text(shown.seal_text)).view())));
    return made;
  }();
  std::atomic<double> spent = 0;
  const unsigned processors = std::max(std::thread::hardware_concurrency(), 1U);
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < processors; ++i) {
      threads.emplace_back([&spent] {
        const double before = bench::thread_cpu_us();
        for (const auto& seal : seals) {
          if (crypto_sign_verify_detached(seal.signature().data(), seal.signed_part().data(),
                                          seal.signed_part().size(),
                                          sample::one().signer_public.data()) != 0)
            std::abort();
        }
        spent += bench::thread_cpu_us() - before;
      });
    }
  }
  return spent / (processors * static_cast<double>(seals.size()));
}

std::string question(const Shown& shown, const std::string& token) {
  const auto body = crypto::write_json({{"direction", "entry"},
                                        {"seal_text", shown.seal_text},
                                        {"passport_mrz", shown.passport_mrz}});
  return fmt::format(
      "POST /v1/inspections HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {}\r\n"
      "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
      token, body.size(), body);
}

/// A service that trusts the sample's ministry, with the metrics and the access log of
/// `evisa-verifier serve`, whose lines go to a file.
class Airport {
 public:
  Airport(const bench::Identity& identity, bool tls)
      : home_("ALA", authority_.public_key(), sample::one().now) {
    home_.stop();
    const auto bytes = sample::must(crypto::encode_bundle(sample::bundle_contents(1)));
    sample::must(home_.airport().in_force->import(
        {std::string(crypto::as_text(bytes)), authority_.sign(bytes, "bench")}));
    http::ServerOptions options{.now = [] { return sample::one().now; }};
    if (tls) options.tls = {.certificate = identity.certificate(), .key = identity.key()};
    auto service = router_.service();
    service.served = [this](const http::Served& served) {
      requests_.count(served);
      log_.write(served);
    };
    server_ = sample::must(http::Server::start(std::move(options), std::move(service)));
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  /// As booths' agents ask: the seal's text and both lines of the passport. Each booth has its own
  /// token, each question its own seal.
  std::vector<std::vector<std::string>> questions() {
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < kBooths; ++i)
      tokens.push_back(home_.token(db::TokenRole::booth, fmt::format("ALA-{:02}", i + 1)));
    std::vector<std::vector<std::string>> scripts(kBooths);
    for (std::size_t which = 0; which < travellers().size(); ++which) {
      const std::size_t booth = which % kBooths;
      scripts[booth].push_back(question(travellers()[which], tokens[booth]));
    }
    return scripts;
  }

 private:
  crypto::MinisignSecretKey authority_ = crypto::MinisignSecretKey::generate();
  sample::RunningService home_;
  http::RateLimiter limiter_{{.per_second = 1e6, .burst = 1e6}};
  http::Metrics metrics_;
  http::RequestMetrics requests_{metrics_};
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> lines_{std::tmpfile(), std::fclose};
  http::AccessLog log_{::fileno(lines_.get())};
  http::Router router_ = sample::must(verifier::make_router(home_.airport(), limiter_, metrics_));
  std::unique_ptr<http::Server> server_;  // last: its handlers end before what they use goes
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
                   .scripts = airport.questions(),
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
