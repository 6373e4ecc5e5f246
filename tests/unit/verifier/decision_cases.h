// The cases of the decision table: for each reason code, what gives it. rules.md 5.4, 5.7.
#pragma once

#include <array>

#include "tests/unit/verifier/scene.h"

namespace evisa::verifier::scenes {

/// One change to a scene in which all is well, and the reason that it must give.
struct Case {
  visa::ReasonCode code;
  std::string name;
  std::string check;  ///< the row that must give it
  std::function<void(Scene&)> change;
};

/// At least one case for every reason code that an inspection can give.
[[nodiscard]] const std::vector<Case>& decision_cases();

inline constexpr std::array kDirections{visa::Direction::entry, visa::Direction::exit,
                                        visa::Direction::boarding};

/// The case's scene in a direction.
[[nodiscard]] Scene scene_for(const Case& c, visa::Direction direction);
/// False for the one cell of the table that no record can reach.
[[nodiscard]] bool applies_here(const Case& c, visa::Direction direction);
/// For messages.
[[nodiscard]] std::string title(const Case& c, visa::Direction direction);

}  // namespace evisa::verifier::scenes
