// What the self-test finds of a booth: clock, bundle, disk, line.
#include "kiosk/booth_findings.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/kiosk/served_booth.h"

namespace evisa::kiosk {
namespace {

class KioskBoothFindings : public ServedBooth {
 protected:
  Finding find(const std::string& name, const Connection* line = nullptr) {
    const auto findings = judge_booth(*booth_.booth, line, [this] { return here_.load(); });
    const auto found = std::ranges::find(findings, name, &Finding::name);
    EXPECT_NE(found, findings.end()) << name;
    return *found;
  }
};

TEST_F(KioskBoothFindings, AllIsWellAtAFreshBooth) {
  const auto findings = judge_booth(*booth_.booth, nullptr, [this] { return here_.load(); });
  for (const auto& finding : findings) {
    EXPECT_EQ(finding.condition, Condition::ok) << finding.name << ": " << finding.found;
    EXPECT_FALSE(finding.found.empty() || finding.expected.empty()) << finding.name;
    EXPECT_TRUE(finding.advice.empty()) << finding.name;
  }
  EXPECT_EQ(worst_of(findings), Condition::ok);
}

TEST_F(KioskBoothFindings, TellsAnOldBundle) {
  here_ = now_ + 2h;
  EXPECT_EQ(find("bundle").condition, Condition::warning);
  here_ = now_ + 48h;
  EXPECT_EQ(find("bundle").condition, Condition::fault);
}

TEST_F(KioskBoothFindings, TellsAClockThatStandsBeforeWhatHasPassed) {
  here_ = now_ - 24h;
  const auto clock = find("clock");
  EXPECT_EQ(clock.condition, Condition::fault);
  EXPECT_NE(clock.found.find("behind"), std::string::npos) << clock.found;
}

TEST_F(KioskBoothFindings, TellsABoothWithoutABundle) {
  const auto home = booth_.folder / "bare";
  must(BoothHome::create(home, {"ALA", "09", true}, booth_.folder / "authority.pub",
                         booth_.passphrase));
  booth_.booth = must(Booth::open(must(BoothHome::open(home))));
  EXPECT_EQ(find("bundle").condition, Condition::fault);
  EXPECT_EQ(find("clock").condition, Condition::warning);
}

TEST_F(KioskBoothFindings, AsksTheServiceAndTakesItsSilenceForAWarning) {
  {
    const auto line = connect(booth_);
    const auto link = find("link", line.get());
    EXPECT_EQ(link.condition, Condition::ok) << link.found;
  }
  service_.stop();
  const auto line = connect(booth_);
  const auto link = find("link", line.get());
  EXPECT_EQ(link.condition, Condition::warning) << link.found;
  EXPECT_FALSE(link.advice.empty());
}

}  // namespace
}  // namespace evisa::kiosk
