// How single values of a rule set are written: numbers, words, lists, offsets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "visa/rule_set.h"

namespace evisa::visa {

/// Splits at `separator`, trims each part; an empty text has no parts.
[[nodiscard]] std::vector<std::string_view> split_list(std::string_view text, char separator = ',');

/// Errors: malformed (not digits), out_of_range.
[[nodiscard]] Result<int> parse_number(std::string_view text, int least, int most);

[[nodiscard]] std::string_view to_string(Policy policy);
[[nodiscard]] Result<Policy> parse_policy(std::string_view text);
[[nodiscard]] Result<CategoryGroup> parse_category_group(std::string_view text);

/// `+06:00 until 2024-02-29T18:00:00Z, +05:00`.
[[nodiscard]] Result<LocalTime> parse_offsets(std::string_view text);
[[nodiscard]] std::string offsets_text(const LocalTime& local_time);

/// `TOURIST, 1, 90, 30`: group, annex, longest validity, longest stay.
[[nodiscard]] Result<CategoryRule> parse_category_rule(std::string_view code,
                                                       std::string_view text);
[[nodiscard]] std::string category_rule_text(const CategoryRule& rule);

}  // namespace evisa::visa
