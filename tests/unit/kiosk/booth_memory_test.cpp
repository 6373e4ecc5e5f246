// What a booth remembers beside its log: the latest time, and how far its own chain has come.
#include <gtest/gtest.h>

#include <algorithm>

#include "kiosk/booth.h"
#include "tests/sample/must.h"
#include "tests/sample/sample.h"
#include "tests/sample/temp_folder.h"

namespace evisa::kiosk {
namespace {

using sample::must;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
namespace fs = std::filesystem;

class BoothMemory : public testing::Test {
 protected:
  void SetUp() override {
    const auto authority = crypto::MinisignSecretKey::generate();
    sample::write_bundle(folder_.path(), sample::bundle_contents(1), authority);
    const auto passphrase = crypto::SecretBytes::copy_of(crypto::as_bytes("test"));
    const auto home =
        must(BoothHome::create(home_, {"ALA", "03", true}, folder_ / "authority.pub", passphrase));
    key_.emplace(must(home.unlock(passphrase)));
    booth_ = must(open());
    must(booth_->import_bundle(folder_ / "trust.bundle"));
  }
  Result<std::unique_ptr<Booth>> open() { return Booth::open(must(BoothHome::open(home_))); }
  Verdict look(visa::Instant at, visa::Direction direction = visa::Direction::entry) {
    Presented presented;
    presented.direction = direction;
    presented.reading.seal = sample::one().seal;
    presented.passport =
        must(visa::parse_mrz(sample::one().passport_mrz, must(visa::Date::parse("2026-11-20"))));
    return must(booth_->inspect(presented, at));
  }
  /// The clock's fault as the reason's parameters; empty when it is trusted.
  std::string clock_fault(visa::Instant at) {
    const auto verdict = look(at);
    const auto& reasons = verdict.inspection.reasons;
    const auto found =
        std::ranges::find(reasons, visa::ReasonCode::CLOCK_UNTRUSTED, &visa::Reason::code);
    if (found == reasons.end()) return "";
    std::string fault;
    for (const auto& [name, value] : found->params) fault += name + " " + value + ";";
    return fault;
  }
  visa::Crossing act(verifier::Act act, visa::Instant at) {
    const auto direction =
        act == verifier::Act::let_out ? visa::Direction::exit : visa::Direction::entry;
    const auto outcome = must(booth_->record(look(at, direction),
                                             {.act = act,
                                              .officer = "KZ-117",
                                              .note = "seen",
                                              .senior = "KZ-204",
                                              .provisional = true,
                                              .back_dated = {}},
                                             *key_));
    return outcome.event.value();
  }
  fs::path log() const { return home_ / "crossings.sqlite"; }

  sample::TempFolder folder_;
  fs::path home_ = folder_ / "booth";
  std::optional<crypto::Ed25519SecretKey> key_;
  std::unique_ptr<Booth> booth_;
  visa::Instant now_ = sample::one().now;
};

TEST_F(BoothMemory, AClockSetBackIsNotTrusted) {
  act(verifier::Act::refuse, now_ + hours{5});
  EXPECT_EQ(clock_fault(now_ + hours{1}), "seconds 14400;");
  EXPECT_EQ(clock_fault(now_ + hours{6}), "");
}

TEST_F(BoothMemory, AClockSetFarForwardIsNotTrustedAndLeavesNoTrace) {
  EXPECT_EQ(clock_fault(now_ + days{500}), "days 500;variant ahead;");
  act(verifier::Act::refuse, now_ + days{500});
  EXPECT_EQ(clock_fault(now_ + hours{1}), "");
}

TEST_F(BoothMemory, AClockThatIsLateIsOldTablesAndNoMore) {
  EXPECT_EQ(clock_fault(now_ + days{30}), "");
  EXPECT_EQ(look(now_ + days{30}).inspection.headline, visa::ReasonCode::DATA_STALE);
}

TEST_F(BoothMemory, AJumpingClockIsJudgedAtEachAct) {
  act(verifier::Act::refuse, now_ + hours{2});
  act(verifier::Act::refuse, now_ + days{600});
  act(verifier::Act::refuse, now_ - days{600});
  EXPECT_EQ(clock_fault(now_ + hours{1}), "seconds 3600;");
  EXPECT_EQ(clock_fault(now_ + hours{2}), "");
  act(verifier::Act::refuse, now_ + hours{3});
  EXPECT_EQ(clock_fault(now_ + hours{2}), "seconds 3600;");
}

TEST_F(BoothMemory, ARefusalWithoutABelievedVisaNamesNone) {
  auto verdict = look(now_);
  verdict.inspection.visa.reset();
  const verifier::OfficerAct refer{.act = verifier::Act::refer,
                                   .officer = "KZ-117",
                                   .note = {},
                                   .senior = {},
                                   .provisional = true,
                                   .back_dated = {}};
  EXPECT_EQ(must(booth_->record(verdict, refer, *key_)).event->visa, std::nullopt);
}

TEST_F(BoothMemory, OpensAgainAndGoesOn) {
  act(verifier::Act::admit, now_);
  booth_.reset();
  booth_ = must(open());
  EXPECT_EQ(act(verifier::Act::let_out, now_ + hours{30}).id.text(), "ALA-03/2");
}

TEST_F(BoothMemory, ALogThatWasRolledBackOpensNoBooth) {
  act(verifier::Act::admit, now_);
  booth_.reset();
  fs::copy_file(log(), folder_ / "copy");
  booth_ = must(open());
  act(verifier::Act::let_out, now_ + hours{30});
  booth_.reset();
  fs::copy_file(folder_ / "copy", log(), fs::copy_options::overwrite_existing);
  const auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::conflict);
  EXPECT_TRUE(opened.error().message.contains("ALA-03/1")) << opened.error().message;
  EXPECT_TRUE(opened.error().message.contains("ALA-03/2")) << opened.error().message;
}

TEST_F(BoothMemory, ALogThatWasReplacedByAnEmptyOneOpensNoBooth) {
  act(verifier::Act::admit, now_);
  booth_.reset();
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(log().string() + suffix);
  must(db::CrossingLog::open(log(), db::Open::create));
  const auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::conflict);
}

TEST_F(BoothMemory, ACrashBetweenLogAndMemoryIsNoFault) {
  act(verifier::Act::admit, now_);
  booth_.reset();
  fs::copy(home_ / "trust", folder_ / "before", fs::copy_options::recursive);
  booth_ = must(open());
  act(verifier::Act::let_out, now_ + hours{30});
  booth_.reset();
  // As if the act had reached the log and not the memory of it.
  fs::remove_all(home_ / "trust");
  fs::copy(folder_ / "before", home_ / "trust", fs::copy_options::recursive);
  booth_ = must(open());
  EXPECT_EQ(look(now_ + hours{31}).inspection.use.use, visa::VisaUse::spent);
}

}  // namespace
}  // namespace evisa::kiosk
