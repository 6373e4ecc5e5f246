// Visa and passport belong together: numbers, citizenship, birth, names. rules.md section
// 2, 6.3, 6.4.
#include <gtest/gtest.h>

#include "tests/unit/verifier/scene.h"

namespace evisa::verifier {
namespace {

using namespace scenes;
using visa::ReasonCode;
using visa::Severity;

std::string with_nationalities(std::string_view cat, std::string_view visa,
                               std::string_view passport, std::string_view issuer) {
  Scene scene;
  scene.visa.category = category(cat);
  scene.visa.nationality = country(visa);
  scene.visa.passport_issuing_state = country(issuer);
  scene.passport.nationality = country(passport);
  scene.passport.issuing_state = country(issuer);
  return codes(scene.run());
}

TEST(MacaoTrap, NeverMakesAMainlandPassportEligibleForBusiness) {
  EXPECT_EQ(with_nationalities("B1", "CHN", "CHN", "CHN"), "SECOND_LOOK NATIONALITY_TERRITORY");
  EXPECT_EQ(with_nationalities("C12", "CHN", "CHN", "CHN"), "SECOND_LOOK NATIONALITY_TERRITORY");
}

TEST(MacaoTrap, LeavesChinasTouristsAlone) {
  EXPECT_EQ(with_nationalities("B12", "CHN", "CHN", "CHN"), "OK");
}

TEST(MacaoTrap, LooksAgainAtEveryTerritoryRow) {
  EXPECT_EQ(with_nationalities("B12", "NLD", "NLD", "NLD"), "SECOND_LOOK NATIONALITY_TERRITORY");
  EXPECT_EQ(with_nationalities("B1", "DNK", "DNK", "DNK"), "SECOND_LOOK NATIONALITY_TERRITORY");
  EXPECT_EQ(with_nationalities("B1", "USA", "USA", "USA"), "SECOND_LOOK NATIONALITY_TERRITORY");
  // Rows 5, 6 and 17 say the same of Bermuda: it is told once.
  EXPECT_EQ(with_nationalities("B1", "BMU", "GBD", "GBD"), "SECOND_LOOK NATIONALITY_TERRITORY");
}

TEST(MacaoTrap, RefusesAStateThatNoRowJoins) {
  EXPECT_EQ(with_nationalities("B12", "IND", "IDN", "IND"), "REFUSE NATIONALITY_MISMATCH");
  EXPECT_EQ(with_nationalities("B12", "MAC", "IND", "IND").substr(0, 6), "REFUSE");
}

std::string with_numbers(std::string_view visa, std::string_view passport) {
  Scene scene;
  scene.visa.passport_number = *visa::PassportNumber::parse(visa);
  scene.passport.document_number = passport;
  return codes(scene.run());
}

TEST(PassportNumbers, MatchExactlyOrNotAtAll) {
  EXPECT_EQ(with_numbers("Z1234567", "Z1234567"), "OK");
  EXPECT_EQ(with_numbers("Z1234567", "Z1234568"), "REFUSE PASSPORT_NUMBER_MISMATCH");
  EXPECT_EQ(with_numbers("Z1234567", "Z123456"), "REFUSE PASSPORT_NUMBER_MISMATCH");
  EXPECT_EQ(with_numbers("Z1234567", "Z12345678"), "REFUSE PASSPORT_NUMBER_MISMATCH");
}

TEST(PassportNumbers, OnlyLookAlikesAreAmbiguous) {
  for (const auto& [a, b] :
       std::vector<std::pair<const char*, const char*>>{{"O1234567", "01234567"},
                                                        {"I1234567", "L1234567"},
                                                        {"S8234567", "5B234567"},
                                                        {"G1234567", "61234567"},
                                                        {"Z0234567", "2Q234567"}})
    EXPECT_EQ(with_numbers(a, b), "SECOND_LOOK DOCNO_AMBIGUOUS") << a << " " << b;
  EXPECT_EQ(with_numbers("K1234567", "01234567"), "REFUSE PASSPORT_NUMBER_MISMATCH");
}

TEST(PassportNumbers, AreNeverJudgedFromAMisreadField) {
  Scene scene;
  scene.spoil_passport = [](visa::MrzLines& l) {
    l.line2[3] = '9';
  };  // Z1294567, digit of Z1234567
  const Inspection inspection = scene.run();
  EXPECT_EQ(codes(inspection), "SECOND_LOOK MRZ_CHECK_FAILED");
  EXPECT_EQ(result_of(inspection, "passport_number"), CheckResult::aborted);
}

struct Misread {
  const char* field;
  const char* check;
  std::function<void(visa::MrzLines&)> spoil;
};

TEST(MisreadFields, NeverRefuse) {
  const std::vector<Misread> all{
      {"nationality", "citizenship", [](visa::MrzLines& l) { l.line2.replace(10, 3, "1ND"); }},
      {"issuing_state", "passport_number", [](visa::MrzLines& l) { l.line1.replace(2, 3, "1ND"); }},
      {"sex", "sex", [](visa::MrzLines& l) { l.line2[20] = 'H'; }},
      {"name", "name", [](visa::MrzLines& l) { l.line1[5] = '5'; }},
  };
  for (const auto& misread : all) {
    Scene scene;
    scene.spoil_passport = misread.spoil;
    const Inspection inspection = scene.run();
    EXPECT_EQ(codes(inspection), "SECOND_LOOK MRZ_CHECK_FAILED") << misread.field;
    EXPECT_TRUE(param(inspection, ReasonCode::MRZ_CHECK_FAILED, "field").contains(misread.field));
    EXPECT_EQ(result_of(inspection, misread.check), CheckResult::undetermined) << misread.field;
  }
}

TEST(MisreadFields, LeaveTheAnnexToTheVisasNationality) {
  Scene scene;
  scene.spoil_passport = [](visa::MrzLines& l) { l.line2.replace(10, 3, "1ND"); };
  EXPECT_EQ(result_of(scene.run(), "annex_list"), CheckResult::successful);
}

TEST(PassportNumbers, NameTheIssuingStatesThatDiffer) {
  Scene scene;
  scene.passport.issuing_state = country("NPL");
  EXPECT_EQ(codes(scene.run()), "REFUSE PASSPORT_NUMBER_MISMATCH");
  EXPECT_EQ(param(scene.run(), ReasonCode::PASSPORT_NUMBER_MISMATCH, "visa_pp"), "IND Z1234567");
  EXPECT_EQ(param(scene.run(), ReasonCode::PASSPORT_NUMBER_MISMATCH, "pp"), "NPL Z1234567");
}

TEST(PassportNumbers, MayDifferOnLeavingWithAReplacedPassport) {
  Scene scene;
  scene.request.direction = visa::Direction::exit;
  scene.happened(visa::EventKind::entry, "2026-11-15T10:00:00Z");
  scene.passport.document_number = "N7654321";
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK PASSPORT_NUMBER_MISMATCH");
  scene.request.ticks.replaced_passport = true;
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK PASSPORT_REPLACED_IN_COUNTRY");
}

TEST(PassportNumbers, MayNotDifferOnEnteringWhateverIsTicked) {
  Scene scene;
  scene.passport.document_number = "N7654321";
  scene.request.ticks.replaced_passport = true;
  EXPECT_EQ(codes(scene.run()), "REFUSE PASSPORT_NUMBER_MISMATCH");
}

TEST(Twins, DifferInTheNumberOnly) {
  Scene scene;  // same names, same birth date, the next number
  scene.passport.document_number = "Z1234568";
  EXPECT_EQ(scene.run().outcome, Severity::refuse);
}

std::string with_births(visa::BirthDate visa, visa::BirthDate passport) {
  Scene scene;
  scene.visa.birth = visa;
  scene.passport.birth = passport;
  return codes(scene.run());
}

TEST(BirthDates, CompareTheKnownParts) {
  const visa::BirthDate whole = visa::BirthDate::from(date("1990-01-15"));
  EXPECT_EQ(with_births(whole, {1990, 1, {}}), "SECOND_LOOK BIRTHDATE_PARTIAL");
  EXPECT_EQ(with_births({1990, {}, {}}, {1990, {}, {}}), "SECOND_LOOK BIRTHDATE_PARTIAL");
  EXPECT_EQ(with_births(whole, {1990, 2, {}}), "REFUSE BIRTHDATE_MISMATCH");
  EXPECT_EQ(with_births({1990, {}, {}}, {1991, {}, {}}), "REFUSE BIRTHDATE_MISMATCH");
}

TEST(BirthDates, AdmitACentenarianOfTheRegister) {
  Scene scene;
  scene.with_seal = false;
  scene.visa.birth = visa::BirthDate::from(date("1925-01-15"));  // an MRZ says 25
  scene.passport.birth = visa::BirthDate::from(date("1925-01-15"));
  scene.record();
  EXPECT_EQ(result_of(scene.run(), "date_of_birth"), CheckResult::successful);
}

TEST(Names, NeverRefuse) {
  Scene scene;
  scene.passport.name = {"GUPTA", "ANIL", false};
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK NAME_MISMATCH");
  EXPECT_EQ(param(scene.run(), ReasonCode::NAME_MISMATCH, "match"), "different");
  scene.passport.name = {"SHARMA", "KUMAR RAVI", false};
  EXPECT_EQ(param(scene.run(), ReasonCode::NAME_MISMATCH, "match"), "close");
}

// The code's own text says that number, birth date and citizenship match.
TEST(Names, AreNotSaidToBeAllThatDiffers) {
  const std::vector<std::function<void(Scene&)>> differences{
      [](Scene& s) { s.passport.document_number = "Z1234568"; },
      [](Scene& s) { s.passport.document_number = "2I23456T"; },
      [](Scene& s) { s.passport.nationality = country("PAK"); },
      [](Scene& s) { s.passport.issuing_state = country("PAK"); },
      [](Scene& s) { s.passport.birth = visa::BirthDate::from(date("1990-01-16")); },
      [](Scene& s) {
        s.passport.birth = {1990, {}, {}};
      },
      [](Scene& s) {
        s.spoil_passport = [](visa::MrzLines& l) { l.line2[9] = l.line2[9] == '0' ? '1' : '0'; };
      }};
  for (const auto& differ : differences) {
    for (const bool forgiven : {false, true}) {
      Scene scene;
      scene.passport.name = {"GUPTA", "ANIL", false};
      differ(scene);
      using C = ReasonCode;
      for (const C code : {C::DOCNO_AMBIGUOUS, C::NATIONALITY_MISMATCH, C::BIRTHDATE_MISMATCH,
                           C::BIRTHDATE_PARTIAL, C::MRZ_CHECK_FAILED})
        if (forgiven)
          scene.rules.severity_overrides[{code, visa::Direction::entry}] = Severity::notice;
      EXPECT_EQ(param(scene.run(), C::NAME_MISMATCH, "variant"), "others_differ")
          << codes(scene.run());
      EXPECT_EQ(result_of(scene.run(), "name"), CheckResult::failed);
    }
  }
}

TEST(Names, AreSaidToBeAllThatDiffersWhereTheyAre) {
  Scene scene;
  scene.passport.name = {"GUPTA", "ANIL", false};
  EXPECT_EQ(param(scene.run(), ReasonCode::NAME_MISMATCH, "variant"), "(no such parameter)");
}

}  // namespace
}  // namespace evisa::verifier
