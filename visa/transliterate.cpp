// Names as people type them to MRZ letters (Doc 9303-3 4.6 for punctuation, section 6 for letters).
#include <fmt/format.h>

#include "visa/name.h"
#include "visa/transliteration_table.h"
#include "visa/utf8.h"

namespace evisa::visa {
namespace {

bool is_one_of(std::u32string_view set, char32_t c) {
  return set.find(c) != std::u32string_view::npos;
}

// SPEC: Doc 9303-3 4.6: hyphens and commas separate components.
bool separates(char32_t c) { return is_one_of(U" \t\u00A0-\u2010\u2011\u2012\u2013\u2014,", c); }

// SPEC: Doc 9303-3 4.6: apostrophes and other punctuation are left out.
bool is_left_out(char32_t c) {
  return is_one_of(U"'`.;:()\"\u00B4\u2018\u2019\u02BC\u02B9\u2032", c);
}

bool is_combining_mark(char32_t c) { return c >= 0x300 && c <= 0x36F; }

/// The letter that a base and a combining mark make, where the mark changes the letters written;
/// 0 where it does not.
char32_t composed(char32_t base, char32_t mark) {
  constexpr char32_t kDiaeresis = 0x308, kRing = 0x30A;
  if (mark == kRing && base == U'A') return U'Å';
  if (mark != kDiaeresis) return 0;
  switch (base) {
    case U'A':
      return U'Ä';
    case U'O':
      return U'Ö';
    case U'U':
      return U'Ü';
    default:
      return 0;
  }
}

std::unexpected<Error> refuse(char32_t c, std::string_view name) {
  const bool digit = c >= '0' && c <= '9';
  return fail(Errc::malformed,
              fmt::format("name \"{}\": {} {} transliteration in Doc 9303-3", name, quoted(c),
                          digit ? "is a digit, digits have no" : "has no"),
              "write the name as the passport's machine readable zone shows it, in letters A-Z");
}

/// Takes the mark after a base letter, if there is one, and folds it into the base.
char32_t with_marks(char32_t base, std::string_view& rest) {
  while (!rest.empty()) {
    std::string_view after = rest;
    const auto mark = next_code_point(after);
    if (!mark || !is_combining_mark(*mark)) break;
    if (const char32_t whole = composed(base, *mark)) base = whole;
    rest = after;
  }
  return base;
}

}  // namespace

Result<std::string> transliterate(std::string_view utf8) {
  const std::string_view name = utf8;
  std::string out;
  while (!utf8.empty()) {
    const auto c = next_code_point(utf8);
    if (!c) return fail(Errc::malformed, "name: " + c.error().message);
    if (separates(*c)) {
      if (!out.empty() && out.back() != ' ') out.push_back(' ');
      continue;
    }
    if (is_left_out(*c)) continue;
    const char32_t capital = with_marks(to_capital(*c), utf8);
    if (capital >= 'A' && capital <= 'Z') {
      out.push_back(static_cast<char>(capital));
    } else if (const auto letters = transliteration(capital)) {
      out += *letters;
    } else {
      return refuse(*c, name);
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  if (out.empty()) return fail(Errc::malformed, "the name has no letters");
  return out;
}

}  // namespace evisa::visa
