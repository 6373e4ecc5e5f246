// From the text in the QR code to a verified visa, beside the bare signature check on the same
// bytes.
#include <benchmark/benchmark.h>
#include <fmt/core.h>
#include <malloc.h>
#include <sodium.h>

#include "crypto/seal_text.h"
#include "crypto/seal_validation.h"
#include "tests/bench/ratios.h"
#include "tests/sample/sample.h"

namespace {

using namespace evisa;

void BareVerify(benchmark::State& state) {
  const sample::Sample& sample = sample::one();
  const auto decoded = crypto::decode_seal(sample.seal);
  const auto message = decoded->signed_part(), signature = decoded->signature();
  for (auto _ : state) {
    const int bad = crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                                sample.signer_public.data());
    if (bad) state.SkipWithError("signature");
    benchmark::DoNotOptimize(bad);
  }
}
BENCHMARK(BareVerify);

bool text_to_visa(const sample::Sample& sample) {
  const auto bytes = crypto::seal_from_text(sample.text);
  const auto result = crypto::validate_seal(bytes->view(), sample.signers, sample.now);
  return result.verified.has_value();
}

void SealTextToVisa(benchmark::State& state) {
  const sample::Sample& sample = sample::one();
  for (auto _ : state) {
    if (!text_to_visa(sample)) state.SkipWithError("not verified");
  }
}
BENCHMARK(SealTextToVisa);

/// Bytes in use on the heap after 10 000 validations, less those after the first 100.
long long heap_growth() {
  const sample::Sample& sample = sample::one();
  for (int i = 0; i < 100; ++i) benchmark::DoNotOptimize(text_to_visa(sample));
  const auto before = mallinfo2().uordblks;
  for (int i = 0; i < 10'000; ++i) benchmark::DoNotOptimize(text_to_visa(sample));
  return static_cast<long long>(mallinfo2().uordblks) - static_cast<long long>(before);
}

}  // namespace

int main(int argc, char** argv) {
  const int code =
      bench::run(argc, argv,
                 {{"seal text to verified visa, share of the bare signature check's rate",
                   "SealTextToVisa", "BareVerify", bench::Ratio::Of::rate, "at least 0.85"}});
  fmt::print("FIGURE heap growth over 10 000 validations: {} bytes   (goal 0)\n", heap_growth());
  return code;
}
