// Acts without a camera: an exit on a visa's number, a reversal, a resolution.
#include <gtest/gtest.h>

#include "kiosk/booth.h"
#include "tests/sample/must.h"
#include "tests/sample/sample.h"
#include "tests/sample/temp_folder.h"

namespace evisa::kiosk {
namespace {

using sample::must;
using std::chrono::hours;
using std::chrono::minutes;

class KioskByHand : public testing::Test {
 protected:
  void SetUp() override {
    const auto authority = crypto::MinisignSecretKey::generate();
    sample::write_bundle(folder_.path(), sample::bundle_contents(1), authority);
    const auto passphrase = crypto::SecretBytes::copy_of(crypto::as_bytes("test"));
    auto home = must(BoothHome::create(folder_ / "booth", {"ALA", "03", true},
                                       folder_ / "authority.pub", passphrase));
    key_.emplace(must(home.unlock(passphrase)));
    booth_ = must(Booth::open(std::move(home)));
    must(booth_->import_bundle(folder_ / "trust.bundle"));
  }
  Verdict look(visa::Instant at) {
    Presented presented;
    presented.reading.seal = sample::one().seal;
    presented.passport =
        must(visa::parse_mrz(sample::one().passport_mrz, must(visa::Date::parse("2026-11-20"))));
    return must(booth_->inspect(presented, at));
  }
  visa::EventId admit(visa::Instant at) {
    const auto outcome = must(booth_->record(look(at),
                                             {.act = verifier::Act::admit,
                                              .officer = "KZ-117",
                                              .note = "seen",
                                              .senior = "KZ-204",
                                              .provisional = true,
                                              .back_dated = {}},
                                             *key_));
    return outcome.event ? outcome.event->id : visa::EventId{};
  }

  sample::TempFolder folder_;
  std::optional<crypto::Ed25519SecretKey> key_;
  std::unique_ptr<Booth> booth_;
  visa::Instant now_ = sample::one().now;
  visa::VisaNumber number_ = *sample::one().visa.number;
  ByHand alone_{.officer = "KZ-117", .senior = {}, .note = "paper torn"};
  ByHand two_{.officer = "KZ-117", .senior = "KZ-204", .note = "paper torn"};
};

TEST_F(KioskByHand, LetsOutOnANumberWithASeniorOfficer) {
  admit(now_);
  const auto alone = booth_->let_out_by_hand(number_, alone_, now_ + hours{48}, *key_);
  ASSERT_FALSE(alone);
  EXPECT_TRUE(alone.error().message.contains("senior officer is needed"));
  const auto outcome = must(booth_->let_out_by_hand(number_, two_, now_ + hours{48}, *key_));
  ASSERT_EQ(outcome.kind, Outcome::Kind::recorded);
  EXPECT_EQ(outcome.event->kind, visa::EventKind::exit);
  EXPECT_TRUE(outcome.event->manual && outcome.event->provisional);
  EXPECT_EQ(outcome.event->reasons, std::vector<std::string>{"SEAL_UNREADABLE"});
  EXPECT_EQ(look(now_ + hours{49}).inspection.use.use, visa::VisaUse::spent);
  const auto again = booth_->let_out_by_hand(number_, two_, now_ + hours{50}, *key_);
  ASSERT_FALSE(again);
  EXPECT_TRUE(again.error().message.contains("ALA-03/2"));
}

TEST_F(KioskByHand, NamesAMissingEntry) {
  const auto outcome = must(booth_->let_out_by_hand(number_, two_, now_, *key_));
  EXPECT_EQ(outcome.event->reasons,
            (std::vector<std::string>{"SEAL_UNREADABLE", "NO_ENTRY_RECORD"}));
}

TEST_F(KioskByHand, ReversesAnEntry) {
  const auto entry = admit(now_);
  const auto outcome = must(booth_->reverse(entry, alone_, now_ + minutes{5}, *key_));
  ASSERT_EQ(outcome.kind, Outcome::Kind::recorded);
  EXPECT_EQ(outcome.event->reverses, entry);
  EXPECT_EQ(look(now_ + minutes{6}).inspection.use.use, visa::VisaUse::issued);
}

TEST_F(KioskByHand, ReversesLaterWithASeniorOfficerOnly) {
  const auto entry = admit(now_);
  EXPECT_FALSE(booth_->reverse(entry, alone_, now_ + minutes{31}, *key_));
  EXPECT_TRUE(booth_->reverse(entry, two_, now_ + minutes{31}, *key_));
}

TEST_F(KioskByHand, ResolvesADoubleUse) {
  admit(now_);
  const auto second = admit(now_ + hours{2});  // forced by the senior officer
  ASSERT_EQ(look(now_ + hours{3}).inspection.use.conflicts.size(), 1U);
  EXPECT_FALSE(booth_->resolve(second, alone_, now_ + hours{3}, *key_));
  must(booth_->resolve(second, two_, now_ + hours{3}, *key_));
  const auto use = look(now_ + hours{4}).inspection.use;
  EXPECT_TRUE(use.conflicts.empty());
  EXPECT_EQ(use.entry->id, second);
}

TEST_F(KioskByHand, KnowsNoEventThatIsNotInTheLog) {
  const auto outcome = booth_->reverse({"ALA-03", 17}, two_, now_, *key_);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, Errc::not_found);
}

}  // namespace
}  // namespace evisa::kiosk
