// Durable entries a second in the crossing log: group commit beside one transaction for each
// request, from 1, 16 and 64 threads, and an act whose head is remembered as a booth does it, in
// one interleaved run on one disk ($TMPDIR).
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "db/crossing_log.h"
#include "db/trust_store.h"
#include "tests/bench/ratios.h"
#include "tests/sample/temp_folder.h"

namespace {

using namespace evisa;

/// One log for the whole run; every entry is of a visa of its own.
class Bench {
 public:
  Bench()
      : log_(db::CrossingLog::open(folder_ / "log.sqlite").value()),
        trust_(db::TrustStore::open(folder_ / "trust",
                                    crypto::MinisignSecretKey::generate().public_key())
                   .value()) {}
  bool record_one() {
    visa::Crossing crossing;
    crossing.id.booth = "ALA-01";
    crossing.time = visa::parse_instant("2026-11-20T10:00:00Z").value();
    crossing.airport = visa::AirportCode::parse("ALA").value();
    crossing.officer = "KZ-1234";
    crossing.ruleset_id = "kz-evisa-default-1";
    crossing.bundle_sequence = 1;
    crossing.software = "bench";
    const std::uint32_t n = next_++;
    crossing.visa = visa::VisaNumber::compose(n / 100'000'000, n % 100'000'000).value();
    const auto answer = log_->record(crossing, key_, fmt::format("{}", n)).get();
    return answer && std::holds_alternative<db::Recorded>(*answer);
  }
  /// As a booth: the log first, then the trust store's memory of the chain's head.
  bool record_and_remember() {
    if (!record_one()) return false;
    const auto head = log_->head("ALA-01");
    return head && trust_->saw_head("ALA-01", *head, std::nullopt);
  }
  std::mutex& one_at_a_time() { return mutex_; }

 private:
  sample::TempFolder folder_;
  std::unique_ptr<db::CrossingLog> log_;
  std::unique_ptr<db::TrustStore> trust_;
  crypto::Ed25519SecretKey key_ = crypto::Ed25519SecretKey::generate();
  std::atomic<std::uint32_t> next_ = 1;  // number 0 is nobody's
  std::mutex mutex_;
};

void group_commit(benchmark::State& state, Bench& bench) {
  for (auto _ : state) {
    if (!bench.record_one()) state.SkipWithError("an entry was not recorded");
  }
}

/// The same code, but never more than one request in the writer's queue.
void one_transaction_each(benchmark::State& state, Bench& bench) {
  for (auto _ : state) {
    const std::lock_guard lock(bench.one_at_a_time());
    if (!bench.record_one()) state.SkipWithError("an entry was not recorded");
  }
}

void act_of_a_booth(benchmark::State& state, Bench& bench) {
  for (auto _ : state) {
    if (!bench.record_and_remember()) state.SkipWithError("an act was not recorded");
  }
}

}  // namespace

int main(int argc, char** argv) {
  Bench one_log;
  std::vector<bench::Ratio> ratios;
  std::vector<bench::Figure> figures;
  for (const int threads : {1, 16, 64}) {
    const std::string group = fmt::format("GroupCommit{}", threads);
    const std::string single = fmt::format("OneTransactionEach{}", threads);
    benchmark::RegisterBenchmark(group.c_str(),
                                 [&](benchmark::State& s) { group_commit(s, one_log); })
        ->Threads(threads)
        ->UseRealTime();
    benchmark::RegisterBenchmark(single.c_str(),
                                 [&](benchmark::State& s) { one_transaction_each(s, one_log); })
        ->Threads(threads)
        ->UseRealTime();
    ratios.push_back(
        {fmt::format("durable entries, {} threads: group commit, times one transaction each",
                     threads),
         group, single, bench::Ratio::Of::rate, "stated, no goal"});
    figures.push_back({fmt::format("a durable entry, {} threads, group commit", threads), group,
                       1e-3, "us of wall time", "stated"});
    figures.push_back({fmt::format("a durable entry, {} threads, one transaction each", threads),
                       single, 1e-3, "us of wall time", "stated"});
  }
  benchmark::RegisterBenchmark("ActOfABooth", [&](benchmark::State& s) {
    act_of_a_booth(s, one_log);
  })->UseRealTime();
  ratios.push_back({"durable acts of one booth: with the chain's head remembered, times without",
                    "ActOfABooth", "OneTransactionEach1", bench::Ratio::Of::rate,
                    "stated, no goal: two trips to the disk in place of one"});
  return bench::run(argc, argv, ratios, figures);
}
