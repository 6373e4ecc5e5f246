// Strict UTF-8 (RFC 3629) and simple case mapping of Latin and Cyrillic.
#include "visa/utf8.h"

#include <fmt/format.h>

namespace evisa::visa {
namespace {

struct Lead {
  std::size_t length = 0;  // 0: not a lead byte
  char32_t bits = 0;
  char32_t smallest = 0;
};

Lead read_lead(unsigned char byte) {
  if (byte < 0x80) return {1, byte, 0};
  if ((byte & 0xE0U) == 0xC0) return {2, byte & 0x1FU, 0x80};
  if ((byte & 0xF0U) == 0xE0) return {3, byte & 0x0FU, 0x800};
  if ((byte & 0xF8U) == 0xF0) return {4, byte & 0x07U, 0x10000};
  return {};
}

bool between(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

}  // namespace

Result<char32_t> next_code_point(std::string_view& text) {
  const auto refuse = [&] {
    return fail(Errc::malformed,
                fmt::format("not UTF-8: byte {:#04x}", static_cast<unsigned char>(text.front())));
  };
  const Lead lead = read_lead(static_cast<unsigned char>(text.front()));
  if (lead.length == 0 || text.size() < lead.length) return refuse();
  char32_t value = lead.bits;
  for (std::size_t i = 1; i < lead.length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80) return refuse();
    value = (value << 6U) | (byte & 0x3FU);
  }
  if (value < lead.smallest || value > 0x10FFFF || between(value, 0xD800, 0xDFFF)) return refuse();
  text.remove_prefix(lead.length);
  return value;
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  const auto tail = [&](unsigned shift) { put(0x80U | ((c >> shift) & 0x3FU)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0U | (c >> 6U));
    tail(0);
  } else if (c < 0x10000) {
    put(0xE0U | (c >> 12U));
    tail(6);
    tail(0);
  } else {
    put(0xF0U | (c >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::string quoted(char32_t code_point) {
  std::string shown;
  const bool control = code_point < 0x20 || between(code_point, 0x7F, 0x9F);
  if (!control) append_utf8(shown, code_point);
  return fmt::format("\"{}\" (U+{:04X})", shown, static_cast<unsigned>(code_point));
}

char32_t to_capital(char32_t c) {
  if (between(c, 'a', 'z')) return c - 0x20;
  if (between(c, 0xE0, 0xFE) && c != 0xF7) return c - 0x20;
  if (c == 0xFF) return 0x178;
  if (c == 0x131) return 'I';  // dotless i
  // Latin Extended-A pairs: capitals are even except in two runs where they are odd.
  if (between(c, 0x139, 0x148) || between(c, 0x179, 0x17E)) return c % 2 == 0 ? c - 1 : c;
  if (between(c, 0x100, 0x137) || between(c, 0x14A, 0x177)) return c & ~char32_t{1};
  if (between(c, 0x218, 0x21B)) return c & ~char32_t{1};
  if (between(c, 0x430, 0x44F)) return c - 0x20;
  if (between(c, 0x450, 0x45F)) return c - 0x50;
  if (between(c, 0x460, 0x481) || between(c, 0x48A, 0x4BF) || between(c, 0x4D0, 0x4FF)) {
    return c & ~char32_t{1};
  }
  return c;
}

std::string to_capitals(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  while (!utf8.empty()) {
    const auto code_point = next_code_point(utf8);
    if (code_point) {
      append_utf8(out, to_capital(*code_point));
    } else {
      out.push_back(utf8.front());
      utf8.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace evisa::visa
