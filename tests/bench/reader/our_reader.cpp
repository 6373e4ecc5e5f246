// Our reader as the booth uses it.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "reader/frame_reader.h"
#include "tests/bench/reader/subjects.h"

namespace evisa::bench {
namespace {

/// Of the last call: `plain 9.1, regions 6.0 (5.2), ...`, what was allowed in brackets.
std::string steps_of(const reader::FrameReader& reader) {
  using Milliseconds = std::chrono::duration<double, std::milli>;
  std::string out;
  for (const auto& step : reader.steps())
    out += fmt::format("{}{} {:.1f} ({:.1f})", out.empty() ? "" : ", ", step.name,
                       Milliseconds(step.took).count(), Milliseconds(step.allowed).count());
  return out;
}

struct Pace {
  std::vector<double> ms, each;  ///< milliseconds; nanoseconds a unit of work
};
std::map<std::string_view, Pace> all_paces;

void add_paces(const reader::FrameReader& reader) {
  for (const auto& step : reader.steps()) {
    const auto ns = static_cast<double>(step.took.count());
    all_paces[step.name].ms.push_back(ns / 1e6);
    if (step.work > 0) all_paces[step.name].each.push_back(ns / step.work);
  }
}

double at_part(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

}  // namespace

std::string paces() {
  std::string out = fmt::format("{:<12}{:>8}{:>8}{:>8}{:>8}{:>10}{:>10}{:>10}\n", "step", "count",
                                "ms: 50%", "99%", "most", "ns/unit", "99%", "most");
  for (const auto& [name, pace] : all_paces)
    out += fmt::format("{:<12}{:>8}{:>8.1f}{:>8.1f}{:>8.1f}{:>10.1f}{:>10.1f}{:>10.1f}\n", name,
                       pace.ms.size(), at_part(pace.ms, 0.5), at_part(pace.ms, 0.99),
                       at_part(pace.ms, 1), at_part(pace.each, 0.5), at_part(pace.each, 0.99),
                       at_part(pace.each, 1));
  return out;
}

Subject our_reader(int calls, int budget_ms) {
  return {"evisa", [calls, budget_ms](const cv::Mat& frame) {
            reader::FrameReader reader(std::chrono::milliseconds(budget_ms), work_time);
            Attempt attempt;
            attempt.calls = 0;
            while (attempt.codes.empty() && attempt.calls < calls) {
              const auto start = work_time();
              const auto reading = reader.read({frame.data, frame.cols, frame.rows, frame.step});
              const double ms =
                  std::chrono::duration<double, std::milli>(work_time() - start).count();
              for (const auto& code : reading.barcodes) attempt.codes.push_back(code.bytes);
              if (attempt.calls++ == 0) attempt.first_ms = ms;
              add_paces(reader);
              if (ms > budget_ms) ++attempt.over;
              if (ms > attempt.longest_ms) attempt.steps = steps_of(reader);
              attempt.longest_ms = std::max(attempt.longest_ms, ms);
              attempt.total_ms += ms;
            }
            return attempt;
          }};
}

}  // namespace evisa::bench
