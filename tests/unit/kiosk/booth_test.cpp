// The main job at the booth, for real: a filmed page, a typed passport, a verdict, a record, and
// the same page again.
#include "kiosk/booth.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "crypto/files.h"
#include "kiosk/commands.h"
#include "kiosk/watch.h"
#include "tests/sample/must.h"
#include "tests/sample/sample.h"
#include "tests/sample/temp_folder.h"
#include "tests/sim/film.h"
#include "tests/sim/page.h"

namespace evisa::kiosk {
namespace {

using sample::must;
using std::chrono::hours;
using std::chrono::minutes;
namespace fs = std::filesystem;

/// A camera that films a page on a desk; with no page, the desk.
class FilmedPage : public reader::FrameSource {
 public:
  explicit FilmedPage(sim::Page page, int frames) : page_(std::move(page)) {
    film_.frames = frames;
  }
  Result<std::optional<reader::Frame>> next() override {
    if (index_ >= film_.frames) return std::nullopt;
    const cv::Mat gray = sim::film_frame(page_, {}, film_, index_);
    reader::Frame frame;
    frame.gray.assign(gray.datastart, gray.dataend);
    frame.width = gray.cols;
    frame.height = gray.rows;
    frame.number = static_cast<std::uint64_t>(index_++);
    return frame;
  }
  bool live() const override { return false; }

 private:
  sim::Page page_;
  sim::Film film_;
  int index_ = 0;
};

reader::Reading filmed(const std::string& code) {
  FilmedPage camera(sim::page_with_qr(crypto::as_bytes(code)), 6);
  return must(watch_for_seal(camera, {.stable_frames = 2, .frames = 6})).reading;
}

class KioskBooth : public testing::Test {
 protected:
  void SetUp() override {
    sample::write_bundle(folder_.path(), sample::bundle_contents(1), authority_);
    booth_ = open("ALA", "03");
  }
  std::unique_ptr<Booth> open(const std::string& airport, const std::string& number) {
    const auto home = folder_ / (airport + number);
    if (!fs::exists(home)) {
      must(
          BoothHome::create(home, {airport, number, true}, folder_ / "authority.pub", passphrase_));
    }
    auto booth = must(Booth::open(must(BoothHome::open(home))));
    must(booth->import_bundle(folder_ / "trust.bundle"));
    return booth;
  }
  Presented present(const std::string& code, const std::string& mrz = sample::one().passport_mrz) {
    Presented presented;
    presented.reading = filmed(code);
    presented.passport = must(visa::parse_mrz(mrz, must(visa::Date::parse("2026-11-20"))));
    return presented;
  }
  Result<Outcome> record(Booth& booth, const Verdict& verdict, verifier::Act act,
                         std::string note = {}) {
    const auto key = must(booth.home().unlock(passphrase_));
    return booth.record(verdict,
                        {.act = act,
                         .officer = "KZ-117",
                         .note = std::move(note),
                         .senior = {},
                         .provisional = true,
                         .back_dated = {}},
                        key);
  }

  sample::TempFolder folder_;
  crypto::MinisignSecretKey authority_ = crypto::MinisignSecretKey::generate();
  crypto::SecretBytes passphrase_ = crypto::SecretBytes::copy_of(crypto::as_bytes("test"));
  std::unique_ptr<Booth> booth_;
  visa::Instant now_ = sample::one().now;
};

TEST_F(KioskBooth, AdmitsAndRecordsAFilmedPageOnceAndRefusesItTheSecondTime) {
  const auto presented = present(sample::one().text);
  const auto first = must(booth_->inspect(presented, now_));
  ASSERT_LE(first.inspection.outcome, visa::Severity::notice);
  const auto recorded = must(record(*booth_, first, verifier::Act::admit));
  ASSERT_EQ(recorded.kind, Outcome::Kind::recorded);
  EXPECT_EQ(recorded.event->id.text(), "ALA-03/1");
  EXPECT_TRUE(recorded.event->provisional);

  const auto second = must(booth_->inspect(presented, now_ + minutes{30}));
  EXPECT_EQ(second.inspection.outcome, visa::Severity::refuse);
  EXPECT_EQ(second.inspection.headline, visa::ReasonCode::ENTRY_OPEN_STAY);
}

TEST_F(KioskBooth, ASecondScanAfterMinutesIsTheSameEvent) {
  const auto presented = present(sample::one().text);
  const auto first = must(booth_->inspect(presented, now_));
  must(record(*booth_, first, verifier::Act::admit));
  const auto again = must(booth_->inspect(presented, now_ + minutes{3}));
  const auto outcome = must(record(*booth_, again, verifier::Act::admit));
  EXPECT_EQ(outcome.kind, Outcome::Kind::already);
  EXPECT_EQ(outcome.earlier->text(), "ALA-03/1");
}

TEST_F(KioskBooth, WhatWasRecordedIsThereAfterARestart) {
  const auto presented = present(sample::one().text);
  must(record(*booth_, must(booth_->inspect(presented, now_)), verifier::Act::admit));
  booth_.reset();
  booth_ = open("ALA", "03");
  const auto after = must(booth_->inspect(presented, now_ + hours{2}));
  EXPECT_EQ(after.inspection.use.use, visa::VisaUse::inside);
}

TEST_F(KioskBooth, ACopiedCodeWithAnotherPassportIsRefused) {
  const auto verdict = must(booth_->inspect(present(sample::one().text,
                                                    "P<INDVERMA<<ASHA<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
                                                    "K7654321<4IND8803023F3205068<<<<<<<<<<<<<<<4"),
                                            now_));
  EXPECT_EQ(verdict.inspection.outcome, visa::Severity::refuse);
  EXPECT_EQ(verdict.inspection.headline, visa::ReasonCode::PASSPORT_NUMBER_MISMATCH);
}

TEST_F(KioskBooth, ATamperedCodeIsRefusedAsInvalidAndCannotBeAdmitted) {
  std::string text = sample::one().text;
  text[text.size() - 20] = text[text.size() - 20] == 'A' ? 'B' : 'A';
  const auto verdict = must(booth_->inspect(present(text), now_));
  EXPECT_EQ(verdict.inspection.outcome, visa::Severity::refuse);
  EXPECT_FALSE(verdict.inspection.visa);
  const auto outcome = record(*booth_, verdict, verifier::Act::admit);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, Errc::out_of_range);
}

TEST_F(KioskBooth, AnEmptyDeskIsUnreadableAndNeverForged) {
  FilmedPage camera(sim::blank_page(), 3);
  Presented presented;
  presented.reading = must(watch_for_seal(camera, {.stable_frames = 2, .frames = 3})).reading;
  const auto verdict = must(booth_->inspect(presented, now_));
  EXPECT_EQ(verdict.inspection.outcome, visa::Severity::second_look);
  EXPECT_TRUE(std::ranges::any_of(verdict.inspection.reasons, [](const visa::Reason& reason) {
    return reason.code == visa::ReasonCode::SEAL_UNREADABLE;
  }));
}

TEST_F(KioskBooth, AForeignCodeIsNamedAndNotJudgedAForgery) {
  const auto verdict = must(booth_->inspect(present("https://example.org/menu"), now_));
  EXPECT_EQ(verdict.inspection.outcome, visa::Severity::second_look);
  EXPECT_TRUE(std::ranges::any_of(verdict.inspection.reasons, [](const visa::Reason& reason) {
    return reason.code == visa::ReasonCode::SEAL_NOT_EVISA;
  }));
}

TEST_F(KioskBooth, AnotherAirportIsASecondLookAndNeedsAReasonToAdmit) {
  const auto other = open("CIT", "01");
  const auto verdict = must(other->inspect(present(sample::one().text), now_));
  EXPECT_EQ(verdict.inspection.headline, visa::ReasonCode::CHECKPOINT_OTHER_AIRPORT);
  EXPECT_FALSE(record(*other, verdict, verifier::Act::admit));
  EXPECT_TRUE(record(*other, verdict, verifier::Act::admit, "senior officer agreed by phone"));
}

TEST_F(KioskBooth, FollowsTheRuleSetsChoiceForEntriesWithoutTheService) {
  auto contents = sample::bundle_contents(2);
  const std::string word = "offline_entry = ALLOW_PROVISIONAL";
  const auto at = contents.ruleset_text.find(word);
  ASSERT_NE(at, std::string::npos);
  contents.ruleset_text.replace(at, word.size(), "offline_entry = SECOND_LOOK");
  sample::write_bundle(folder_.path(), contents, authority_);
  must(booth_->import_bundle(folder_ / "trust.bundle"));

  const auto verdict = must(booth_->inspect(present(sample::one().text), now_));
  EXPECT_EQ(verdict.inspection.outcome, visa::Severity::second_look);
  EXPECT_EQ(verdict.inspection.headline, visa::ReasonCode::DATA_STALE);
  const auto unexplained = record(*booth_, verdict, verifier::Act::admit);
  ASSERT_FALSE(unexplained);
  EXPECT_EQ(unexplained.error().code, Errc::out_of_range);
  EXPECT_TRUE(record(*booth_, verdict, verifier::Act::admit, "asked Astana by phone"));
}

TEST_F(KioskBooth, ABadgeThatOnlyLooksLikeAnotherIsNoBadge) {
  const auto verdict = must(booth_->inspect(present(sample::one().text), now_));
  const auto key = must(booth_->home().unlock(passphrase_));
  for (const std::string badge :
       {"", " ", "KZ-117 ", "kz-117", "KZ-117\nALA-03/2", "KZ\u2011117", "KZ-117117117117117117"}) {
    verifier::OfficerAct act;
    act.act = verifier::Act::admit;
    act.officer = badge;
    act.provisional = true;
    const auto outcome = booth_->record(verdict, act, key);
    ASSERT_FALSE(outcome) << badge;
    EXPECT_EQ(outcome.error().code, Errc::malformed) << badge;
  }
}

TEST_F(KioskBooth, AMissingLogIsALossToBeToldAndNotANewBeginning) {
  booth_.reset();
  const auto home = folder_ / "ALA03";
  fs::remove(home / "crossings.sqlite");
  const auto booth = Booth::open(must(BoothHome::open(home)));
  ASSERT_FALSE(booth);
  EXPECT_EQ(booth.error().code, Errc::not_found);
  EXPECT_FALSE(fs::exists(home / "crossings.sqlite"));
}

TEST_F(KioskBooth, TheVerdictIsToldAlsoWhenItCannotBeRecorded) {
  booth_.reset();
  const auto frames = folder_ / "frames";
  fs::create_directory(frames);
  const cv::Mat frame =
      sim::film_frame(sim::page_with_qr(crypto::as_bytes(sample::one().text)), {}, {}, 0);
  for (const char* name : {"1.png", "2.png"})
    ASSERT_TRUE(cv::imwrite((frames / name).string(), frame));
  must(crypto::write_file(folder_ / "passphrase", crypto::as_bytes("test\n"), 0600));
  Options options;
  options.home = (folder_ / "ALA03").string();
  options.passphrase_file = (folder_ / "passphrase").string();
  options.source = frames.string();
  options.passport_mrz = sample::one().passport_mrz;
  options.record = true;
  options.officer = "KZ-117";
  options.act = "refuse";  // needs a reason where the outcome is OK, and none is given
  options.at = visa::to_string(now_);
  testing::internal::CaptureStdout();
  const auto served = serve_traveller(options, [this] { return now_; });
  const std::string told = testing::internal::GetCapturedStdout();
  ASSERT_FALSE(served);
  EXPECT_EQ(served.error().code, Errc::out_of_range);
  EXPECT_NE(told.find(sample::one().visa.number->text()), std::string::npos) << told;
  EXPECT_EQ(told.find("RECORDED"), std::string::npos);
}

TEST_F(KioskBooth, AClockBeforeTheLatestEventIsNotTrusted) {
  const auto presented = present(sample::one().text);
  must(record(*booth_, must(booth_->inspect(presented, now_ + hours{5})), verifier::Act::admit));
  const auto set_back = must(booth_->inspect(presented, now_ + hours{1}));
  EXPECT_TRUE(std::ranges::any_of(set_back.inspection.reasons, [](const visa::Reason& reason) {
    return reason.code == visa::ReasonCode::CLOCK_UNTRUSTED;
  }));
}

TEST_F(KioskBooth, AProductionBundleIsRefusedByATestBoothAndTheLastGoodOneStays) {
  auto contents = sample::bundle_contents(2);
  contents.test_only = false;
  sample::write_bundle(folder_.path(), contents, authority_);
  const auto refused = booth_->import_bundle(folder_ / "trust.bundle");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::untrusted);
  EXPECT_EQ(must(booth_->inspect(present(sample::one().text), now_)).inspection.bundle_sequence,
            1U);
}

TEST_F(KioskBooth, RecordingWithAnotherBoothsKeyFileIsRefused) {
  open("NQZ", "01");
  fs::copy_file(folder_ / "NQZ01" / "booth.key", folder_ / "ALA03" / "booth.key",
                fs::copy_options::overwrite_existing);
  const auto key = booth_->home().unlock(passphrase_);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, Errc::io);
  EXPECT_NE(key.error().message.find("belongs to NQZ-01"), std::string::npos);
}

TEST(KioskBoothHome, IsMadeOnceAndLeavesNothingHalfMade) {
  const sample::TempFolder folder;
  const auto passphrase = crypto::SecretBytes::copy_of(crypto::as_bytes("test"));
  const auto authority = crypto::MinisignSecretKey::generate().public_key().text("test");
  must(crypto::write_file(folder / "authority.pub", crypto::as_bytes(authority)));

  const auto bad =
      BoothHome::create(folder / "a", {"ALA/..", "03", true}, folder / "authority.pub", passphrase);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, Errc::malformed);
  EXPECT_FALSE(
      BoothHome::create(folder / "a", {"ALA", "03", true}, folder / "none.pub", passphrase));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);

  must(BoothHome::create(folder / "a", {"ALA", "03", true}, folder / "authority.pub", passphrase));
  const auto again =
      BoothHome::create(folder / "a", {"ALA", "03", true}, folder / "authority.pub", passphrase);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Errc::conflict);
}

}  // namespace
}  // namespace evisa::kiosk
