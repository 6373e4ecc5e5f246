// The officer's desk with a real booth: log in, documents, verdict, act, undo, and the next one.
#include "kiosk/desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kiosk/desk_thread.h"
#include "tests/unit/kiosk/desk_fixture.h"

namespace evisa::kiosk {
namespace {

using testing::HasSubstr;
using testing::Not;

class KioskDesk : public DeskFixture {
 protected:
  /// By camera, without a request.
  void see_passport(const std::string& lines = sample::one().passport_mrz) {
    desk_->see(mrz_sight(lines), at_);
  }
  /// A passport of its own number with the one paper; the last documents have left the view.
  void show_other_traveller(int number) {
    desk_->pass_time(at_ += 3min);  // whoever was judged goes
    take_off_paper();
    show_paper();
    const auto state = must(visa::CountryCode::parse("UTO"));
    const auto lines = must(
        visa::compose_mrz(visa::MrzFormat::td3,
                          {.document_code = "P",
                           .issuing_state = state,
                           .name = {.primary = "ERIKSSON", .secondary = "ANNA"},
                           .document_number = "T100000" + std::to_string(number),
                           .nationality = state,
                           .birth = visa::BirthDate::from(must(visa::Date::parse("1990-01-15"))),
                           .sex = visa::Sex::female,
                           .expiry = must(visa::Date::parse("2031-04-15")),
                           .optional_data = {}}));
    see_passport(lines.line1 + '\n' + lines.line2);
  }
  /// `admit note senior`, ...
  std::vector<std::string> offered() {
    std::vector<std::string> acts;
    const Json now = state();
    for (const Json& one : now["acts"])
      acts.push_back(one["act"].get<std::string>() + (one["note"] ? " note" : "") +
                     (one["senior"] ? " senior" : ""));
    return acts;
  }
};

TEST_F(KioskDesk, AdmitsATravellerAndRefusesTheSamePaperAgain) {
  log_in();
  show_paper();
  EXPECT_EQ(state()["visit"]["stage"], "partial");
  EXPECT_TRUE(state()["verdict"].is_null());
  show_passport();
  const Json judged = state();
  EXPECT_EQ(judged["visit"]["stage"], "judged");
  EXPECT_EQ(judged["verdict"]["outcome"], "OK") << judged["verdict"].dump();
  EXPECT_EQ(judged["acts"][0], (Json{{"act", "admit"}, {"note", false}, {"senior", false}}));
  must(ask(act("admit")));
  const Json acted = state();
  EXPECT_EQ(acted["visit"]["stage"], "acted");
  EXPECT_EQ(acted["outcome"]["event"], "ALA-03/1");
  EXPECT_EQ(acted["outcome"]["reasons"][0]["code"], "ENTRY_RECORDED");
  EXPECT_EQ(must(booth_->log().size()), 1U);

  must(ask({{"type", "clear"}, {"visit", acted["visit"]["number"]}}));
  now_ += 30min;
  take_off_paper();
  show_paper();
  show_passport();
  EXPECT_EQ(state()["verdict"]["outcome"], "REFUSE");
  EXPECT_EQ(state()["verdict"]["headline"], "ENTRY_OPEN_STAY");
  EXPECT_FALSE(ask(act("admit")));  // no reason, no senior officer
  EXPECT_EQ(must(booth_->log().size()), 1U);
  must(ask(act("refuse")));
  EXPECT_EQ(must(booth_->log().size()), 2U);
}

TEST_F(KioskDesk, AnOverrideNeedsASeniorOfficersPin) {
  log_in();
  show_paper();
  show_passport();
  must(ask(act("admit")));
  now_ += 30min;
  must(ask({{"type", "clear"}, {"visit", state()["visit"]["number"]}}));
  take_off_paper();
  show_paper();
  show_passport();
  Json forced = act("admit");
  forced["note"] = "first entry was a wrong key";
  forced["senior"] = "KZ-9";
  forced["senior_pin"] = "582947";
  EXPECT_EQ(ask(forced).error().code, Errc::untrusted);
  forced["senior"] = "KZ-1204";
  forced["senior_pin"] = kPin;
  EXPECT_EQ(ask(forced).error().code, Errc::ineligible);
  EXPECT_EQ(must(booth_->log().size()), 1U);
  forced["senior"] = "KZ-9";
  must(ask(forced));
  EXPECT_EQ(state()["outcome"]["event"], "ALA-03/2");
}

TEST_F(KioskDesk, LetsInOnlyOfficersWithTheirPin) {
  for (const auto& [badge, code] :
       {std::pair{"KZ-1204", "000001"}, std::pair{"KZ-404", kPin}, std::pair{"KC-0117", kPin}}) {
    const auto refused = ask({{"type", "log_in"}, {"badge", badge}, {"pin", code}});
    ASSERT_FALSE(refused) << badge;
    EXPECT_EQ(refused.error().code, Errc::untrusted) << badge;
    EXPECT_EQ(refused.error().message, db::kLogInRefused) << badge;
  }
  EXPECT_TRUE(state()["officer"].is_null());
  EXPECT_EQ(ask({{"type", "go_without"}}).error().code, Errc::ineligible);
  log_in();
  EXPECT_EQ(state()["officer"]["badge"], "KZ-1204");
}

TEST_F(KioskDesk, ShowsNothingOfATravellerToNobody) {
  log_in();
  show_paper();
  show_passport();
  must(ask(act("admit")));
  must(ask({{"type", "log_out"}}));
  show_paper();  // nobody looks
  const std::string text = desk_->state();
  EXPECT_THAT(text, Not(HasSubstr(sample::one().visa.name.primary)));
  EXPECT_THAT(text, Not(HasSubstr(sample::one().visa.number->text())));
  EXPECT_EQ(state()["visit"]["stage"], "empty");
}

TEST_F(KioskDesk, NoPictureWaitsForAPageWithoutOfficer) {
  const auto mail = must(PageMail::create());
  at_ = std::chrono::steady_clock::now();  // as the desk's thread counts it
  log_in();
  DeskThread thread(std::move(*desk_), *mail);
  const auto picture = [](PageMail::Letters& letters) {
    letters.preview = crypto::Bytes{1};
    letters.seen = "MRZ";
  };
  const auto wait_for = [&](bool officer) {
    thread.greet();
    for (int i = 0; i < 500 && thread.has_officer() != officer; ++i)
      std::this_thread::sleep_for(10ms);
    return thread.has_officer() == officer;
  };
  ASSERT_TRUE(wait_for(true));
  thread.show(picture);
  EXPECT_TRUE(mail->take().preview);
  thread.show(picture);  // not taken yet when the officer leaves
  thread.ask(R"({"type":"log_out"})");
  ASSERT_TRUE(wait_for(false));
  thread.show(picture);  // of a frame that was still being read
  for (int i = 0; i < 100; ++i) {
    std::this_thread::sleep_for(10ms);
    const auto letters = mail->take();
    if (!letters.state) continue;
    EXPECT_FALSE(letters.preview);
    EXPECT_FALSE(letters.seen);
    return;
  }
  FAIL() << "no state came";
}

TEST_F(KioskDesk, AnActIsForTheTravellerOnTheScreen) {
  log_in();
  show_paper();
  show_passport();
  Json old = act("admit");
  must(ask({{"type", "clear"}, {"visit", old["visit"]}}));
  take_off_paper();
  show_paper();
  show_passport();
  EXPECT_EQ(ask(old).error().code, Errc::conflict);
  EXPECT_EQ(must(booth_->log().size()), 0U);
}

TEST_F(KioskDesk, TicksMakeTheVerdictAnewAndGoWithTheTraveller) {
  log_in();
  show_paper();
  show_passport();
  must(ask({{"type", "ticks"}, {"passport_in_doubt", true}}));
  EXPECT_NE(state()["verdict"]["outcome"], "OK");
  EXPECT_EQ(state()["ticks"]["passport_in_doubt"], true);
  must(ask({{"type", "clear"}, {"visit", state()["visit"]["number"]}}));
  EXPECT_EQ(state()["ticks"]["passport_in_doubt"], false);
}

TEST_F(KioskDesk, JudgesOneDocumentOnTheOfficersWord) {
  log_in();
  show_passport();
  must(ask({{"type", "go_without"}}));
  EXPECT_EQ(state()["visit"]["stage"], "judged");
  EXPECT_EQ(state()["verdict"]["outcome"], "SECOND_LOOK");
}

TEST_F(KioskDesk, TakesBackAnAct) {
  log_in();
  show_paper();
  show_passport();
  must(ask(act("admit")));
  EXPECT_EQ(state()["last_act"]["can_undo"], true);
  must(ask({{"type", "undo"}, {"event", "ALA-03/1"}, {"note", "wrong key"}}));
  EXPECT_EQ(state()["last_act"]["kind"], "reversal");
  EXPECT_EQ(state()["visit"]["stage"], "empty");
}

TEST_F(KioskDesk, TellsTheLastActAfterALossOfPower) {
  log_in();
  show_paper();
  show_passport();
  must(ask(act("admit")));
  start();
  EXPECT_TRUE(state()["last_act"].is_null());  // nobody is logged in
  log_in();
  EXPECT_EQ(state()["last_act"]["event"], "ALA-03/1");
  EXPECT_EQ(state()["last_act"]["kind"], "entry");
}

TEST_F(KioskDesk, LogsOutAnOfficerWhoHasLeft) {
  log_in();
  desk_->pass_time(at_ + 14min);
  EXPECT_TRUE(desk_->has_officer());
  desk_->pass_time(at_ + 15min);
  EXPECT_FALSE(desk_->has_officer());
}

TEST_F(KioskDesk, AnOfficerWhoUsesThePageIsThere) {
  log_in();
  at_ += 14min;
  must(ask({{"type", "present"}}));
  desk_->pass_time(at_ + 14min);
  EXPECT_TRUE(desk_->has_officer());
  desk_->pass_time(at_ + 15min);
  EXPECT_FALSE(desk_->has_officer());
}

TEST_F(KioskDesk, TravellersWhoAreJudgedByCameraAloneAreWork) {
  log_in();
  for (int i = 1; i <= 3; ++i) {  // one about every ten minutes, and nobody touches the page
    at_ += 10min;
    desk_->pass_time(at_);
    ASSERT_TRUE(desk_->has_officer()) << i;
    show_other_traveller(i);
    ASSERT_EQ(state()["visit"]["stage"], "judged") << i;
  }
  desk_->pass_time(at_ += 4min);  // the verdict that nobody acted upon goes
  EXPECT_EQ(state()["visit"]["stage"], "empty");
  desk_->pass_time(at_ += 11min);
  EXPECT_FALSE(desk_->has_officer());
}

TEST_F(KioskDesk, TravellersAloneKeepNoAbsentOfficerLoggedIn) {
  log_in();
  for (int i = 1; i <= 7; ++i) {  // every eight minutes
    desk_->pass_time(at_ += 5min);
    show_other_traveller(i);
  }
  desk_->pass_time(at_ += 4min);
  EXPECT_TRUE(desk_->has_officer());  // an hour, but a verdict waited for its act
  desk_->pass_time(at_ += 1s);
  EXPECT_FALSE(desk_->has_officer());
}

TEST_F(KioskDesk, TheSamePaperAgainAndAgainIsNoWork) {
  log_in();
  for (int i = 0; i < 3; ++i) {  // in and out of the view, and nobody looks
    show_paper();
    see_passport();
    desk_->pass_time(at_ += 4min);
    take_off_paper();
  }
  desk_->pass_time(at_ += 3min);
  EXPECT_FALSE(desk_->has_officer());
}

// It lay there unread when the visit ended; the visa's page that is shown next has an MRZ too.
TEST_F(KioskDesk, APassportTypedByHandIsTakenFromTheCameraOnceItHasBeenAway) {
  log_in();
  show_passport();
  must(ask({{"type", "clear"}, {"visit", state()["visit"]["number"]}}));
  see_passport();  // it can be read now, too late
  EXPECT_EQ(state()["visit"]["stage"], "empty");
  for (int i = 0; i < 12; ++i)
    desk_->see(mrz_sight({}, visa::MrzFormat::mrv_a), at_ + i * std::chrono::milliseconds(100));
  EXPECT_EQ(state()["visit"]["stage"], "empty");
  see_passport();
  EXPECT_EQ(state()["visit"]["stage"], "partial");
}

TEST_F(KioskDesk, OffersNoAdmissionThatTheRulesForbid) {
  log_in();
  show_passport();
  must(ask({{"type", "go_without"}}));  // no visa is proved: nothing to record an entry on
  EXPECT_EQ(offered(), (std::vector<std::string>{"refuse note", "refer"}));
}

TEST_F(KioskDesk, AsksForASeniorOfficerOnAnExitWithoutEntry) {
  log_in();
  must(ask({{"type", "direction"}, {"direction", "exit"}}));
  show_paper();
  show_passport();
  EXPECT_EQ(state()["verdict"]["outcome"], "SECOND_LOOK");
  EXPECT_EQ(offered(), (std::vector<std::string>{"exit note senior", "refer"}));
  Json out = act("exit");
  out["note"] = "entry stamp seen";
  EXPECT_EQ(ask(out).error().code, Errc::out_of_range);
  out["senior"] = "KZ-9";
  out["senior_pin"] = kPin;
  must(ask(out));
  EXPECT_EQ(state()["outcome"]["kind"], "exit");
}

TEST_F(KioskDesk, SaysWhoMayTakeAnActBack) {
  log_in();
  show_paper();
  show_passport();
  must(ask(act("admit")));
  EXPECT_EQ(state()["last_act"]["undo_senior"], false);
  now_ += 31min;
  EXPECT_EQ(state()["last_act"]["undo_senior"], true);
  EXPECT_EQ(state()["last_act"]["can_undo"], true);
}

TEST_F(KioskDesk, CountsTheShift) {
  log_in();
  show_paper();
  show_passport();
  must(ask(act("refer")));
  const auto told = must(ask({{"type", "shift"}}));
  const Json shift = must(crypto::parse_json(*told));
  EXPECT_EQ(shift["referrals"], 1);
  EXPECT_EQ(shift["entries"], 0);
}

TEST_F(KioskDesk, TakesScansOfACodeAndOfAPassport) {
  log_in();
  must(ask({{"type", "code"}, {"text", sample::one().text}}));
  EXPECT_EQ(state()["visit"]["paper"], true);
  must(ask({{"type", "code"}, {"text", "https://example.org/<script>"}}));
  EXPECT_EQ(state()["visit"]["disturbance"], "other_code");
}

TEST_F(KioskDesk, NamesWhatIsWrongWithARequest) {
  log_in();
  for (const Json& bad :
       {Json(), Json(7), Json::array(), Json::object(), Json{{"type", 7}}, Json{{"type", "open"}},
        Json{{"type", "act"}}, Json{{"type", "act"}, {"visit", "1"}, {"act", "admit"}},
        Json{{"type", "act"}, {"visit", 1}, {"act", "bribe"}}, Json{{"type", "code"}},
        Json{{"type", "code"}, {"text", std::string(5000, 'A')}},
        Json{{"type", "passport"}, {"lines", "P<UTO"}},
        Json{{"type", "ticks"}, {"blank_pages", -1}},
        Json{{"type", "ticks"}, {"printout_differs", Json::array({"shoe_size"})}},
        Json{{"type", "direction"}, {"direction", "boarding"}},
        Json{{"type", "undo"}, {"event", "ALA-03/99"}},
        Json{{"type", "clear"}, {"visit", 1}, {"more", 1}}}) {
    const auto answer = ask(bad);
    ASSERT_FALSE(answer) << bad.dump();
    EXPECT_FALSE(answer.error().message.empty()) << bad.dump();
  }
  EXPECT_EQ(must(booth_->log().size()), 0U);
}

}  // namespace
}  // namespace evisa::kiosk
