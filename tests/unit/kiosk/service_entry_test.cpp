// A booth and its airport's service: entries are claimed, another booth's entry is seen before the
// officer admits, and without an answer the booth goes on by itself.
#include "tests/unit/kiosk/served_booth.h"

namespace evisa::kiosk {
namespace {

using visa::ReasonCode;

TEST_F(ServedBooth, AnEntryIsClaimedAndHandedIn) {
  const auto line = connect(booth_);
  ASSERT_TRUE(is_up(line));
  const auto outcome = must(booth_.record(booth_.look(now_), verifier::Act::admit));
  ASSERT_EQ(outcome.kind, Outcome::Kind::recorded);
  EXPECT_FALSE(outcome.event->provisional);
  EXPECT_TRUE(sample::eventually([&] { return line->report().queue == 0U; }));
  EXPECT_EQ(service_.airport().log->size().value(), 1U);
  EXPECT_FALSE(must(service_.airport().log->history(number_)).front().provisional);
}

TEST_F(ServedBooth, AnotherBoothsEntryIsSeenBeforeTheOfficerAdmits) {
  {
    const auto line = connect(other_);
    ASSERT_TRUE(is_up(line));
    must(other_.record(other_.look(now_), verifier::Act::admit));
    line->finish(20s);
  }
  const auto line = connect(booth_);
  both_at(now_ + 3h, line);
  const auto verdict = booth_.look(now_ + 3h);
  EXPECT_EQ(verdict.inspection.outcome, visa::Severity::refuse);
  EXPECT_EQ(verdict.inspection.headline, ReasonCode::ENTRY_OPEN_STAY);
  EXPECT_EQ(verdict.inspection.use.entry->id.text(), "ALA-01/1");
  EXPECT_FALSE(verdict.request.cut_off);
  // It was kept, signature and all: the booth knows it without the service too.
  service_.stop();
  ASSERT_TRUE(is_down(line));
  EXPECT_EQ(booth_.look(now_ + 3h).inspection.headline, ReasonCode::ENTRY_OPEN_STAY);
  EXPECT_TRUE(
      must(booth_.booth->log().verify(must(service_.airport().accounts->booths().load()).all()))
          .empty());
}

TEST_F(ServedBooth, AClaimThatIsLostShowsTheWinnerAndRecordsNothing) {
  const auto line = connect(booth_), others_line = connect(other_);
  ASSERT_TRUE(is_up(line) && is_up(others_line));
  const auto verdict = booth_.look(now_);
  ASSERT_LE(verdict.inspection.outcome, visa::Severity::notice);
  must(other_.record(other_.look(now_), verifier::Act::admit));
  const auto lost = must(booth_.record(verdict, verifier::Act::admit));
  ASSERT_EQ(lost.kind, Outcome::Kind::refused);
  EXPECT_EQ(lost.winner->event.text(), "ALA-01/1");
  EXPECT_EQ(lost.winner->airport.text(), "ALA");
  EXPECT_EQ(lost.winner->time, now_);
  EXPECT_EQ(must(booth_.booth->log().head("ALA-03")).sequence, 0U);
}

TEST_F(ServedBooth, WithoutAnAnswerTheEntryIsProvisionalAndHandedInLater) {
  const auto line = connect(booth_);
  ASSERT_TRUE(is_up(line));
  service_.stop();
  ASSERT_TRUE(is_down(line));
  const auto verdict = booth_.look(now_);
  EXPECT_LE(verdict.inspection.outcome, visa::Severity::notice);
  EXPECT_TRUE(verdict.request.cut_off);
  const auto outcome = must(booth_.record(verdict, verifier::Act::admit));
  EXPECT_TRUE(outcome.event->provisional);
  EXPECT_EQ(line->report().queue, 1U);
  EXPECT_FALSE(line->report().fault.empty());
  service_.start();
  EXPECT_TRUE(sample::eventually([&] { return line->report().queue == 0U; }));
  EXPECT_EQ(service_.airport().log->size().value(), 1U);
  EXPECT_TRUE(must(service_.airport().operations->alarms().open(10)).empty());
}

TEST_F(ServedBooth, ADoubleUseWhileCutOffIsFoundWhenTheLinkHeals) {
  const auto line = connect(booth_), others_line = connect(other_);
  ASSERT_TRUE(is_up(line) && is_up(others_line));
  service_.stop();
  ASSERT_TRUE(is_down(line) && is_down(others_line));
  must(booth_.record(booth_.look(now_), verifier::Act::admit));
  must(other_.record(other_.look(now_), verifier::Act::admit));
  service_.start();
  ASSERT_TRUE(sample::eventually(
      [&] { return line->report().queue == 0U && others_line->report().queue == 0U; }));
  const auto alarms = must(service_.airport().operations->alarms().open(10));
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_EQ(alarms[0].what.kind, db::AlarmKind::double_use);
}

TEST_F(ServedBooth, ATravellerWhoEnteredAtAnotherBoothLeavesAtThisOne) {
  const auto line = connect(booth_), others_line = connect(other_);
  ASSERT_TRUE(is_up(line) && is_up(others_line));
  must(other_.record(other_.look(now_), verifier::Act::admit));
  others_line->finish(20s);
  both_at(now_ + 48h, line);
  const auto verdict = booth_.look(now_ + 48h, visa::Direction::exit);
  const auto outcome = must(booth_.record(verdict, verifier::Act::let_out, "tables are old"));
  ASSERT_EQ(outcome.kind, Outcome::Kind::recorded);
  EXPECT_FALSE(outcome.event->manual);
  EXPECT_FALSE(outcome.event->provisional);
}

TEST_F(ServedBooth, TheEventOfAnUnknownKeyCountsOnTheServicesWordAndIsNotKept) {
  const auto line = connect(booth_), others_line = connect(other_);
  ASSERT_TRUE(is_up(line) && is_up(others_line));
  must(other_.record(other_.look(now_), verifier::Act::admit));
  others_line->finish(20s);
  // From now on the service vouches for the event only.
  must(service_.airport().accounts->booths().revoke("ALA-01", now_ - 1h, {}, {"test", now_}));
  both_at(now_ + 3h, line);
  EXPECT_EQ(booth_.look(now_ + 3h).inspection.headline, ReasonCode::ENTRY_OPEN_STAY);
  EXPECT_EQ(must(booth_.booth->log().size()), 0U);
}

TEST_F(ServedBooth, AnEntryThatRestedOnTheServiceIsLookedAtAgainWithoutIt) {
  auto contents = sample::bundle_contents(2);
  const std::string word = "offline_entry = ALLOW_PROVISIONAL";
  contents.ruleset_text.replace(contents.ruleset_text.find(word), word.size(),
                                "offline_entry = SECOND_LOOK");
  sample::write_bundle(booth_.folder.path(), contents, authority_);
  must(booth_.booth->import_bundle(booth_.folder / "trust.bundle"));
  const auto line = connect(booth_);
  ASSERT_TRUE(is_up(line));
  const auto verdict = booth_.look(now_);
  ASSERT_LE(verdict.inspection.outcome, visa::Severity::notice);
  service_.stop();
  const auto refused = booth_.record(verdict, verifier::Act::admit);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::out_of_range);
  EXPECT_TRUE(refused.error().message.contains("SECOND_LOOK")) << refused.error().message;
  const auto agreed = must(booth_.record(verdict, verifier::Act::admit, "asked Astana by phone"));
  EXPECT_TRUE(agreed.event->provisional);
}

TEST_F(ServedBooth, LetsOutByHandWithWhatTheServiceKnows) {
  const auto line = connect(booth_), others_line = connect(other_);
  ASSERT_TRUE(is_up(line) && is_up(others_line));
  must(other_.record(other_.look(now_), verifier::Act::admit));
  others_line->finish(20s);
  both_at(now_ + 48h, line);
  const auto out = must(booth_.booth->let_out_by_hand(
      number_, {.officer = "KZ-117", .senior = "KZ-204", .note = "paper torn"}, now_ + 48h,
      *booth_.key));
  EXPECT_FALSE(out.event->provisional);
  EXPECT_EQ(std::ranges::count(out.event->reasons, "NO_ENTRY_RECORD"), 0);
}

}  // namespace
}  // namespace evisa::kiosk
