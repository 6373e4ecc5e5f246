// A booth and its airport's service, both real, connected over loopback.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "kiosk/connection.h"
#include "tests/sample/eventually.h"
#include "tests/sample/running_service.h"
#include "tests/sample/sample.h"

namespace evisa::kiosk {

using sample::must;
using namespace std::chrono_literals;

/// Booth ALA-03 with its log, key and bundle.
struct TestBooth {
  TestBooth(const crypto::MinisignSecretKey& authority, std::string booth_number = "03")
      : number(std::move(booth_number)) {
    sample::write_bundle(folder.path(), sample::bundle_contents(1), authority);
    must(BoothHome::create(home, {"ALA", number, true}, folder / "authority.pub", passphrase));
    key.emplace(must(must(BoothHome::open(home)).unlock(passphrase)));
    open();
    must(booth->import_bundle(folder / "trust.bundle"));
  }
  void open() {
    booth.reset();
    booth = must(Booth::open(must(BoothHome::open(home))));
  }
  [[nodiscard]] std::string name() const { return "ALA-" + number; }
  Verdict look(visa::Instant at, visa::Direction direction = visa::Direction::entry) {
    Presented presented;
    presented.direction = direction;
    presented.reading.seal = sample::one().seal;
    presented.passport =
        must(visa::parse_mrz(sample::one().passport_mrz, must(visa::Date::parse("2026-11-20"))));
    return must(booth->inspect(presented, at));
  }
  Result<Outcome> record(const Verdict& verdict, verifier::Act act, std::string note = {}) {
    return booth->record(verdict,
                         {.act = act,
                          .officer = "KZ-117",
                          .note = std::move(note),
                          .senior = {},
                          .provisional = true,
                          .back_dated = {}},
                         *key);
  }

  std::string number;
  sample::TempFolder folder;
  std::filesystem::path home = folder / "booth";
  crypto::SecretBytes passphrase = crypto::SecretBytes::copy_of(crypto::as_bytes("test"));
  std::optional<crypto::Ed25519SecretKey> key;
  std::unique_ptr<Booth> booth;
};

class ServedBooth : public testing::Test {
 protected:
  ServedBooth() {
    for (auto* one : {&booth_, &other_})
      service_.register_booth(one->name(), one->key->public_key());
  }
  /// `pace`: as fast as can be; a test never waits for half a minute.
  std::unique_ptr<Connection> connect(TestBooth& booth) {
    ServiceSettings settings;
    settings.address = service_.address(db::TokenRole::booth, booth.name());
    settings.pace = {.heartbeat = 20ms, .first_pause = 10ms, .longest_pause = 20ms};
    return must(
        Connection::open(std::move(settings), *booth.booth, [this] { return here_.load(); }));
  }
  static bool is_up(const std::unique_ptr<Connection>& line) {
    return sample::eventually([&] { return line->link().state() == LinkState::up; });
  }
  static bool is_down(const std::unique_ptr<Connection>& line) {
    return sample::eventually([&] { return line->link().state() == LinkState::down; });
  }
  /// It is this instant at both ends, and the booth has heard so.
  void both_at(visa::Instant now, const std::unique_ptr<Connection>& line) {
    here_ = now;
    service_.set_time(now);
    ASSERT_TRUE(sample::eventually([&] {
      const auto there = line->link().service_now();
      return there && *there >= now && *there < now + 25s;
    }));
  }
  static bool has(const Verdict& verdict, visa::ReasonCode code) {
    return std::ranges::any_of(verdict.inspection.reasons,
                               [&](const visa::Reason& reason) { return reason.code == code; });
  }

  visa::Instant now_ = sample::one().now;
  std::atomic<visa::Instant> here_ = now_;
  crypto::MinisignSecretKey authority_ = crypto::MinisignSecretKey::generate();
  sample::RunningService service_{"ALA", authority_.public_key(), now_};
  TestBooth booth_{authority_}, other_{authority_, "01"};
  visa::VisaNumber number_ = *sample::one().visa.number;
};

}  // namespace evisa::kiosk
