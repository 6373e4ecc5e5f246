// The matching order of names (rules.md 6.4), by example and by law.
#include "visa/name_match.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace evisa::visa {

void PrintTo(NameMatch match, std::ostream* out) {
  constexpr std::array kWords{"exact", "truncated", "transliteration", "close", "different"};
  *out << kWords.at(static_cast<std::size_t>(match));
}

namespace {

struct MatchCase {
  MrzName a, b;
  NameMatch expected;
};

/// Both ways round.
void expect_matches(std::initializer_list<MatchCase> cases) {
  for (const MatchCase& c : cases) {
    EXPECT_EQ(match_names(c.a, c.b), c.expected) << c.a.display() << " / " << c.b.display();
    EXPECT_EQ(match_names(c.b, c.a), c.expected) << c.b.display() << " / " << c.a.display();
  }
}

const MrzName kSharma{"SHARMA", "RAVI KUMAR"};

TEST(VisaNameMatch, FindsEqualNames) {
  expect_matches({MatchCase{kSharma, kSharma, NameMatch::exact},
                  MatchCase{{"LI", ""}, {"LI", ""}, NameMatch::exact},
                  // Ends in a letter by chance: still equal.
                  MatchCase{{"LI", "WEI", true}, {"LI", "WEI", false}, NameMatch::exact}});
}

TEST(VisaNameMatch, FindsTruncatedNames) {
  expect_matches(
      {MatchCase{{"SHARMA", "RAVI KU", true}, kSharma, NameMatch::truncated},
       MatchCase{{"SHARMA", "R", true}, kSharma, NameMatch::truncated},
       MatchCase{{"SHARMA", "RAVI", true}, kSharma, NameMatch::truncated},
       // Cut at two widths: 39 in the passport, 31 in an MRV-B.
       MatchCase{{"BENNELONG WOOLOOMOOLOO WARRANDYTE WA", "D", true},
                 {"BENNELONG WOOLOOMOOLOO WARRA", "D", true},
                 NameMatch::truncated},
       // Initials in the middle, another permitted style.
       MatchCase{{"BENNELONG WOOLOOMOOLOO W W", "DINGO P", true},
                 {"BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL", "DINGO POTOROO"},
                 NameMatch::truncated},
       // Shorter, but not truncated: a name that is another or missing, not a cut one.
       MatchCase{{"SHARMA", "RAVI KU", false}, kSharma, NameMatch::different},
       MatchCase{{"SHARMA", "RAVI KUMAR", true}, {"SHARMA", "RAVI", false}, NameMatch::close}});
}

TEST(VisaNameMatch, FindsTransliterationVariants) {
  expect_matches(
      {MatchCase{{"MUELLER", "JOERG"}, {"MULLER", "JORG"}, NameMatch::transliteration},
       MatchCase{{"MUXXLLER", "ANNA"}, {"MUELLER", "ANNA"}, NameMatch::transliteration},
       MatchCase{{"NUNXXEZ", "ANA"}, {"NUNEZ", "ANA"}, NameMatch::transliteration},
       MatchCase{{"AABERG", "KAI"}, {"ABERG", "KAI"}, NameMatch::transliteration},
       MatchCase{{"KHARITONOV", "ILIA"}, {"HARITONOV", "ILYA"}, NameMatch::transliteration},
       MatchCase{{"ZHIVKOVIC", "MILOS"}, {"ZIVKOVIC", "MILOS"}, NameMatch::transliteration},
       MatchCase{{"TSVETKOVA", "IULIIA"}, {"CVETKOVA", "YULIYA"}, NameMatch::transliteration},
       MatchCase{{"SHCHEREV", "IVAN"}, {"SHTEREV", "IVAN"}, NameMatch::transliteration},
       MatchCase{{"LYU", "XIAOMING"}, {"LU", "XIAOMING"}, NameMatch::transliteration},
       MatchCase{{"LV", "XIAOMING"}, {"LYU", "XIAOMING"}, NameMatch::transliteration},
       MatchCase{{"DMITRIEV", "SERGEY"}, {"DMITRIEV", "SERGEI"}, NameMatch::transliteration},
       // Cut as well as spelt otherwise.
       MatchCase{
           {"MUELLER", "FRANZ JO", true}, {"MULLER", "FRANZ JOSEF"}, NameMatch::transliteration},
       // LV before a vowel is what it says.
       MatchCase{{"SILVA", "ANA"}, {"SILUA", "ANA"}, NameMatch::close}});
}

TEST(VisaNameMatch, FindsCloseNames) {
  expect_matches({MatchCase{{"RAVI", "KUMAR SHARMA"}, kSharma, NameMatch::close},
                  MatchCase{{"SHARMA RAVI KUMAR", ""}, kSharma, NameMatch::close},
                  MatchCase{{"SHARMA", "RAVI"}, kSharma, NameMatch::close},
                  MatchCase{{"SHARMA", ""}, kSharma, NameMatch::close},
                  MatchCase{{"SHRMA", "RAVI KUMRA"}, {"SHRMA", "RAVI KUMAR"}, NameMatch::close},
                  MatchCase{{"SHARNA", "RAVI KUMER"}, kSharma, NameMatch::close}});
}

TEST(VisaNameMatch, FindsDifferentNames) {
  expect_matches({MatchCase{{"SHARMA", "PRIYA"}, kSharma, NameMatch::different},
                  MatchCase{{"SHARNE", "RAVI KUMER"}, kSharma, NameMatch::different},
                  // A cut field does not excuse a letter that differs.
                  MatchCase{{"SHARMA", "PRI", true}, kSharma, NameMatch::different}});
}

MrzName random_name(std::mt19937& random) {
  const auto number = [&](int least, int most) {
    return std::uniform_int_distribution(least, most)(random);
  };
  const auto identifier = [&](int components) {
    std::string text;
    for (int i = 0; i < components; ++i) {
      if (i > 0) text += ' ';
      for (int letters = number(1, 13); letters > 0; --letters) {
        text += static_cast<char>('A' + number(0, 25));
      }
    }
    return text;
  };
  return {identifier(number(1, 5)), identifier(number(0, 5)), false};
}

TEST(VisaNameMatchLaw, ANameMatchesItsOwnComposedFieldsAtBothWidths) {
  std::mt19937 random(9303);
  const auto agree = [](const MrzName& a, const MrzName& b) {
    const NameMatch match = match_names(a, b);
    return match == NameMatch::exact || match == NameMatch::truncated;
  };
  int truncated = 0;
  for (int i = 0; i < 5'000; ++i) {
    const MrzName full = random_name(random);
    const std::string wide = compose_name_field(full, 39), narrow = compose_name_field(full, 31);
    const auto at39 = parse_name_field(wide), at31 = parse_name_field(narrow);
    ASSERT_TRUE(at39 && at31) << wide << '\n' << narrow;
    EXPECT_TRUE(agree(*at39, full)) << full.display() << '\n' << wide;
    EXPECT_TRUE(agree(*at31, full)) << full.display() << '\n' << narrow;
    EXPECT_TRUE(agree(*at31, *at39)) << wide << '\n' << narrow;
    if (at31->primary != full.primary || at31->secondary != full.secondary) {
      EXPECT_TRUE(at31->truncated) << narrow;
      ++truncated;
    }
  }
  EXPECT_GT(truncated, 1'000);
}

TEST(VisaNameMatchLaw, IsSymmetric) {
  std::mt19937 random(6);
  MrzName previous = random_name(random);
  for (int i = 0; i < 5'000; ++i) {
    MrzName name = random_name(random);
    // Half of them near each other, some cut.
    if (i % 2 == 0) name = {previous.primary, name.secondary, i % 4 == 0};
    previous.truncated = i % 3 == 0;
    EXPECT_EQ(match_names(name, previous), match_names(previous, name))
        << name.display() << " / " << previous.display();
    previous = name;
  }
}

}  // namespace
}  // namespace evisa::visa
