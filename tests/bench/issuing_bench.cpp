// What a page costs: seal, PDF, and the self-check that reads it back.
#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include "issuer/printout.h"
#include "tests/bench/page.h"
#include "tests/bench/ratios.h"
#include "tests/sample/sample.h"

namespace {

using namespace evisa;

void RenderPage(benchmark::State& state) {
  const auto record = bench::sample_record();
  issuer::PrintoutOptions options;
  options.created = sample::one().now;
  for (auto _ : state) {
    const auto pdf = issuer::render_printout(record, sample::one().seal, options);
    if (!pdf) state.SkipWithError(pdf.error().message.c_str());
  }
}
BENCHMARK(RenderPage)->Unit(benchmark::kMillisecond);

void CheckPage(benchmark::State& state) {
  const auto record = bench::sample_record();
  for (auto _ : state) {
    const auto ok = issuer::check_printout(bench::sample_pdf(), record, sample::one().seal);
    if (!ok) state.SkipWithError(ok.error().message.c_str());
  }
}
BENCHMARK(CheckPage)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  return bench::run(argc, argv,
                    {{"self-check, times the rendering it checks", "CheckPage", "RenderPage",
                      bench::Ratio::Of::time, "stated, no goal"}},
                    {{"rendering a page", "RenderPage", 1e-6, "ms", "stated"},
                     {"reading a page back three ways", "CheckPage", 1e-6, "ms", "stated"}});
}
