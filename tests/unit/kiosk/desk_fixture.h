// An officer's desk with a real booth behind it.
#pragma once

#include <gtest/gtest.h>

#include "db/accounts.h"
#include "kiosk/desk.h"
#include "tests/sample/must.h"
#include "tests/sample/sample.h"
#include "tests/sample/temp_folder.h"
#include "tests/unit/kiosk/sights.h"

namespace evisa::kiosk {

using crypto::Json;
using sample::must;
using namespace std::chrono_literals;

inline constexpr auto kPin = "582946";

class DeskFixture : public testing::Test {
 protected:
  DeskFixture() {
    sample::write_bundle(folder_.path(), sample::bundle_contents(1), authority_);
    must(BoothHome::create(folder_ / "ALA03", {"ALA", "03", true}, folder_ / "authority.pub",
                           passphrase_));
    accounts_ = must(db::Accounts::open(folder_ / "officers.sqlite", db::Open::create,
                                        {.pin_cost = crypto::PinCost::least(), .sessions = {}}));
    add("KZ-1204", db::OfficerRole::officer);
    add("KZ-9", db::OfficerRole::senior);
    add("KC-0117", db::OfficerRole::agent);
    start();
    must(booth_->import_bundle(folder_ / "trust.bundle"));
  }
  void add(const std::string& badge, db::OfficerRole role) {
    must(accounts_->officers().add({badge, role}, pin(kPin), {"test", now_}));
  }
  static crypto::SecretBytes pin(std::string_view text) {
    return crypto::SecretBytes::copy_of(crypto::as_bytes(text));
  }
  /// As after a loss of power.
  void start() {
    desk_.reset();
    booth_.reset();
    booth_ = must(Booth::open(must(BoothHome::open(folder_ / "ALA03"))));
    key_.emplace(must(booth_->home().unlock(passphrase_)));
    desk_.emplace(must(Desk::open({.booth = *booth_,
                                   .officers = accounts_->officers(),
                                   .key = *key_,
                                   .clock = [this] { return now_; },
                                   .link = [] { return LinkReport{}; }})));
  }
  Result<std::optional<std::string>> ask(const Json& request) {
    return desk_->handle(request, at_);
  }
  Json state() { return must(crypto::parse_json(desk_->state())); }
  void log_in(const std::string& badge = "KZ-1204") {
    must(ask({{"type", "log_in"}, {"badge", badge}, {"pin", kPin}}));
  }
  void show_paper() {
    for (int i = 0; i < 2; ++i) desk_->see(paper_sight(), at_);
  }
  void show_passport(const std::string& lines = sample::one().passport_mrz) {
    must(ask({{"type", "passport"}, {"lines", lines}}));
  }
  Json act(const std::string& what) {
    return {{"type", "act"}, {"visit", state()["visit"]["number"]}, {"act", what}};
  }
  void take_off_paper() {
    for (int i = 0; i < 12; ++i) desk_->see({}, at_ + i * std::chrono::milliseconds(100));
  }

  sample::TempFolder folder_;
  crypto::MinisignSecretKey authority_ = crypto::MinisignSecretKey::generate();
  crypto::SecretBytes passphrase_ = pin("test");
  visa::Instant now_ = sample::one().now;
  Moment at_ = Moment{} + 1h;
  std::unique_ptr<db::Accounts> accounts_;
  std::unique_ptr<Booth> booth_;
  std::optional<crypto::Ed25519SecretKey> key_;
  std::optional<Desk> desk_;
};

}  // namespace evisa::kiosk
