// Counting dark modules line by line.
#include "reader/qr/streaks.h"

#include <cmath>

namespace evisa::reader::qr {
namespace {

constexpr double kStreak = 4, kPartOfOne = 3;  // standard deviations
constexpr float kNoTrust = 0.02F, kLittleTrust = 0.3F;
constexpr int kLeastModules = 12;

}  // namespace

void doubt_streaks(Modules& modules, const FunctionPattern& pattern) {
  const Modules seen = modules;
  const int size = seen.size();
  for (const bool row : {true, false}) {
    for (int line = 0; line < size; ++line) {
      int count = 0, dark = 0;
      for (int i = 0; i < size; ++i) {
        const int x = row ? i : line, y = row ? line : i;
        if (pattern.at(x, y) != Kind::data) continue;
        ++count;
        dark += seen.dark(x, y) ? 1 : 0;
      }
      if (count < kLeastModules) continue;
      const double off = std::abs(dark - count / 2.0) / (0.5 * std::sqrt(count));
      if (off < kPartOfOne) continue;
      for (int i = 0; i < size; ++i)
        modules.at(row ? i : line, row ? line : i) *= off < kStreak ? kLittleTrust : kNoTrust;
    }
  }
}

}  // namespace evisa::reader::qr
