// A clock set back, set forward, jumping; and the words for what is wrong with it.
#include "visa/clock.h"

#include <gtest/gtest.h>

namespace evisa::visa {

void PrintTo(ClockFault fault, std::ostream* out) { *out << static_cast<int>(fault); }

namespace {

using namespace std::chrono_literals;
using std::chrono::days;

const Instant kIssued = parse_instant("2026-11-20T10:00:00Z").value();
const RuleSet& kRules = RuleSet::builtin();

ClockState judged(Instant now, std::optional<Instant> latest = kIssued) {
  return judge_clock(now, {.latest = latest, .bundle_issued = kIssued}, kRules);
}

struct Case {
  const char* name;
  std::chrono::milliseconds after_issue;
  ClockFault fault;
  std::optional<std::int64_t> off;
};
class ClockJudged : public ::testing::TestWithParam<Case> {};
TEST_P(ClockJudged, AgainstTheBundlesIssue) {
  const Case& one = GetParam();
  const ClockState state = judged(kIssued + one.after_issue);
  EXPECT_EQ(state.fault, one.fault);
  EXPECT_EQ(state.off_seconds, one.off);
  EXPECT_EQ(state.trusted(), one.fault == ClockFault::none);
}
INSTANTIATE_TEST_SUITE_P(
    Times, ClockJudged,
    ::testing::Values(Case{"Right", 1h, ClockFault::none, {}},
                      Case{"WithinTheSkew", -30s, ClockFault::none, {}},
                      Case{"SetBack", -30s - 1ms, ClockFault::behind, 31},
                      Case{"SetBackYears", -days{3650}, ClockFault::behind, 315'360'000},
                      Case{"SetForwardToWhereTablesAreOld", days{30}, ClockFault::none, {}},
                      Case{"AsLateAsABundleCanBe", days{400}, ClockFault::none, {}},
                      Case{"SetForwardAbsurdly", days{400} + 1ms, ClockFault::ahead, 34'560'001},
                      Case{"SetForwardYears", days{3650}, ClockFault::ahead, 315'360'000}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(Clock, JumpingIsJudgedAnewEachTime) {
  const Instant latest = kIssued + 2h;
  for (const auto& [after, trusted] :
       {std::pair{3h, true}, std::pair{1h, false}, std::pair{2h, true}, std::pair{24h * 500, false},
        std::pair{2h, true}, std::pair{0h, false}, std::pair{4h, true}}) {
    EXPECT_EQ(judged(kIssued + after, latest).trusted(), trusted) << after.count();
  }
}

TEST(Clock, LooksAtTheLaterOfWhatIsKnown) {
  EXPECT_EQ(judged(kIssued + 1h, kIssued + 2h).off_seconds, 3600);
  EXPECT_EQ(judged(kIssued - 1h, kIssued - 2h).off_seconds, 3600);
  EXPECT_EQ(judged(kIssued - 1h, std::nullopt).off_seconds, 3600);
}

TEST(Clock, IsTrustedWhereNothingIsKnownButForTheOffsetTable) {
  EXPECT_TRUE(judge_clock(kIssued, {}, kRules).trusted());
  RuleSet wrong = kRules;
  wrong.local_time = LocalTime::from_steps({{Instant::min(), 6h}}).value();
  const ClockState state = judge_clock(kIssued, {}, wrong);
  EXPECT_EQ(state.fault, ClockFault::offset_table);
  EXPECT_EQ(state.off_seconds, std::nullopt);
}

}  // namespace
}  // namespace evisa::visa
