// Entries that the airport's service has acknowledged, so that they are on its disk: 64 booths hand
// them in at once over HTTP, one event a request. Beside it, on the same disk in the same run: the
// log alone, one transaction for each event, one after the other. Rounds alternate, the median
// counts. First on the disk as it is, then with 1 ms more for each sync.
#include <fmt/core.h>

#include <algorithm>
#include <cstring>

#include "crypto/strict_json.h"
#include "tests/bench/http_load.h"
#include "tests/bench/slow_disk.h"
#include "tests/sample/event_chain.h"
#include "tests/sample/running_service.h"

namespace {

using namespace evisa;
using namespace std::chrono_literals;

constexpr int kBooths = 64;
const visa::Instant kNow = sample::must(visa::parse_instant("2026-11-20T10:00:00Z"));

/// The next entry of the chain, of a visa of its own.
crypto::SignedEvent entry(sample::EventChain& chain) {
  static std::uint32_t visas = 0;
  const auto visa = sample::must(visa::VisaNumber::compose(26, ++visas));
  return chain.append(chain.draft(visa::EventKind::entry, visa, kNow));
}

std::string request_of(const crypto::SignedEvent& event, const std::string& token) {
  const auto body = crypto::write_json(
      {{"on_record", true},
       {"events", {{{"json", event.json}, {"signature", crypto::to_base64(event.signature)}}}}});
  return fmt::format(
      "POST /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {}\r\n"
      "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
      token, body.size(), body);
}

/// 64 registered booths and their service.
class Booths {
 public:
  Booths() {
    for (int i = 0; i < kBooths; ++i) {
      chains_.emplace_back(fmt::format("ALA-{:02}", i + 1));
      service_.register_booth(chains_.back().booth(), chains_.back().public_key());
      tokens_.push_back(service_.token(db::TokenRole::booth, chains_.back().booth()));
    }
  }
  bench::Outcome hand_in(int each) {
    bench::Load load{
        .port = service_.port(), .tls = {}, .scripts = {}, .connections = kBooths, .duration = 0ms};
    for (std::size_t i = 0; i < chains_.size(); ++i) {
      auto& script = load.scripts.emplace_back();
      for (int n = 0; n < each; ++n) script.push_back(request_of(entry(chains_[i]), tokens_[i]));
    }
    return bench::put_under(load);
  }

 private:
  crypto::MinisignSecretKey authority_ = crypto::MinisignSecretKey::generate();
  sample::RunningService service_{"ALA", authority_.public_key(), kNow};
  std::vector<sample::EventChain> chains_;
  std::vector<std::string> tokens_;
};

/// The log without a service.
class LogAlone {
 public:
  double per_second(int count) {
    std::vector<crypto::SignedEvent> events;
    for (int i = 0; i < count; ++i) events.push_back(entry(chain_));
    const db::BoothKeys keys = {{chain_.booth(), {chain_.public_key()}}};
    const auto start = std::chrono::steady_clock::now();
    for (const auto& event : events) sample::must(log_->merge(event, keys));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    return count / took.count();
  }

 private:
  sample::TempFolder folder_;
  std::unique_ptr<db::CrossingLog> log_ =
      sample::must(db::CrossingLog::open(folder_ / "log.sqlite"));
  sample::EventChain chain_{"NQZ-01"};
};

double middle(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void compare(bool quick, std::string_view disk) {
  Booths booths;
  LogAlone alone;
  std::vector<bench::Outcome> together;
  std::vector<double> single;
  for (int round = 0; round < (quick ? 3 : 7); ++round) {
    single.push_back(alone.per_second(quick ? 200 : 500));
    together.push_back(booths.hand_in(quick ? 40 : 150));
  }
  const auto a = bench::median(std::move(together));
  const double b = middle(std::move(single));
  fmt::print(
      "{}: 64 booths over HTTP: {:.0f} durable entries a second, p99 {:.1f} ms; one transaction "
      "each: {:.0f}/s\n",
      disk, a.per_second, a.p99_us / 1000, b);
  fmt::print(
      "RATIO  durable entries from 64 booths over HTTP, times one transaction each, {}: {:.1f}"
      "   (goal at least 20)\n",
      disk, a.per_second / b);
  fmt::print("FIGURE one transaction each, {}: {:.2f} ms   (stated)\n", disk, 1000 / b);
  fmt::print("FIGURE an acknowledged entry, p99 of 64 booths, {}: {:.1f} ms   (goal under 10)\n",
             disk, a.p99_us / 1000);
}

}  // namespace

int main(int argc, char** argv) {
  const bool quick = std::any_of(argv, argv + argc,
                                 [](const char* arg) { return std::strcmp(arg, "--short") == 0; });
  compare(quick, "this disk");
  bench::make_syncs_slower(1ms);
  compare(quick, "1 ms more a sync");
  return 0;
}
