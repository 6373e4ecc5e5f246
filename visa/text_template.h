// Texts with placeholders: `Valid from {date}.`
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace evisa::visa {

using Placeholders = std::set<std::string, std::less<>>;

/// The names in braces; nullopt when a brace is not closed, not opened or holds no name.
[[nodiscard]] std::optional<Placeholders> placeholders(std::string_view text);

/// The text with each placeholder replaced by what `value` says for its name. Values are put in as
/// they are: braces in them mean nothing.
[[nodiscard]] std::string fill(std::string_view text,
                               const std::function<std::string(std::string_view)>& value);

}  // namespace evisa::visa
