// The decision without its signature check, and revocations among ten million numbers.
#include <benchmark/benchmark.h>
#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>
#include <random>

#include "crypto/seal_text.h"
#include "crypto/trust_bundle.h"
#include "tests/bench/ratios.h"
#include "tests/sample/sample.h"
#include "verifier/inspection.h"

namespace {

using namespace evisa;
namespace fs = std::filesystem;

constexpr std::size_t kRevoked = 10'000'000;

visa::VisaNumber any_number(std::mt19937_64& random) {
  const auto year = static_cast<unsigned>(20 + random() % 7);
  return *visa::VisaNumber::compose(year, static_cast<std::uint32_t>(random() % 100'000'000));
}

/// A bundle with ten million revoked numbers on disk, made once.
struct BigBundle {
  fs::path folder, file, signature;
  crypto::MinisignPublicKey authority;
  double bytes_per_number = 0;
  BigBundle() {
    folder = fs::temp_directory_path() / fmt::format("evisa-bench-{}", ::getpid());
    fs::create_directories(folder);
    file = folder / "trust.bundle";
    signature = folder / "trust.bundle.minisig";
    const auto key = crypto::MinisignSecretKey::generate();
    authority = key.public_key();
    sample::write_bundle(folder, contents(), key);
    bytes_per_number = static_cast<double>(fs::file_size(file)) / kRevoked;
  }
  ~BigBundle() { fs::remove_all(folder); }

 private:
  static crypto::BundleContents contents() {
    auto contents = sample::bundle_contents(1);
    std::mt19937_64 random(1);
    const auto first = visa::Date::parse("2026-01-01");
    contents.revoked.reserve(kRevoked);
    for (std::size_t i = 0; i < kRevoked; ++i) {
      contents.revoked.push_back(
          {any_number(random),
           {first->plus_days(static_cast<int>(random() % 365)), visa::RevocationReason::other}});
    }
    return contents;
  }
};
const BigBundle& big_bundle() {
  static const BigBundle one;
  return one;
}

void BundleOpen(benchmark::State& state) {
  const BigBundle& big = big_bundle();
  for (auto _ : state) {
    const auto bundle = crypto::TrustBundle::open(big.file, big.signature, big.authority, 0);
    if (!bundle) state.SkipWithError(bundle.error().message.c_str());
  }
}
BENCHMARK(BundleOpen)->Unit(benchmark::kMillisecond);

void RevocationLookup(benchmark::State& state) {
  const BigBundle& big = big_bundle();
  const auto bundle = crypto::TrustBundle::open(big.file, big.signature, big.authority, 0);
  std::mt19937_64 random(2);
  std::vector<visa::VisaNumber> asked;
  for (int i = 0; i < 1 << 16; ++i) asked.push_back(any_number(random));
  std::size_t i = 0, hits = 0;
  for (auto _ : state) {
    hits += (*bundle)->revocations().find(asked[i++ & 0xffff]).has_value();
  }
  benchmark::DoNotOptimize(hits);
}
BENCHMARK(RevocationLookup);

void Inspect(benchmark::State& state) {
  const sample::Sample& sample = sample::one();
  const auto today = *visa::Date::parse("2026-11-20");
  verifier::InspectionRequest request;
  request.seal = crypto::validate_seal(sample.seal, sample.signers, sample.now);
  request.passport = *visa::parse_mrz(sample.passport_mrz, today);
  request.checkpoint = "ALA";
  request.booth = "ALA-03";
  request.now = sample.now;
  request.history_asked = true;
  const crypto::RevocationTable none;
  const verifier::Trust trust{.rules = &visa::RuleSet::builtin(),
                              .reasons = &visa::ReasonTable::builtin(),
                              .airports = &visa::AirportTable::builtin(),
                              .countries = &visa::CountryTable::builtin(),
                              .revocations = &none,
                              .bundle_sequence = 1,
                              .data_as_of = sample.now};
  for (auto _ : state) {
    const auto inspection = verifier::inspect(request, trust);
    if (inspection.outcome > visa::Severity::notice) state.SkipWithError("not admitted");
    benchmark::DoNotOptimize(inspection);
  }
}
BENCHMARK(Inspect);

}  // namespace

int main(int argc, char** argv) {
  const int code = bench::run(
      argc, argv, {},
      {{"inspection without signature", "Inspect", 1e-3, "us", "under 5 us"},
       {"revocation lookup among 10 million", "RevocationLookup", 1e-3, "us", "under 1 us"},
       {"bundle with 10 million revocations verified and opened", "BundleOpen", 1e-6, "ms",
        "under 50 ms"}});
  fmt::print("FIGURE bundle size per revoked number: {:.2f} bytes   (goal at most 16)\n",
             big_bundle().bytes_per_number);
  return code;
}
