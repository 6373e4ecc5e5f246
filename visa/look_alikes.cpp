// Folding of characters that look alike (rules.md 6.3).
#include "visa/look_alikes.h"

#include <algorithm>
#include <array>

#include "visa/utf8.h"

namespace evisa::visa {
namespace {

char folded(char c) {
  switch (c) {
    case 'O':
    case 'Q':
      return '0';
    case 'I':
    case 'L':
      return '1';
    case 'Z':
      return '2';
    case 'S':
      return '5';
    case 'B':
      return '8';
    case 'G':
      return '6';
    default:
      return c;
  }
}

struct LookAlike {
  char32_t cyrillic;
  char latin;
};

constexpr std::array<LookAlike, 15> kLookAlikes{{{U'А', 'A'},
                                                 {U'В', 'B'},
                                                 {U'Е', 'E'},
                                                 {U'К', 'K'},
                                                 {U'М', 'M'},
                                                 {U'Н', 'H'},
                                                 {U'О', 'O'},
                                                 {U'Р', 'P'},
                                                 {U'С', 'C'},
                                                 {U'Т', 'T'},
                                                 {U'У', 'Y'},
                                                 {U'Х', 'X'},
                                                 {U'І', 'I'},
                                                 {U'Ј', 'J'},
                                                 {U'Ѕ', 'S'}}};

}  // namespace

std::string fold_look_alikes(std::string_view document_number) {
  std::string out;
  for (const char c : document_number) {
    if (c != '<' && c != ' ' && c != '-') out.push_back(folded(c));
  }
  return out;
}

LatinText fold_cyrillic(std::string_view utf8) {
  LatinText out;
  while (!utf8.empty()) {
    const auto code_point = next_code_point(utf8);
    if (!code_point) {
      out.text.push_back(utf8.front());
      utf8.remove_prefix(1);
      continue;
    }
    const char32_t capital = to_capital(*code_point);
    const auto found = std::ranges::find(kLookAlikes, capital, &LookAlike::cyrillic);
    if (found == kLookAlikes.end()) {
      append_utf8(out.text, *code_point);
      continue;
    }
    const bool small = capital != *code_point;
    out.text.push_back(small ? static_cast<char>(found->latin - 'A' + 'a') : found->latin);
    out.had_cyrillic = true;
  }
  return out;
}

}  // namespace evisa::visa
