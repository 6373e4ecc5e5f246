// Evidence as the network would give it, for the tests of what follows it.
#pragma once

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "reader/mrz/sight.h"

namespace evisa::reader::test {

inline const std::string kTd3Line1 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
inline const std::string kTd3Line2 = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
inline const std::string kMrvALine2 = "L8988901C4XXX4009078F96121096ZE184226B<<<<<<";

/// One cell: characters with their probabilities; the rest is shared by all other classes.
inline mrz::LogProbabilities cell(const std::vector<std::pair<char, double>>& likely) {
  double left = 1;
  for (const auto& [c, p] : likely) left -= p;
  mrz::LogProbabilities out;
  out.fill(static_cast<float>(std::log(std::max(left, 1e-6) / mrz::kClasses)));
  for (const auto& [c, p] : likely) out[mrz::class_of(c)] = static_cast<float>(std::log(p));
  return out;
}

/// Both lines, every character with probability `sure`.
inline mrz::Evidence evidence(const std::string& line1, const std::string& line2,
                              double sure = 0.999) {
  mrz::Evidence out;
  for (const char c : line1) out[0].push_back(cell({{c, sure}}));
  for (const char c : line2) out[1].push_back(cell({{c, sure}}));
  return out;
}

}  // namespace evisa::reader::test
