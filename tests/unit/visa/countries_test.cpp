// The annexes, and the traps in them (rules.md section 2).
#include "visa/countries.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace evisa::visa {

void PrintTo(AnnexAnswer::Kind kind, std::ostream* out) {
  switch (kind) {
    case AnnexAnswer::Kind::listed:
      *out << "listed";
      break;
    case AnnexAnswer::Kind::only_by_territory:
      *out << "only_by_territory";
      break;
    case AnnexAnswer::Kind::not_listed:
      *out << "not_listed";
      break;
  }
}

namespace {

using Kind = AnnexAnswer::Kind;

CountryCode code(std::string_view text) { return CountryCode::parse(text).value(); }

struct AnnexCase {
  unsigned annex;
  const char* nationality;
  Kind kind;
};

TEST(VisaCountries, AnswersByAnnex) {
  for (const auto& [annex, nationality, kind] :
       {AnnexCase{1, "IND", Kind::listed}, AnnexCase{2, "IND", Kind::not_listed},
        AnnexCase{1, "CHN", Kind::listed},
        // The Macao trap: annex 2 names Macao, whose passports carry CHN.
        AnnexCase{2, "CHN", Kind::only_by_territory}, AnnexCase{1, "MAC", Kind::not_listed},
        AnnexCase{1, "NLD", Kind::only_by_territory}, AnnexCase{1, "DNK", Kind::only_by_territory},
        AnnexCase{2, "DNK", Kind::only_by_territory}, AnnexCase{2, "USA", Kind::only_by_territory},
        AnnexCase{2, "GBD", Kind::only_by_territory}, AnnexCase{2, "BMU", Kind::only_by_territory},
        AnnexCase{1, "PRK", Kind::listed}, AnnexCase{1, "KOR", Kind::not_listed},
        AnnexCase{1, "COG", Kind::listed}, AnnexCase{1, "COD", Kind::not_listed},
        AnnexCase{2, "SRB", Kind::listed}, AnnexCase{1, "SRB", Kind::not_listed},
        AnnexCase{1, "ZAF", Kind::listed}, AnnexCase{2, "ZAF", Kind::listed},
        AnnexCase{3, "ZAF", Kind::not_listed}, AnnexCase{1, "XXA", Kind::not_listed}}) {
    const AnnexAnswer answer = CountryTable::builtin().look_up(annex, code(nationality));
    EXPECT_EQ(answer.kind, kind) << annex << ' ' << nationality;
    EXPECT_EQ(answer.row == nullptr, kind == Kind::not_listed) << nationality;
  }
}

TEST(VisaCountries, NamesTheTerritoryThatMatched) {
  EXPECT_EQ(CountryTable::builtin().look_up(2, code("CHN")).row->alpha3, code("MAC"));
  EXPECT_EQ(CountryTable::builtin().look_up(1, code("CHN")).row->alpha3, code("CHN"));
}

TEST(VisaCountries, NoTerritoryOrAmbiguousRowEverMakesACountryListed) {
  for (const CountryRow& row : CountryTable::builtin().rows()) {
    for (const CountryCode nationality : row.mrz_nationality) {
      const AnnexAnswer answer = CountryTable::builtin().look_up(row.annex, nationality);
      if (answer.kind == Kind::listed) {
        EXPECT_EQ(answer.row->match, CountryMatch::nationality) << row.name_en;
      } else {
        EXPECT_NE(row.match, CountryMatch::nationality) << row.name_en;
      }
    }
  }
}

TEST(VisaCountries, HoldsBothAnnexesWhole) {
  std::array<unsigned, 3> count{};
  for (const CountryRow& row : CountryTable::builtin().rows()) {
    ASSERT_LE(row.annex, 2U);
    EXPECT_EQ(row.number, ++count.at(row.annex)) << row.name_en;
  }
  EXPECT_EQ(count, (std::array<unsigned, 3>{0, 117, 23}));
}

TEST(VisaCountries, KnowsWhichCodesATerritoryTies) {
  const CountryTable& table = CountryTable::builtin();
  EXPECT_TRUE(table.related_by_territory(code("MAC"), code("CHN")));
  EXPECT_TRUE(table.related_by_territory(code("CHN"), code("MAC")));
  EXPECT_TRUE(table.related_by_territory(code("FRO"), code("DNK")));
  EXPECT_TRUE(table.related_by_territory(code("BMU"), code("GBD")));
  EXPECT_FALSE(table.related_by_territory(code("CHN"), code("CHN")));
  EXPECT_FALSE(table.related_by_territory(code("CHN"), code("IND")));
  EXPECT_FALSE(table.related_by_territory(code("IND"), code("MAC")));
}

TEST(VisaCountries, NamesCountriesInFourLanguages) {
  EXPECT_EQ(country_name(code("AGO"), Language::en), "Angola");
  EXPECT_EQ(country_name(code("ABW"), Language::kk), "Аруба аралдары");
  EXPECT_EQ(country_name(code("ABW"), Language::ru), "Аруба");
  EXPECT_EQ(country_name(code("AGO"), Language::zh), "安哥拉");
  EXPECT_EQ(country_name(code("D"), Language::ru), "Германия");
  EXPECT_EQ(country_name(code("DEU"), Language::kk), "Германия");
  EXPECT_EQ(country_name(code("D"), Language::zh), "德国");
  EXPECT_EQ(country_name(code("XXA"), Language::zh), "XXA");
}

TEST(VisaCountries, NamesEveryListedCountry) {
  for (const CountryRow& row : CountryTable::builtin().rows()) {
    for (const Language l : {Language::en, Language::ru, Language::kk, Language::zh}) {
      EXPECT_NE(country_name(row.alpha3, l), row.alpha3.text()) << row.name_en;
    }
  }
}

TEST(VisaCountries, RefusesBadTables) {
  const auto parse = [](std::string_view row) {
    return CountryTable::parse("annex,number,name_en,alpha3,mrz_nationality,match_kind\n" +
                               std::string{row});
  };
  EXPECT_TRUE(parse("1,1,A,AAA,AAA;BBB,TERRITORY\n"));
  expect_error(parse(""), Errc::malformed, "no countries");
  expect_error(parse("1,1,A,AAA,AAA,MAYBE\n"), Errc::malformed, "line 2: found match \"MAYBE\"");
  expect_error(parse("x,1,A,AAA,AAA,TERRITORY\n"), Errc::malformed, "annex \"x\"");
  expect_error(parse("0,1,A,AAA,AAA,TERRITORY\n"), Errc::malformed, "annex \"0\"");
  expect_error(parse("1,1,A,,AAA,TERRITORY\n"), Errc::malformed, "country code");
  expect_error(parse("1,1,A,AAA,,TERRITORY\n"), Errc::malformed, "country code");
  expect_error(parse("1,1,A,AAA,AAA;,TERRITORY\n"), Errc::malformed, "country code");
  expect_error(CountryTable::parse("annex\n"), Errc::malformed, "column \"number\" is missing");
}

}  // namespace
}  // namespace evisa::visa
