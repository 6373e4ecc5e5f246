// The keys of a rule set: one row each, used for reading and for writing.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "visa/rule_set.h"

namespace evisa::visa {

struct RuleKey {
  std::string_view name;
  Result<void> (*read)(RuleSet&, std::string_view value);
  std::string (*write)(const RuleSet&);
};

/// In the order of the text form.
[[nodiscard]] std::span<const RuleKey> rule_keys();
[[nodiscard]] const RuleKey* find_rule_key(std::string_view name);
/// The known key with the fewest edits from `name`.
[[nodiscard]] std::string_view nearest_rule_key(std::string_view name);

}  // namespace evisa::visa
