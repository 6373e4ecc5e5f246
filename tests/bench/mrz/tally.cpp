// Counting frames of a level.
#include "tests/bench/mrz/tally.h"

#include <fmt/core.h>

#include <algorithm>
#include <ctime>

namespace evisa::bench {
namespace {

double percent(double part, int whole) { return whole == 0 ? 0 : 100 * part / whole; }

double right_part(const std::string& read, const std::string& truth) {
  if (read.size() != truth.size()) return 0;
  std::size_t right = 0;
  for (std::size_t i = 0; i < read.size(); ++i) right += read[i] == truth[i] ? 1 : 0;
  return static_cast<double>(right) / static_cast<double>(truth.size());
}

}  // namespace

double processor_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

void Tally::add(const MrzScene& scene, const std::optional<reader::mrz::MrzSight>& sight,
                double spent) {
  ++frames;
  ms.push_back(spent);
  const Stage stage = lost_at(scene, sight);
  const bool whole = stage == Stage::whole;
  ++stages[static_cast<std::size_t>(stage)];
  if (!whole) {
    readable += bench::readable(scene) ? 1 : 0;
    blinded += bench::blinded(scene) ? 1 : 0;
  }
  if (!sight) return;
  characters += (right_part(sight->lines[0], scene.truth.line1) +
                 right_part(sight->lines[1], scene.truth.line2)) /
                2;
  line2 += sight->lines[1] == scene.truth.line2 ? 1 : 0;
  corrected += whole && !sight->corrections.empty() ? 1 : 0;
  if (whole || !sight->checks_hold) return;
  ++wrong_checked;
  sure_wrong += sight->sure() ? 1 : 0;
}

void Tally::add(const Tally& o) {
  frames += o.frames;
  line2 += o.line2;
  corrected += o.corrected;
  for (std::size_t i = 0; i < stages.size(); ++i) stages[i] += o.stages[i];
  readable += o.readable;
  blinded += o.blinded;
  wrong_checked += o.wrong_checked;
  sure_wrong += o.sure_wrong;
  characters += o.characters;
  ms.insert(ms.end(), o.ms.begin(), o.ms.end());
}

double Tally::whole_percent() const { return percent(stages[0], frames); }

double Tally::quantile_ms(double part) const {
  if (ms.empty()) return 0;
  auto sorted = ms;
  std::ranges::sort(sorted);
  return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
}

std::string Tally::head() {
  return "| level | n | whole % | lost: not found | lines | cells | characters | blinded by glare "
         "| readable "
         "on the true lines | line 2 % | characters % | corrected % | checks hold, wrong | sure, "
         "wrong | ms median | p95 "
         "|\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";
}

std::string Tally::row(const std::string& name) const {
  return fmt::format(
      "| {:<18} | {:5} | {:5.1f} | {:3} | {:3} | {:3} | {:3} | {:3} | {:3} | {:5.1f} | {:5.1f} | "
      "{:5.1f} "
      "| "
      "{:3} | {:3} | {:5.1f} | {:5.1f} |\n",
      name, frames, whole_percent(), stages[1], stages[2], stages[3], stages[4], blinded, readable,
      percent(line2, frames), percent(characters, frames), percent(corrected, frames),
      wrong_checked, sure_wrong, quantile_ms(0.5), quantile_ms(0.95));
}

}  // namespace evisa::bench
