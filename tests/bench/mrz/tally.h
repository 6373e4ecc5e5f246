// What was read of a level, and the table's row.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "tests/bench/mrz/stages.h"

namespace evisa::bench {

struct Tally {
  int frames = 0, line2 = 0, corrected = 0;
  std::array<int, 5> stages{};  ///< by Stage
  int blinded = 0;              ///< of the frames that are not whole: nobody could read them
  int readable = 0;             ///< of the frames that are not whole
  int wrong_checked = 0, sure_wrong = 0;
  double characters = 0;
  std::vector<double> ms;  ///< processor time of each frame

  void add(const MrzScene& scene, const std::optional<reader::mrz::MrzSight>& sight, double spent);
  void add(const Tally& other);
  [[nodiscard]] double whole_percent() const;
  [[nodiscard]] double quantile_ms(double part) const;
  [[nodiscard]] static std::string head();
  [[nodiscard]] std::string row(const std::string& name) const;
};

/// Milliseconds of this thread's own time: other programs on the machine do not count.
[[nodiscard]] double processor_ms();

}  // namespace evisa::bench
