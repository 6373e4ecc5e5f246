// The desk of a booth whose claim another booth's entry won.
#include "kiosk/desk.h"
#include "tests/unit/kiosk/served_booth.h"
#include "tests/unit/kiosk/sights.h"

namespace evisa::kiosk {
namespace {

using crypto::Json;

class ServedDesk : public ServedBooth {
 protected:
  ServedDesk() {
    const auto pin = crypto::SecretBytes::copy_of(crypto::as_bytes("582946"));
    must(accounts_->officers().add({"KZ-1204", db::OfficerRole::officer}, pin, {"test", now_}));
    must(ask({{"type", "log_in"}, {"badge", "KZ-1204"}, {"pin", "582946"}}));
  }
  Result<std::optional<std::string>> ask(const Json& request) { return desk_.handle(request, at_); }
  Json state() { return must(crypto::parse_json(desk_.state())); }
  void show_documents() {
    for (int i = 0; i < 2; ++i) desk_.see(paper_sight(), at_);
    desk_.see(mrz_sight(sample::one().passport_mrz), at_);
  }

  sample::TempFolder folder_;
  std::unique_ptr<db::Accounts> accounts_ =
      must(db::Accounts::open(folder_ / "officers.sqlite", db::Open::create,
                              {.pin_cost = crypto::PinCost::least(), .sessions = {}}));
  Moment at_ = Moment{} + 1h;
  Desk desk_ = must(Desk::open({.booth = *booth_.booth,
                                .officers = accounts_->officers(),
                                .key = *booth_.key,
                                .clock = [this] { return here_.load(); },
                                .link = [] { return LinkReport{}; }}));
};

TEST_F(ServedDesk, TellsWhichEventWonTheClaimAndRecordsNothing) {
  const auto line = connect(booth_), others_line = connect(other_);
  ASSERT_TRUE(is_up(line) && is_up(others_line));
  show_documents();
  ASSERT_EQ(state()["visit"]["stage"], "judged");
  EXPECT_TRUE(state()["lost_claim"].is_null());
  const Json admit = {{"type", "act"}, {"visit", state()["visit"]["number"]}, {"act", "admit"}};
  must(other_.record(other_.look(now_), verifier::Act::admit));

  const auto answer = ask(admit);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::conflict);
  const Json lost = state();
  EXPECT_EQ(lost["lost_claim"],
            (Json{{"event", "ALA-01/1"}, {"airport", "ALA"}, {"time", visa::to_string(now_)}}));
  EXPECT_EQ(lost["visit"]["stage"], "judged");
  EXPECT_EQ(must(booth_.booth->log().head("ALA-03")).sequence, 0U);

  // The line goes: what the booth has learned counts all the same.
  service_.stop();
  ASSERT_TRUE(is_down(line));
  must(ask({{"type", "ticks"}, {"blank_pages", 5}}));
  EXPECT_EQ(state()["verdict"]["use"]["entry"], "ALA-01/1");
  std::ignore = ask(admit);
  EXPECT_EQ(must(booth_.booth->log().head("ALA-03")).sequence, 0U);

  must(ask({{"type", "clear"}, {"visit", state()["visit"]["number"]}}));
  EXPECT_TRUE(state()["lost_claim"].is_null());
}

}  // namespace
}  // namespace evisa::kiosk
