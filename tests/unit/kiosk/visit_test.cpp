// One traveller after the other: documents in either order, never mixed.
#include "kiosk/visit.h"

#include <gtest/gtest.h>

#include "tests/sample/must.h"

namespace evisa::kiosk {
namespace {

using namespace std::chrono_literals;

const Moment kStart{};

reader::Reading paper(std::uint8_t mark) {
  reader::Reading reading;
  reading.seal = crypto::Bytes{0xdc, 0x03, mark};
  reading.barcodes.push_back({.symbology = "QRCode", .bytes = *reading.seal});
  return reading;
}
reader::Reading empty() { return {}; }

visa::Mrz passport(const std::string& number, const std::string& secondary = "ANNA MARIA") {
  const auto state = sample::must(visa::CountryCode::parse("UTO"));
  const visa::Date today = sample::must(visa::Date::parse("2026-06-01"));
  const auto lines = sample::must(visa::compose_mrz(
      visa::MrzFormat::td3,
      {.document_code = "P",
       .issuing_state = state,
       .name = {.primary = "ERIKSSON", .secondary = secondary},
       .document_number = number,
       .nationality = state,
       .birth = visa::BirthDate::from(sample::must(visa::Date::parse("1974-08-12"))),
       .sex = visa::Sex::female,
       .expiry = sample::must(visa::Date::parse("2032-04-15")),
       .optional_data = {}}));
  return sample::must(visa::parse_mrz(lines.line1 + "\n" + lines.line2, today));
}

void show(Visit& visit, std::uint8_t mark, int frames = 2, Moment at = kStart) {
  for (int i = 0; i < frames; ++i) visit.see(paper(mark), at);
}
// Over a little more than a second.
void show_nothing(Visit& visit) {
  for (int i = 0; i < 12; ++i) visit.see(empty(), kStart + i * 100ms);
}
void miss_passport(Visit& visit) {
  for (int i = 0; i < 12; ++i) visit.miss_passport(kStart + i * 100ms);
}

/// A visit that has both documents of one traveller, judged.
Visit judged_visit() {
  Visit visit;
  show(visit, 1);
  visit.present_passport(passport("L898902C3"), kStart);
  visit.judged(kStart);
  return visit;
}

TEST(KioskVisit, TakesTheDocumentsInEitherOrder) {
  Visit paper_first;
  EXPECT_EQ(paper_first.stage(), Stage::empty);
  EXPECT_FALSE(paper_first.see(paper(1), kStart));  // one frame is not enough
  EXPECT_TRUE(paper_first.see(paper(1), kStart));
  EXPECT_EQ(paper_first.stage(), Stage::partial);
  EXPECT_TRUE(paper_first.present_passport(passport("L898902C3"), kStart));
  EXPECT_EQ(paper_first.stage(), Stage::complete);

  Visit passport_first;
  EXPECT_TRUE(passport_first.present_passport(passport("L898902C3"), kStart));
  EXPECT_EQ(passport_first.stage(), Stage::partial);
  show(passport_first, 1);
  EXPECT_EQ(passport_first.stage(), Stage::complete);
}

TEST(KioskVisit, ASecondPaperBeginsAnotherVisit) {
  Visit visit;
  show(visit, 1);
  visit.present_passport(passport("L898902C3"), kStart);
  const auto first = visit.number();
  show(visit, 2);
  EXPECT_NE(visit.number(), first);
  EXPECT_EQ(visit.stage(), Stage::partial);
  EXPECT_EQ(visit.paper()->seal, paper(2).seal);
  EXPECT_FALSE(visit.passport());  // that was the other traveller's
}

TEST(KioskVisit, ASecondPassportBeginsAnotherVisit) {
  Visit visit;
  show(visit, 1);
  visit.present_passport(passport("L898902C3"), kStart);
  EXPECT_TRUE(visit.present_passport(passport("N1234567"), kStart));
  EXPECT_EQ(visit.stage(), Stage::partial);
  EXPECT_FALSE(visit.paper());
}

TEST(KioskVisit, AVerdictWaitsForItsActWhateverIsShown) {
  Visit visit = judged_visit();
  const auto number = visit.number();
  show(visit, 2);
  EXPECT_EQ(visit.disturbance(), Disturbance::next_document);
  EXPECT_FALSE(visit.present_passport(passport("N1234567"), kStart));
  EXPECT_EQ(visit.number(), number);
  EXPECT_EQ(visit.stage(), Stage::judged);
  EXPECT_EQ(visit.paper()->seal, paper(1).seal);
}

TEST(KioskVisit, TheNextTravellerMayFollowAnAct) {
  Visit visit = judged_visit();
  visit.acted(kStart);
  show(visit, 1);
  EXPECT_EQ(visit.stage(), Stage::acted);  // the same paper is nothing new
  show(visit, 2);
  EXPECT_EQ(visit.stage(), Stage::partial);
  EXPECT_FALSE(visit.passport());
}

TEST(KioskVisit, APaperLeftBehindIsNotPresentedAgain) {
  Visit visit = judged_visit();
  visit.acted(kStart);
  visit.clear();
  show(visit, 1, 30);
  EXPECT_EQ(visit.stage(), Stage::empty);
  show_nothing(visit);
  show(visit, 1);
  EXPECT_EQ(visit.stage(), Stage::partial);
}

// A slow camera looks four times a second.
TEST(KioskVisit, ADocumentTakenAwayForASecondCountsAgain) {
  Visit visit = judged_visit();
  visit.acted(kStart);
  visit.clear();
  show(visit, 1, 4);
  for (int i = 0; i < 4; ++i) visit.see(empty(), kStart + i * 250ms);
  show(visit, 1, 4, kStart + 1s);
  EXPECT_EQ(visit.stage(), Stage::empty);  // three quarters of one
  for (int i = 0; i < 5; ++i) visit.see(empty(), kStart + 2s + i * 250ms);
  show(visit, 1, 4, kStart + 4s);
  EXPECT_EQ(visit.stage(), Stage::partial);
}

// A desk at rest is not looked at; then a hand hides the paper for one look.
TEST(KioskVisit, ALookThatMissesALongLyingPaperDoesNotMakeItNew) {
  Visit visit = judged_visit();
  visit.acted(kStart);
  visit.clear();
  show(visit, 1, 4);
  visit.see(empty(), kStart + 60s);
  visit.see(empty(), kStart + 90s);
  show(visit, 1, 4, kStart + 90s);
  EXPECT_EQ(visit.stage(), Stage::empty);
}

// However long the verdict stood, and however few frames have come since it was put aside.
TEST(KioskVisit, DocumentsThatHaveLeftBeforeTheVisitEndedCountAtOnce) {
  Visit visit;
  visit.see_passport(passport("L898902C3"), kStart);
  show(visit, 1);
  visit.judged(kStart);
  show_nothing(visit);
  miss_passport(visit);
  visit.clear();
  visit.see_passport(passport("L898902C3"), kStart);
  show(visit, 1);
  EXPECT_EQ(visit.stage(), Stage::complete);
}

TEST(KioskVisit, APassportLeftBehindIsNeverJudgedWithTheNextPaper) {
  Visit visit;
  visit.see_passport(passport("L898902C3"), kStart);
  show(visit, 1);
  visit.judged(kStart);
  visit.acted(kStart);
  for (int i = 0; i < 5; ++i) visit.see_passport(passport("L898902C3"), kStart);
  EXPECT_EQ(visit.stage(), Stage::acted);
  visit.clear();
  for (int i = 0; i < 30; ++i) visit.see_passport(passport("L898902C3"), kStart);
  EXPECT_EQ(visit.stage(), Stage::empty);
  show(visit, 2);  // the next traveller's
  visit.see_passport(passport("L898902C3"), kStart);
  EXPECT_EQ(visit.stage(), Stage::partial);
  EXPECT_FALSE(visit.passport());
  miss_passport(visit);
  visit.see_passport(passport("L898902C3"), kStart);  // it was taken away and comes again
  EXPECT_EQ(visit.stage(), Stage::complete);
}

// The next traveller's came from the hand scanner meanwhile.
TEST(KioskVisit, DocumentsOfTheTravellerBeforeLastAreLeftBehindAsWell) {
  Visit visit;
  visit.see_passport(passport("L898902C3"), kStart);
  show(visit, 1);
  visit.judged(kStart);
  visit.acted(kStart);
  visit.clear();
  visit.scan(paper(2), kStart);
  visit.present_passport(passport("N1234567"), kStart);
  visit.judged(kStart);
  visit.see_passport(passport("L898902C3"), kStart);
  show(visit, 1);
  visit.acted(kStart);
  visit.clear();
  visit.see_passport(passport("L898902C3"), kStart);
  show(visit, 1);
  EXPECT_EQ(visit.stage(), Stage::empty);
}

// Typed because the camera could not read it, which it can a moment later.
TEST(KioskVisit, ADocumentReadTooLateBeginsNoVisitOfItsOwn) {
  Visit visit;
  visit.scan(paper(1), kStart);
  visit.present_passport(passport("L898902C3"), kStart);
  visit.judged(kStart);
  visit.acted(kStart);
  visit.clear();
  EXPECT_FALSE(visit.see_passport(passport("L898902C3"), kStart));
  show(visit, 1);
  EXPECT_EQ(visit.stage(), Stage::empty);
  EXPECT_TRUE(visit.present_passport(passport("L898902C3"), kStart));  // by hand it counts
}

TEST(KioskVisit, TheNextTravellersPassportIsTakenAtOnce) {
  Visit visit = judged_visit();
  visit.acted(kStart);
  visit.clear();
  EXPECT_TRUE(visit.see_passport(passport("N1234567"), kStart));
  EXPECT_EQ(visit.passport()->document_number, "N1234567");
}

TEST(KioskVisit, ClearingForgetsEverything) {
  Visit visit = judged_visit();
  visit.clear();
  EXPECT_EQ(visit.stage(), Stage::empty);
  EXPECT_FALSE(visit.paper());
  EXPECT_FALSE(visit.passport());
  visit.see(paper(2), kStart);  // one frame: nothing is left over to agree with
  EXPECT_EQ(visit.stage(), Stage::empty);
}

TEST(KioskVisit, ClearsWhatNobodyGoesOnWith) {
  Visit half;
  show(half, 1);
  EXPECT_FALSE(half.pass_time(kStart + 59s));
  show(half, 1, 1, kStart + 59s);  // it is still there
  EXPECT_FALSE(half.pass_time(kStart + 118s));
  EXPECT_TRUE(half.pass_time(kStart + 119s));
  EXPECT_EQ(half.stage(), Stage::empty);

  Visit judged = judged_visit();
  EXPECT_FALSE(judged.pass_time(kStart + 179s));
  EXPECT_TRUE(judged.pass_time(kStart + 180s));

  Visit acted = judged_visit();
  acted.acted(kStart);
  EXPECT_FALSE(acted.pass_time(kStart + 9s));
  EXPECT_TRUE(acted.pass_time(kStart + 10s));
  EXPECT_FALSE(acted.pass_time(kStart + 100s));
}

TEST(KioskVisit, TellsOfTwoPapersInView) {
  Visit visit;
  reader::Reading both;
  both.several_seals = true;
  EXPECT_FALSE(visit.see(both, kStart));
  EXPECT_EQ(visit.disturbance(), Disturbance::several_seals);
  EXPECT_EQ(visit.stage(), Stage::empty);
  show(visit, 1);
  EXPECT_EQ(visit.disturbance(), Disturbance::none);
  EXPECT_EQ(visit.stage(), Stage::partial);
}

TEST(KioskVisit, TellsOfACodeThatIsNoVisa) {
  Visit visit;
  reader::Reading other;
  other.barcodes.push_back({.symbology = "QRCode", .bytes = {'h', 'i'}});
  visit.see(other, kStart);
  EXPECT_EQ(visit.disturbance(), Disturbance::other_code);
  visit.see(empty(), kStart);
  EXPECT_EQ(visit.disturbance(), Disturbance::none);
}

TEST(KioskVisit, TheOfficerCorrectsAPassport) {
  Visit visit;
  show(visit, 1);
  visit.present_passport(passport("L898902C3"), kStart);
  visit.judged(kStart);
  EXPECT_TRUE(visit.correct_passport(passport("L898902C8"), kStart));
  EXPECT_EQ(visit.stage(), Stage::complete);  // to be judged again
  EXPECT_TRUE(visit.paper());
  EXPECT_EQ(visit.passport()->document_number, "L898902C8");
  EXPECT_FALSE(visit.correct_passport(passport("L898902C8"), kStart));
}

TEST(KioskVisit, ABetterReadingOfTheSamePassportIsTaken) {
  Visit visit;
  show(visit, 1);
  visit.present_passport(passport("L898902C3", "ANNA"), kStart);
  EXPECT_TRUE(visit.present_passport(passport("L898902C3"), kStart));
  EXPECT_EQ(visit.passport()->name.secondary, "ANNA MARIA");
  EXPECT_TRUE(visit.paper());
}

TEST(KioskVisit, OneDocumentIsJudgedOnTheOfficersWord) {
  Visit visit;
  EXPECT_FALSE(visit.go_without(kStart));
  show(visit, 1);
  EXPECT_TRUE(visit.go_without(kStart));
  EXPECT_EQ(visit.stage(), Stage::complete);
  visit.judged(kStart);
  EXPECT_FALSE(visit.go_without(kStart));
  EXPECT_TRUE(visit.present_passport(passport("L898902C3"), kStart));  // he found it after all
  EXPECT_EQ(visit.stage(), Stage::complete);
}

}  // namespace
}  // namespace evisa::kiosk
