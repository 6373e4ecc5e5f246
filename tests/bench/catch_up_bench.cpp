// An empty peer that reads a whole log, and what the log is like then: pages of 500 signed events
// through the same door as a peer's feed, CPU of all threads; signature checks by themselves, taken
// off and stated. Then, of that log: one visa's status, and a start.
//   catch_up_bench [--short] [--events N]      100 000 events, short 20 000; about 1 KB of disk
//   each. Of more than a million, each million is told by itself: it shows whether the rate holds.
#include <fmt/core.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include "db/booth_key_ring.h"
#include "db/crossing_log.h"
#include "tests/bench/http_load.h"
#include "tests/sample/event_chain.h"
#include "tests/sample/must.h"
#include "tests/sample/temp_folder.h"
#include "verifier/service/event_intake.h"

namespace {

using namespace evisa;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kPage = 500;
constexpr std::uint32_t kBooths = 40;
constexpr std::uint32_t kAskedFor = 1000;

visa::VisaNumber visa_no(std::uint32_t n) {
  constexpr std::uint32_t kOfAYear = 100'000'000;
  return sample::must(visa::VisaNumber::compose(20 + n / kOfAYear, n % kOfAYear));
}

/// What forty booths have recorded: an entry and later an exit of each visa.
class Season {
 public:
  Season() {
    for (std::uint32_t i = 0; i < kBooths; ++i)
      booths_.emplace_back(fmt::format("NQZ-{:02}", i + 1));
  }
  [[nodiscard]] db::BoothKeyRing keys() const {
    std::vector<db::BoothInfo> infos;
    for (const auto& booth : booths_)
      infos.push_back({.name = booth.booth(),
                       .airport = "NQZ",
                       .added = start_,
                       .keys = {{.key = booth.public_key(),
                                 .valid_from = start_ - 1h,
                                 .revoked_at = {},
                                 .compromised_since = {}}}});
    return db::BoothKeyRing(std::move(infos));
  }
  std::vector<crypto::SignedEvent> next_page() {
    std::vector<crypto::SignedEvent> page;
    for (std::uint32_t i = 0; i < kPage; ++i) {
      // Numbers as they are issued: in no order.
      constexpr std::uint32_t kStride = 48'271, kVisas = 99'999'989;
      const bool exit = (made_ / 1000) % 2 == 1;
      const std::uint32_t traveller = made_ / 2000 * 1000 + made_ % 1000;
      const auto number = static_cast<std::uint32_t>(std::uint64_t{traveller} * kStride % kVisas);
      auto& booth = booths_[random_() % kBooths];
      const auto kind = exit ? visa::EventKind::exit : visa::EventKind::entry;
      page.push_back(booth.append(booth.draft(kind, visa_no(number + 1), start_ + made_ * 1s)));
      visas_.push_back(number + 1);
      ++made_;
    }
    return page;
  }
  [[nodiscard]] const std::vector<std::uint32_t>& visas() const { return visas_; }

 private:
  visa::Instant start_ = sample::must(visa::parse_instant("2024-01-01T00:00:00Z"));
  std::vector<sample::EventChain> booths_;
  std::mt19937 random_{7};
  std::uint32_t made_ = 0;
  std::vector<std::uint32_t> visas_;
};

/// CPU microseconds of one bare check of this event.
double check_us(const crypto::SignedEvent& event) {
  constexpr int kTimes = 20;
  // Of nobody here: a check that fails costs as much.
  static const auto key = crypto::Ed25519SecretKey::generate().public_key();
  const double before = bench::thread_cpu_us();
  int good = 0;
  for (int i = 0; i < kTimes; ++i)
    good += crypto_sign_verify_detached(event.signature.data(),
                                        reinterpret_cast<const unsigned char*>(event.json.data()),
                                        event.json.size(), key.data());
  if (good == 1) std::abort();
  return (bench::thread_cpu_us() - before) / kTimes;
}

/// What this process has had written to disks, in bytes.
double written() {
  std::ifstream io("/proc/self/io");
  std::string key;
  double value = 0;
  while (io >> key >> value)
    if (key == "write_bytes:") return value;
  return 0;
}

/// CPU and bytes of the events taken in so far.
struct Cost {
  std::uint32_t events = 0;
  double all_us = 0, checks_us = 0;
};

void tell(const Cost& cost, const Cost& before) {
  const double events = cost.events - before.events;
  const double check = (cost.checks_us - before.checks_us) / events;
  const double each = (cost.all_us - before.all_us) / events;
  fmt::print(
      "{} million events: {:.1f} us of CPU each beside the signature ({:.1f} us), {:.1f} GB "
      "written\n",
      cost.events / 1'000'000, each - check, check, written() / 1e9);
  std::fflush(stdout);
}

double milliseconds(Clock::time_point since) {
  return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

void ask(const std::filesystem::path& file, const Season& season) {
  auto start = Clock::now();
  const auto log = sample::must(db::CrossingLog::open(file));
  std::ignore = sample::must(log->head("NQZ-01"));
  fmt::print("FIGURE a start with that log: {:.1f} ms   (goal under 2000)\n", milliseconds(start));
  std::mt19937 random(11);
  std::vector<double> took;
  for (std::uint32_t i = 0; i < kAskedFor; ++i) {
    const auto number = visa_no(season.visas()[random() % season.visas().size()]);
    start = Clock::now();
    if (sample::must(log->history(number)).empty()) std::abort();
    took.push_back(milliseconds(start));
  }
  std::ranges::sort(took);
  fmt::print("FIGURE one visa's status: median {:.3f} ms, p99 {:.3f} ms   (goal under 1)\n",
             took[took.size() / 2], took[took.size() * 99 / 100]);
}

std::uint32_t events_asked_for(int argc, char** argv) {
  std::uint32_t events = 100'000;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--short") == 0) events = 20'000;
    if (std::strcmp(argv[i], "--events") == 0 && i + 1 < argc) {
      const std::string_view text = argv[i + 1];
      std::from_chars(text.data(), text.data() + text.size(), events);
    }
  }
  return std::max(events, kPage);
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint32_t events = events_asked_for(argc, argv);
  const sample::TempFolder folder;
  const auto file = folder / "log.sqlite";
  Season season;
  const auto keys = season.keys();
  Cost cost, told;
  const verifier::RaiseAlarm raise = [](const db::AlarmCause& cause) -> Result<void> {
    return fail(Errc::conflict, cause.detail);
  };
  {
    const auto log = sample::must(db::CrossingLog::open(file));
    for (std::uint32_t taken = 0; taken < events; taken += kPage) {
      const auto page = season.next_page();
      const double before = bench::process_cpu_us();
      const auto answers =
          sample::must(verifier::take_events(*log, page, keys, db::Intake::fact, raise));
      cost.all_us += bench::process_cpu_us() - before;
      for (const auto& answer : answers)
        if (answer.kind != verifier::EventAnswer::Kind::recorded) std::abort();
      cost.checks_us += check_us(page.front()) * kPage;
      cost.events += kPage;
      if (cost.events % 1'000'000 == 0) tell(cost, std::exchange(told, cost));
    }
  }
  const double each = cost.all_us / cost.events, check = cost.checks_us / cost.events;
  fmt::print("{} events: {:.1f} us of CPU each, of them {:.1f} us for the signature\n", events,
             each, check);
  fmt::print(
      "FIGURE catch-up on one core, signature checks apart: {:.0f} events/s   (goal over "
      "50000)\n",
      1e6 / (each - check));
  fmt::print("FIGURE catch-up on one core, with signature checks: {:.0f} events/s   (stated)\n",
             1e6 / each);
  fmt::print("FIGURE the log's size: {:.0f} bytes an event, written to disk {:.0f}   (stated)\n",
             static_cast<double>(std::filesystem::file_size(file)) / events, written() / events);
  ask(file, season);
  return 0;
}
