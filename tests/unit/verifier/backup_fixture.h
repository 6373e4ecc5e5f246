// Airports without HTTP whose homes are backed up, lost and restored; booths that hand events in.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "crypto/files.h"
#include "tests/sample/temp_folder.h"
#include "verifier/service/airport.h"
#include "verifier/service/backup.h"
#include "verifier/service/event_intake.h"
#include "verifier/service/outbox.h"
#include "verifier/service/peer_sync.h"

namespace evisa::verifier::backup_tests {
namespace fs = std::filesystem;
using namespace std::chrono_literals;

inline const visa::Instant kNow = visa::parse_instant("2026-11-20T10:00:00Z").value();
inline visa::VisaNumber visa_no(std::uint32_t n) {
  return visa::VisaNumber::compose(26, n).value();
}
inline visa::AirportCode airport_code(const std::string& text) {
  return visa::AirportCode::parse(text).value();
}

/// An airport's service without HTTP: its home, opened, as peer and as the booths' counterpart.
struct Site final : EventFeed, EventSink {
  Site(fs::path folder, std::string name) : home(std::move(folder)), airport_name(std::move(name)) {
    const auto authority = crypto::MinisignSecretKey::generate().public_key();
    const fs::path file = home.string() + ".authority.pub";
    EXPECT_TRUE(crypto::write_file(file, crypto::as_bytes(authority.text("test"))));
    EXPECT_TRUE(ServiceHome::create(home, {{airport_name, true}, file, {}}, passphrase()));
    open();
  }
  static crypto::SecretBytes passphrase() {
    return crypto::SecretBytes::copy_of(crypto::as_bytes("for tests only"));
  }
  void open() {
    const auto opened = ServiceHome::open(home).value();
    airport =
        open_airport(opened, opened.unlock(passphrase()).value(), [] { return kNow; }).value();
  }
  Result<FeedPage> read(std::uint64_t after, std::size_t limit,
                        std::chrono::milliseconds) override {
    if (cut) return fail(Errc::unavailable, "cut");
    FeedPage page{.log = airport->log->name().value(), .events = {}, .next = after};
    auto stored_events = airport->log->feed(after, limit).value();
    for (auto& stored : stored_events) {
      page.next = stored.cursor;
      page.events.push_back(std::move(stored.event));
    }
    return page;
  }
  Result<HandedIn> hand_in(std::span<const crypto::SignedEvent> events) override {
    auto answers = take_events(*airport->log, events, keys(), db::Intake::fact,
                               [](const auto&) -> Result<void> { return {}; });
    if (!answers) return std::unexpected(answers.error());
    return HandedIn{airport->log->name().value(), std::move(*answers)};
  }
  [[nodiscard]] db::BoothKeyRing keys() const { return airport->accounts->booths().load().value(); }
  void know(const std::string& booth, const crypto::Ed25519PublicKey& key) {
    EXPECT_TRUE(airport->accounts->booths().add(booth, key, kNow - 24h, {"test", kNow}));
  }
  void know(const Site& other) { know(other.airport->booth, other.airport->key.public_key()); }
  Result<SyncStep> read_from(Site& peer) {
    PeerSync sync(peer.airport_name, peer, *airport->log, *airport->peers);
    return sync.step(keys(), [this](const auto& cause) -> Result<void> {
      alarms.push_back(cause.kind);
      return {};
    });
  }
  /// An act that the service signs itself.
  Result<db::RecordAnswer> correct(std::uint32_t visa) {
    return airport->log
        ->record(event(airport->booth, visa, visa::EventKind::refusal), airport->key, "")
        .get();
  }
  static visa::Crossing event(const std::string& booth, std::uint32_t visa, visa::EventKind kind) {
    visa::Crossing crossing;
    crossing.id.booth = booth;
    crossing.kind = kind;
    crossing.visa = visa_no(visa);
    crossing.time = kNow;
    crossing.airport = airport_code(booth.substr(0, 3));
    crossing.officer = "KZ-1";
    crossing.ruleset_id = "r";
    crossing.software = "test";
    return crossing;
  }

  fs::path home;
  std::string airport_name;
  std::unique_ptr<Airport> airport;
  std::vector<db::AlarmKind> alarms;
  bool cut = false;
};

/// A booth with a log of its own.
struct Booth {
  Booth(std::string booth, Site& airport) : name(std::move(booth)), site(airport) {
    site.know(name, key.public_key());
  }
  void record(std::uint32_t visa) {
    ASSERT_TRUE(
        log->record(Site::event(name, visa, visa::EventKind::entry), key, std::to_string(visa))
            .get());
  }
  void push() {
    while (true) {
      const auto step = outbox.step();
      ASSERT_TRUE(step) << step.error().message;
      if (step->sent == 0) return;
    }
  }

  std::string name;
  Site& site;
  crypto::Ed25519SecretKey key = crypto::Ed25519SecretKey::generate();
  sample::TempFolder folder;
  std::unique_ptr<db::CrossingLog> log = db::CrossingLog::open(folder / "log.sqlite").value();
  std::unique_ptr<db::PeerState> state =
      db::PeerState::open(folder / "peers.sqlite", db::Open::create).value();
  Outbox outbox{"service", name, site, *log, *state};
};

class ServiceBackup : public ::testing::Test {
 protected:
  Result<TakenBackup> take(visa::Instant now = kNow, std::size_t keep = 0) {
    return back_up(ServiceHome::open(ala_.home).value(),
                   {.to = folder_ / "backups", .keep = keep, .now = now});
  }
  Result<RestoredHome> bring_back(const fs::path& from, std::vector<std::string> lost = {}) {
    return restore({.from = from,
                    .home = folder_ / "again",
                    .lost_peers = std::move(lost),
                    .act = {"test", kNow}});
  }
  /// The disk is lost: the service goes on from the copy.
  void lose_disk_and_restore(const fs::path& from) {
    ala_.airport.reset();
    fs::remove_all(ala_.home);
    const auto restored = bring_back(from);
    ASSERT_TRUE(restored) << restored.error().message;
    ala_.home = folder_ / "again";
    ala_.open();
  }
  [[nodiscard]] std::size_t backups() const {
    if (!fs::exists(folder_ / "backups")) return 0;
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_ / "backups"), fs::directory_iterator{}));
  }
  void damage(const fs::path& file, std::streamoff at) {
    std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
    ASSERT_TRUE(out) << file;
    out.seekp(at);
    out << "####";
  }

  sample::TempFolder folder_;
  Site ala_{folder_ / "ala", "ALA"}, nqz_{folder_ / "nqz", "NQZ"};
  Booth booth_{"ALA-01", ala_};
};

}  // namespace evisa::verifier::backup_tests
