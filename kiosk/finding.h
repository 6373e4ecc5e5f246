// What a look at the booth itself found: one line for each thing, as text and as JSON.
#pragma once

#include <string>
#include <vector>

namespace evisa::kiosk {

enum class Condition {
  ok,
  warning,  ///< the booth works; somebody should see to it
  fault     ///< travellers cannot be served properly
};
[[nodiscard]] std::string_view to_string(Condition condition);

struct Finding {
  std::string name;  ///< `camera`, `light`, ...
  Condition condition = Condition::ok;
  std::string found{}, expected{};
  std::string advice{};  ///< what to do; empty when it is ok
};

[[nodiscard]] Condition worst_of(const std::vector<Finding>& findings);
/// Prints all, and returns the exit code: 1 where there is a fault, else 0.
[[nodiscard]] int tell(const std::vector<Finding>& findings, bool json);

}  // namespace evisa::kiosk
