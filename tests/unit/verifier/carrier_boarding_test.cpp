// Boarding checks: every outcome of an inspection as one answer, one code and one sentence.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/verifier/carrier_fixture.h"
#include "verifier/carrier/passport_fields.h"

namespace evisa::verifier {
namespace {

using namespace scenes;
using carrier::Answer;

constexpr std::array kLanguages{visa::Language::en, visa::Language::ru, visa::Language::kk,
                                visa::Language::zh};

carrier::PassportFields all_fields() {
  const auto passport = Scene{}.passport;
  carrier::PassportFields fields;
  fields.number = *visa::PassportNumber::parse(passport.document_number);
  fields.issuing_state = passport.issuing_state;
  fields.nationality = passport.nationality;
  fields.name = passport.name;
  fields.birth = passport.birth;
  fields.sex = passport.sex;
  fields.expiry = passport.expiry;
  return fields;
}

TEST(CarrierBoarding, LetsAGoodVisaBoard) {
  Gate gate;
  const auto answer = gate.check();
  EXPECT_EQ(told(answer), "BOARD");
  EXPECT_EQ(answer.text, "");
  EXPECT_EQ(answer.ruleset_id, "kz-evisa-default-1");
  EXPECT_EQ(answer.at, gate.scene.request.now);
  EXPECT_TRUE(answer.missing.empty());
  EXPECT_EQ(gate.asked.size(), 1U);
  EXPECT_EQ(gate.asked.front(), gate.scene.visa.number);
}

struct Case {
  const char* what;
  const char* answer;
  void (*change)(Gate&);
};

class CarrierBoardingCases : public ::testing::TestWithParam<Case> {};

TEST_P(CarrierBoardingCases, AreAnsweredBy) {
  Gate gate;
  GetParam().change(gate);
  for (const auto language : kLanguages) {
    gate.request.language = language;
    const auto answer = gate.check();
    EXPECT_EQ(told(answer), GetParam().answer);
    // Whoever is not waved through is told something, in every language; who is, nothing.
    EXPECT_EQ(answer.text.empty(), answer.answer == Answer::board);
    for (const char* secret : {"SHARMA", "RAVI", "Z1234567", "1990", "security"})
      EXPECT_FALSE(answer.text.contains(secret)) << answer.text;
  }
}

const Case kCases[] = {
    {"cancelled", "DO_NOT_BOARD VISA_REVOKED",
     [](Gate& g) {
       g.scene.revoked = {
           {*g.scene.visa.number, {date("2026-11-15"), visa::RevocationReason::security}}};
     }},
    {"arrives_too_late", "DO_NOT_BOARD VISA_EXPIRED",
     [](Gate& g) {
       g.scene.at("2027-01-05T12:00:00Z");
       g.request.arrival = instant("2027-01-05T19:00:00Z");
     }},
    {"departs_before_arrives_within", "BOARD ARRIVAL_TIGHT",
     [](Gate& g) {
       g.scene.at("2026-11-09T12:00:00Z");
       g.request.arrival = instant("2026-11-09T19:00:00Z");
     }},
    {"arrives_too_early", "DO_NOT_BOARD VISA_NOT_YET_VALID",
     [](Gate& g) {
       g.scene.at("2026-11-09T12:00:00Z");
       g.request.arrival = instant("2026-11-09T18:59:59Z");
     }},
    {"no_arrival", "CALL_BORDER ARRIVAL_TIGHT", [](Gate& g) { g.request.arrival.reset(); }},
    {"arrival_in_the_past", "CALL_BORDER ARRIVAL_TIGHT",
     [](Gate& g) { g.request.arrival = instant("2026-11-19T10:00:00Z"); }},
    {"used", "DO_NOT_BOARD ENTRY_OPEN_STAY",
     [](Gate& g) {
       g.scene.happened(visa::EventKind::entry, "2026-11-12T10:00:00Z");
       g.known.history = g.scene.request.history;
     }},
    {"log_not_asked", "CALL_BORDER DATA_STALE", [](Gate& g) { g.known.history_asked = false; }},
    {"clock_off", "CALL_BORDER CLOCK_UNTRUSTED", [](Gate& g) { g.scene.clock_trusted = false; }},
    {"old_bundle", "CALL_BORDER DATA_STALE",
     [](Gate& g) { g.scene.data_as_of = instant("2026-11-01T00:00:00Z"); }},
    {"revocations_unknown", "CALL_BORDER DATA_STALE",
     [](Gate& g) { g.scene.revocations_known = false; }},
    {"forged", "DO_NOT_BOARD SEAL_INVALID",
     [](Gate& g) {
       g.request.scan->back() = static_cast<std::uint8_t>(g.request.scan->back() ^ 1);
     }},
    {"no_seal_of_ours", "CALL_BORDER SEAL_NOT_EVISA",
     [](Gate& g) {
       g.request.scan = crypto::Bytes{'h', 't', 't', 'p'};
     }},
    {"signer_unknown", "CALL_BORDER SEAL_SIGNER_UNKNOWN",
     [](Gate& g) { g.scene.signers = crypto::SignerSet::build({}, {}); }},
    {"other_passport", "DO_NOT_BOARD PASSPORT_NUMBER_MISMATCH",
     [](Gate& g) { g.request.passport->document_number = "X7654321"; }},
    {"look_alike_number", "CALL_BORDER DOCNO_AMBIGUOUS",
     [](Gate& g) { g.request.passport->document_number = "ZI234567"; }},
    {"name_differs", "CALL_BORDER NAME_MISMATCH",
     [](Gate& g) { g.request.passport->name.primary = "PATEL"; }},
    {"no_passport", "CALL_BORDER MRZ_CHECK_FAILED", [](Gate& g) { g.request.passport.reset(); }},
    {"other_airport", "CALL_BORDER CHECKPOINT_OTHER_AIRPORT",
     [](Gate& g) { g.request.airport = "CIT"; }},
    {"no_airport", "DO_NOT_BOARD CHECKPOINT_NOT_ALLOWED",
     [](Gate& g) { g.request.airport = "Khorgos"; }},
    {"short_passport", "DO_NOT_BOARD PASSPORT_VALIDITY_SHORT",
     [](Gate& g) { g.request.passport->expiry = date("2027-02-01"); }},
    {"register_knows_nothing", "DO_NOT_BOARD VISA_NOT_FOUND",
     [](Gate& g) { g.known.register_asked = true; }},
    {"number_beside_the_seal_is_another", "CALL_BORDER PRINTOUT_MISMATCH",
     [](Gate& g) { g.request.visa_number = *visa::VisaNumber::compose(26, 99); }},
    {"by_number", "BOARD", [](Gate& g) { g.by_number(); }},
    {"by_number_without_print_out", "CALL_BORDER PRINTOUT_MISSING",
     [](Gate& g) {
       g.by_number();
       g.request.printout_shown.reset();
     }},
    {"by_number_not_paid", "DO_NOT_BOARD VISA_NOT_ISSUED",
     [](Gate& g) { g.by_number(visa::VisaStatus::awaiting_payment); }},
    {"by_number_not_in_the_register", "DO_NOT_BOARD VISA_NOT_FOUND",
     [](Gate& g) {
       g.by_number();
       g.known.record.reset();
     }},
    {"by_number_nobody_asked", "CALL_BORDER SEAL_UNREADABLE",
     [](Gate& g) {
       g.by_number();
       g.known = {};
     }},
    {"by_number_nobody_asked_and_passport_expired", "DO_NOT_BOARD PASSPORT_EXPIRED",
     [](Gate& g) {
       g.by_number();
       g.known = {};
       g.request.passport->expiry = date("2026-11-01");
     }},
    {"record_of_another_visa", "CALL_BORDER SEAL_UNREADABLE",
     [](Gate& g) {
       g.by_number();
       g.known.record->visa.number = *visa::VisaNumber::compose(26, 99);
     }},
    {"neither_seal_nor_number", "CALL_BORDER SEAL_UNREADABLE",
     [](Gate& g) {
       g.by_number();
       g.request.visa_number.reset();
     }},
    // The state of a stranger's visa is not told by its number alone.
    {"stranger_asks_for_a_cancelled_visa", "DO_NOT_BOARD PASSPORT_NUMBER_MISMATCH",
     [](Gate& g) {
       g.by_number(visa::VisaStatus::revoked);
       g.request.passport->document_number = "X7654321";
     }},
    {"stranger_asks_for_an_unpaid_visa", "DO_NOT_BOARD NATIONALITY_MISMATCH",
     [](Gate& g) {
       g.by_number(visa::VisaStatus::denied);
       g.request.passport->nationality = country("BRA");
     }},
    {"number_alone_of_a_cancelled_visa", "CALL_BORDER MRZ_CHECK_FAILED",
     [](Gate& g) {
       g.by_number(visa::VisaStatus::revoked);
       g.request.passport.reset();
     }},
    {"holder_asks_for_a_cancelled_visa", "DO_NOT_BOARD VISA_REVOKED",
     [](Gate& g) { g.by_number(visa::VisaStatus::revoked); }},
};

INSTANTIATE_TEST_SUITE_P(Outcomes, CarrierBoardingCases, ::testing::ValuesIn(kCases),
                         [](const auto& one) { return std::string(one.param.what); });

TEST(CarrierBoarding, TakesTheSealAsText) {
  Gate gate;
  gate.request.scan = crypto::Bytes{'K', 'Z', 'V', '1', 'A'};
  EXPECT_EQ(told(gate.check()), "CALL_BORDER SEAL_UNREADABLE");
}

TEST(CarrierBoarding, TellsAnUndecidedCheckByACodeOfItsOwn) {
  Gate gate;
  for (const auto code :
       {visa::ReasonCode::NATIONALITY_TERRITORY, visa::ReasonCode::NATIONALITY_NOT_LISTED})
    gate.scene.rules.severity_overrides[{code, visa::Direction::boarding}] = visa::Severity::notice;
  gate.scene.visa.nationality = country("BMU");
  gate.request.scan = gate.scene.seal_bytes();
  gate.request.passport->nationality = country("GBD");
  EXPECT_EQ(told(gate.check()), "CALL_BORDER DATA_STALE");
}

TEST(CarrierBoarding, LetsNoParameterOutButDatesAndAirports) {
  const auto& table = visa::ReasonTable::builtin();
  for (std::size_t i = 0; i < visa::kReasonCount; ++i) {
    visa::Reason reason{static_cast<visa::ReasonCode>(i), visa::Severity::refuse, {}};
    for (const char* name :
         {"a", "b", "pp", "visa_pp", "nat", "why", "status", "found", "signer", "field", "seconds",
          "minutes", "bundle", "checkpoint", "exit_date", "flight", "cat", "annex", "territory"})
      reason.params.emplace_back(name, "SECRET");
    for (const char* name : {"date", "list", "n", "need", "pages"})
      reason.params.emplace_back(name, "-");
    for (const auto language : kLanguages) {
      const auto text = table.traveller_text(reason, language);
      EXPECT_FALSE(text.contains("SECRET")) << visa::to_string(reason.code) << ": " << text;
    }
  }
}

TEST(CarrierBoarding, CodesThatStopAnybodyHaveATextForEveryone) {
  const auto& table = visa::ReasonTable::builtin();
  for (std::size_t i = 0; i < visa::kReasonCount; ++i) {
    const auto code = static_cast<visa::ReasonCode>(i);
    const auto severity = table.severity(code, visa::Direction::boarding);
    if (!severity || *severity < visa::Severity::second_look) continue;
    for (const auto language : kLanguages)
      EXPECT_NE(table.traveller_text({code, *severity, {}}, language), "") << visa::to_string(code);
  }
}

TEST(CarrierBoarding, BoardsByCompleteFieldsAsByTheMrz) {
  Gate gate;
  gate.request.passport = carrier::passport_of(all_fields());
  const auto answer = gate.check();
  EXPECT_EQ(told(answer), "BOARD");
  EXPECT_TRUE(answer.missing.empty());
}

TEST(CarrierBoarding, NeverBoardsWithAFieldMissing) {
  using Fields = carrier::PassportFields;
  const std::pair<const char*, void (*)(Fields&)> parts[] = {
      {"document_number", [](Fields& f) { f.number.reset(); }},
      {"issuing_state", [](Fields& f) { f.issuing_state.reset(); }},
      {"nationality", [](Fields& f) { f.nationality.reset(); }},
      {"name", [](Fields& f) { f.name.reset(); }},
      {"date_of_birth", [](Fields& f) { f.birth.reset(); }},
      {"sex", [](Fields& f) { f.sex.reset(); }},
      {"date_of_expiry", [](Fields& f) { f.expiry.reset(); }}};
  for (const auto& [field, remove] : parts) {
    Gate gate;
    auto fields = all_fields();
    remove(fields);
    gate.request.passport = carrier::passport_of(fields);
    const auto answer = gate.check();
    EXPECT_EQ(told(answer), "CALL_BORDER MRZ_CHECK_FAILED") << field;
    EXPECT_EQ(answer.missing, std::vector<std::string>{field});
  }
}

TEST(CarrierBoarding, RefusesByTheFieldsThatAreThere) {
  Gate gate;
  auto fields = all_fields();
  fields.name.reset();
  fields.nationality = country("BRA");
  gate.request.passport = carrier::passport_of(fields);
  EXPECT_EQ(told(gate.check()), "DO_NOT_BOARD NATIONALITY_MISMATCH");
}

TEST(CarrierBoarding, NamesWhatWasNotAsked) {
  Gate gate;
  gate.request = {};
  const auto answer = gate.check();
  EXPECT_EQ(answer.missing, (std::vector<std::string>{"passport", "visa_number", "arrival"}));
  EXPECT_EQ(answer.answer, Answer::do_not_board);  // the airport "" is none
}

TEST(CarrierBoarding, ReadsFlights) {
  const std::pair<const char*, const char*> good[] = {
      {"KC872", "KC872"}, {"KC0872", "KC872"}, {"9W12A", "9W12A"}, {"U61", "U61"}, {"KC0", "KC0"}};
  for (const auto& [text, flight] : good) EXPECT_EQ(*carrier::parse_flight(text), flight);
  for (const char* text :
       {"", "KC", "KCA", "872", "12345", "kc872", "KC12345", "KC872AB", "KC 872"})
    EXPECT_FALSE(carrier::parse_flight(text)) << text;
}

TEST(CarrierBoarding, AnswersHaveTheirWords) {
  for (const auto answer : {Answer::board, Answer::call_border, Answer::do_not_board})
    EXPECT_EQ(*visa::parse_boarding(visa::to_string(answer)), answer);
  EXPECT_FALSE(visa::parse_boarding("board"));
}

}  // namespace
}  // namespace evisa::verifier
