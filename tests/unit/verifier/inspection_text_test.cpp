// A verdict as the officer reads it: true sentences, in one language.
#include "verifier/inspection_text.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/verifier/decision_cases.h"

namespace evisa::verifier {
namespace {

using namespace scenes;
using visa::Direction;
using visa::EventKind;
using visa::Language;
using visa::ReasonCode;

std::string text_of(const Inspection& inspection, Language language) {
  return to_text(inspection, visa::ReasonTable::builtin(), language);
}

bool is_capital(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; }
bool is_latin(char c) { return (c >= 'a' && c <= 'z') || is_capital(c) || c == '_'; }

/// What is no word of a language: codes, names, numbers, dates, identifiers.
bool is_allowed(const std::string& word, const Inspection& inspection) {
  if (visa::find_reason_code(word) || word == "kz-evisa-default-1") return true;
  if (std::ranges::all_of(word, is_capital)) return true;  // as on the paper
  // The signer's reference and the checkpoint's own name.
  return std::ranges::any_of(inspection.reasons, [&](const auto& reason) {
    return std::ranges::any_of(reason.params, [&](const auto& p) {
      return (p.first == "checkpoint" || p.first == "signer") && p.second.contains(word);
    });
  });
}

/// Latin words in the text that are none of those.
std::string foreign_words(const std::string& text, const Inspection& inspection) {
  std::string found;
  for (auto at = text.begin(); at != text.end();) {
    const auto begin = std::find_if(at, text.end(), is_latin);
    at = std::find_if_not(begin, text.end(), is_latin);
    const std::string word(begin, at);
    if (!word.empty() && !is_allowed(word, inspection)) found += word + " ";
  }
  return found;
}

TEST(InspectionText, LeavesNoEnglishWordInRussianAndKazakh) {
  for (const Direction direction : kDirections)
    for (const Case& c : decision_cases()) {
      const Inspection inspection = scene_for(c, direction).run();
      for (const Language language : {Language::ru, Language::kk}) {
        const std::string text = text_of(inspection, language);
        EXPECT_EQ(foreign_words(text, inspection), "") << title(c, direction) << "\n" << text;
      }
    }
}

TEST(InspectionText, LeavesNoEnglishWordInAnUncommonVerdict) {
  const std::vector<std::function<void(Scene&)>> changes{
      [](Scene& s) {
        s.visa.stay = {0, 0, 0};
      },
      [](Scene& s) {
        s.visa.stay = {255, 255, 255};
      },
      [](Scene& s) {
        s.visa.stay = {5, 1, 0};
      },
      [](Scene& s) {
        s.request.cut_off = true, s.rules.offline_entry = visa::OfflineEntry::second_look;
      },
      [](Scene& s) { s.request.history_asked = false; },
      [](Scene& s) {
        s.request.direction = Direction::exit;
        s.happened(EventKind::entry, "2026-11-11T10:00:00Z");
        s.at("2026-12-19T10:00:00Z");
      },
      [](Scene& s) {
        s.request.ticks.printout_differs = {"name", "passport_issuing_state", "document_number"};
      },
      [](Scene& s) { s.request.direction = Direction::boarding; }};
  for (const auto& change : changes)
    for (const Language language : {Language::ru, Language::kk}) {
      Scene scene;
      change(scene);
      const Inspection inspection = scene.run();
      const std::string text = text_of(inspection, language);
      EXPECT_EQ(foreign_words(text, inspection), "") << text;
    }
}

TEST(InspectionText, FindsAnEnglishWordWhereThereIsOne) {
  const Inspection clean = Scene{}.run();
  EXPECT_EQ(foreign_words(text_of(clean, Language::en), clean).starts_with("visa passport"), true)
      << foreign_words(text_of(clean, Language::en), clean);
}

TEST(InspectionText, BeginsWithTheOutcomeInTheOfficersLanguage) {
  Scene scene;
  scene.passport.document_number = "Z1234568";
  EXPECT_TRUE(text_of(scene.run(), Language::en).starts_with("REFUSE  PASSPORT_NUMBER_MISMATCH\n"));
  EXPECT_TRUE(text_of(scene.run(), Language::ru).starts_with("ОТКАЗ  PASSPORT_NUMBER_MISMATCH\n"));
  EXPECT_TRUE(
      text_of(scene.run(), Language::kk).starts_with("БАС ТАРТУ  PASSPORT_NUMBER_MISMATCH\n"));
}

TEST(InspectionText, ShowsTheBandOfAnOverstay) {
  Scene scene;
  scene.request.direction = Direction::exit;
  scene.happened(EventKind::entry, "2026-11-11T10:00:00Z");
  scene.at("2026-12-19T10:00:00Z");
  EXPECT_TRUE(text_of(scene.run(), Language::en).contains("(band 6-10 days)"))
      << text_of(scene.run(), Language::en);
  EXPECT_TRUE(text_of(scene.run(), Language::ru).contains("(диапазон 6-10 сут.)"));
}

struct Truth {
  const char* what;
  std::function<void(Scene&)> change;
  const char* said;
  const char* not_said;
};

TEST(InspectionText, SaysWhatIsTrue) {
  const Truth truths[]{
      {"no passport", [](Scene& s) { s.with_passport = false; }, "The passport was not read.",
       "Check digit"},
      {"not a passport", [](Scene& s) { s.passport.document_code = "I"; },
       "not a passport's machine-readable zone", "Check digit"},
      {"no such sex",
       [](Scene& s) { s.spoil_passport = [](visa::MrzLines& l) { l.line2[20] = 'Q'; }; },
       "does not hold in: sex", "Check digit of sex"},
      {"nothing shown", [](Scene& s) { s.with_seal = false; }, "nor was the register asked",
       "No e-visa found"},
      {"no first day",
       [](Scene& s) { s.profile = crypto::Profile::icao, s.visa.valid_from.reset(); },
       "incomplete: first day of validity is missing", "Paper differs"},
      {"first day last", [](Scene& s) { s.visa.valid_from = date("2027-01-06"); },
       "first day 2027-01-06 lies after the last day 2027-01-05", "Paper differs"},
      {"stays too long", [](Scene& s) { s.visa.stay.days = 31; },
       "allows 30 days of stay at most, the e-visa states 31", "is not one of"},
      {"log not asked", [](Scene& s) { s.request.history_asked = false; },
       "The crossing log was not asked", "min old and the centre"},
      {"arrival unknown", [](Scene& s) { s.request.direction = Direction::boarding; },
       "scheduled arrival is not given", "within ? min"},
      {"another State's seal",
       [](Scene& s) {
         s.profile = crypto::Profile::icao;
         s.visa.issuing_state = country("UZB");
       },
       "a visa seal of UZB", "(seal of"},
      {"signer without CSCA",
       [](Scene& s) {
         s.signers = crypto::SignerSet::build({ministry().national.certificate()}, {});
       },
       "is not in order", "is not in trust bundle"}};
  for (const auto& [what, change, said, not_said] : truths) {
    Scene scene;
    change(scene);
    const std::string text = text_of(scene.run(), Language::en);
    EXPECT_TRUE(text.contains(said)) << what << ": " << text;
    EXPECT_FALSE(text.contains(not_said)) << what << ": " << text;
  }
}

}  // namespace
}  // namespace evisa::verifier
