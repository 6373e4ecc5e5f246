// Airports by code and alias, never by city alone.
#include "visa/airports.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace evisa::visa {
namespace {

std::string found(std::string_view name) {
  const Airport* airport = AirportTable::builtin().find(name);
  return airport == nullptr ? "" : std::string{airport->iata.text()};
}

TEST(VisaAirports, FindsAstanaByAllItsNames) {
  for (const char* name :
       {"NQZ", "nqz", "UACC", "TSE", "Astana", "ASTANA", "Астана", "астана", "Nur-Sultan",
        "Нур-Султан", "НУР-СУЛТАН", "Нұр-Сұлтан", "努尔苏丹", "阿斯塔纳"}) {
    EXPECT_EQ(found(name), "NQZ") << name;
  }
}

TEST(VisaAirports, FindsAlmatyAndNeverBoraldai) {
  for (const char* name : {"ALA", "UAAA", "Almaty", "almaty", "Алматы", "阿拉木图"}) {
    EXPECT_EQ(found(name), "ALA") << name;
  }
  EXPECT_EQ(found("BXJ"), "BXJ");
  EXPECT_EQ(found("UAAR"), "BXJ");
}

TEST(VisaAirports, FindsNothingElse) {
  for (const char* name : {"", "XXX", "Almat", "Almaty ", "Boraldai", "NQZ1"}) {
    EXPECT_EQ(found(name), "") << name;
  }
}

TEST(VisaAirports, KnowsTheDefaultListAndTheInternationalOnes) {
  std::vector<std::string> listed, international;
  for (const Airport& airport : AirportTable::builtin().all()) {
    if (airport.default_list) listed.emplace_back(airport.iata.text());
    if (airport.international) international.emplace_back(airport.iata.text());
  }
  EXPECT_EQ(listed, (std::vector<std::string>{"ALA", "NQZ"}));
  EXPECT_EQ(international, (std::vector<std::string>{"ALA", "NQZ", "CIT", "DMB", "KGF", "SCO"}));
  EXPECT_EQ(AirportTable::builtin().all().size(), 29U);
}

TEST(VisaAirports, SaysTheCityInTheTravellersLanguage) {
  const auto nqz = AirportCode::parse("NQZ").value(), ala = AirportCode::parse("ALA").value();
  EXPECT_EQ(city_name(nqz, Language::en), "Astana");
  EXPECT_EQ(city_name(nqz, Language::ru), "Астана");
  EXPECT_EQ(city_name(nqz, Language::kk), "Астана");
  EXPECT_EQ(city_name(nqz, Language::zh), "阿斯塔纳");
  EXPECT_EQ(city_name(ala, Language::en), "Almaty");
  EXPECT_EQ(city_name(ala, Language::kk), "Алматы");
  EXPECT_EQ(city_name(ala, Language::zh), "阿拉木图");
  EXPECT_EQ(city_name(AirportCode::parse("BXJ").value(), Language::en), "");
}

constexpr std::string_view kHeader =
    "iata,icao,name,default_list,called_international_by_source,aliases,note\n";

TEST(VisaAirports, RefusesBadTables) {
  const auto parse = [](std::string_view rows) {
    return AirportTable::parse(std::string{kHeader} + std::string{rows});
  };
  EXPECT_TRUE(parse("AAA,XAAA,A,yes,,One;Two,\n"));
  expect_error(parse(""), Errc::malformed, "no airports");
  expect_error(parse("AA,,A,yes,,,\n"), Errc::malformed, "line 2: found \"AA\"");
  expect_error(parse("AAA,,A,maybe,,,\n"), Errc::malformed, "found \"maybe\"");
  expect_error(parse("AAA,,A,yes,1,,\n"), Errc::malformed, "found \"1\"");
  expect_error(parse("AAA,,A,yes,,,\nAAA,,B,no,,,\n"), Errc::malformed,
               "line 3: \"AAA\" names two");
  expect_error(parse("AAA,,A,yes,,City,\nBBB,,B,no,,CITY,\n"), Errc::malformed,
               "\"CITY\" names two");
  expect_error(AirportTable::parse("iata,icao\n"), Errc::malformed, "column \"name\" is missing");
}

}  // namespace
}  // namespace evisa::visa
