// Texts with placeholders.
#include "visa/text_template.h"

namespace evisa::visa {
namespace {

/// Calls `literal(text)` and `placeholder(name)` for the parts of `{name}` templates, in order.
/// False when a brace is not closed, not opened or holds no name.
template <class Literal, class Placeholder>
bool walk_template(std::string_view text, Literal literal, Placeholder placeholder) {
  while (!text.empty()) {
    const auto brace = text.find_first_of("{}");
    literal(text.substr(0, brace));
    if (brace == std::string_view::npos) return true;
    const auto close = text.find_first_of("{}", brace + 1);
    if (text[brace] == '}' || close == std::string_view::npos || text[close] == '{' ||
        close == brace + 1) {
      return false;
    }
    placeholder(text.substr(brace + 1, close - brace - 1));
    text.remove_prefix(close + 1);
  }
  return true;
}

}  // namespace

std::optional<Placeholders> placeholders(std::string_view text) {
  Placeholders names;
  const bool sound = walk_template(
      text, [](std::string_view) {}, [&](std::string_view name) { names.emplace(name); });
  if (!sound) return std::nullopt;
  return names;
}

std::string fill(std::string_view text, const std::function<std::string(std::string_view)>& value) {
  std::string out;
  walk_template(
      text, [&](std::string_view literal) { out += literal; },
      [&](std::string_view name) { out += value(name); });
  return out;
}

}  // namespace evisa::visa
