// The tables, grouped by what the letters become.
#include "visa/transliteration_table.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace evisa::visa {
namespace {

struct Group {
  std::u32string_view capitals;
  std::string_view letters;
};

constexpr std::array kLatin{
    Group{U"ÀÁÂÃĀĂĄ", "A"},   Group{U"ÄÆ", "AE"},   Group{U"Å", "AA"},
    Group{U"ÇĆĈĊČ", "C"},     Group{U"ÐĎĐ", "D"},   Group{U"ÈÉÊËĒĔĖĘĚ", "E"},
    Group{U"ĜĞĠĢ", "G"},      Group{U"ĤĦ", "H"},    Group{U"ÌÍÎÏĨĪĬĮİ", "I"},
    Group{U"Ĳ", "IJ"},        Group{U"Ĵ", "J"},     Group{U"Ķ", "K"},
    Group{U"ĹĻĽĿŁ", "L"},     Group{U"ÑŃŅŇŊ", "N"}, Group{U"ÒÓÔÕŌŎŐ", "O"},
    Group{U"ÖØŒ", "OE"},      Group{U"ŔŖŘ", "R"},   Group{U"ŚŜŞŠȘ", "S"},
    Group{U"ßẞ", "SS"},       Group{U"ŢŤŦȚ", "T"},  Group{U"Þ", "TH"},
    Group{U"ÙÚÛŨŪŬŮŰŲ", "U"}, Group{U"Ü", "UE"},    Group{U"Ŵ", "W"},
    Group{U"ÝŶŸ", "Y"},       Group{U"ŹŻŽ", "Z"},
};

constexpr std::array kCyrillic{
    Group{U"А", "A"},  Group{U"Б", "B"},    Group{U"В", "V"},    Group{U"ГҐҒ", "G"},
    Group{U"ДЂ", "D"}, Group{U"ЕЁЭ", "E"},  Group{U"Є", "IE"},   Group{U"Ж", "ZH"},
    Group{U"З", "Z"},  Group{U"Ѕ", "DZ"},   Group{U"ИЙІЇ", "I"}, Group{U"Ј", "J"},
    Group{U"КЌ", "K"}, Group{U"Л", "L"},    Group{U"Љ", "LJ"},   Group{U"М", "M"},
    Group{U"Н", "N"},  Group{U"Њ", "NJ"},   Group{U"О", "O"},    Group{U"П", "P"},
    Group{U"Р", "R"},  Group{U"С", "S"},    Group{U"Т", "T"},    Group{U"УЎѪ", "U"},
    Group{U"Ф", "F"},  Group{U"Х", "KH"},   Group{U"Ц", "TS"},   Group{U"Ч", "CH"},
    Group{U"Ш", "SH"}, Group{U"Щ", "SHCH"}, Group{U"Ъ", "IE"},   Group{U"ЫѴ", "Y"},
    Group{U"Ь", ""},   Group{U"Ю", "IU"},   Group{U"Я", "IA"},   Group{U"Һ", "C"},
    Group{U"Џ", "DZ"},
};

template <std::size_t N>
std::optional<std::string_view> find_in(const std::array<Group, N>& groups, char32_t capital) {
  const auto found = std::ranges::find_if(groups, [&](const Group& group) {
    return group.capitals.find(capital) != std::u32string_view::npos;
  });
  if (found == groups.end()) return std::nullopt;
  return found->letters;
}

}  // namespace

std::optional<std::string_view> transliteration(char32_t capital) {
  const auto latin = find_in(kLatin, capital);
  return latin ? latin : find_in(kCyrillic, capital);
}

}  // namespace evisa::visa
