// Text from outside, made fit for a terminal.
#include "visa/printable.h"

#include <fmt/format.h>

#include "visa/utf8.h"

namespace evisa::visa {
namespace {

bool between(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

bool is_harmless(char32_t c) {
  const bool control = c < 0x20 || between(c, 0x7F, 0x9F);
  const bool unseen = c == 0xAD || c == 0xFEFF || between(c, 0x200B, 0x200F) ||
                      between(c, 0x2028, 0x202E) || between(c, 0x2060, 0x206F) ||
                      between(c, 0xE0000, 0xE007F);
  return !control && !unseen;
}

void append_escaped(std::string& out, std::string_view bytes) {
  for (const char byte : bytes) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::string_view rest = text;
    const auto c = next_code_point(rest);
    const std::string_view bytes = text.substr(0, c ? text.size() - rest.size() : 1);
    if (c && is_harmless(*c))
      out += bytes;
    else
      append_escaped(out, bytes);
    text.remove_prefix(bytes.size());
  }
  return out;
}

bool is_utf8(std::string_view text) {
  while (!text.empty())
    if (!next_code_point(text)) return false;
  return true;
}

}  // namespace evisa::visa
