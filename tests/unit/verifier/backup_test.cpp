// Backup of a service's home: while it works, damaged, and taken out again.
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "tests/unit/verifier/backup_fixture.h"

namespace evisa::verifier::backup_tests {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(ServiceBackup, HoldsWhatWasAcknowledgedAndOpensAsAHome) {
  booth_.record(1);
  booth_.push();
  const auto taken = take();
  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_EQ(taken->folder.filename(), "ALA-20261120T100000Z");
  EXPECT_EQ(taken->log.events, 1U);
  const auto restored = bring_back(taken->folder);
  ASSERT_TRUE(restored) << restored.error().message;
  EXPECT_EQ(restored->note.name, "ALA");
  const auto home = ServiceHome::open(folder_ / "again").value();
  EXPECT_TRUE(home.unlock(Site::passphrase()));
  const auto log = db::CrossingLog::open(home.log_file(), db::Open::existing).value();
  EXPECT_EQ(log->set_hash().value(), ala_.airport->log->set_hash().value());
  EXPECT_NE(log->name().value(), ala_.airport->log->name().value()) << "cursors begin anew";
}

TEST_F(ServiceBackup, KeepsSecretsToTheirOwner) {
  const auto taken = take();
  ASSERT_TRUE(taken) << taken.error().message;
  ASSERT_TRUE(bring_back(taken->folder));
  for (const auto& folder : {taken->folder, folder_ / "again"}) {
    for (const char* name : {"service.key", "accounts.sqlite", "crossings.sqlite"}) {
      EXPECT_EQ(fs::status(folder / name).permissions(),
                fs::perms::owner_read | fs::perms::owner_write)
          << folder / name;
    }
    EXPECT_EQ(fs::status(folder).permissions(), fs::perms::owner_all) << folder;
  }
}

TEST_F(ServiceBackup, IsConsistentWhileOthersWrite) {
  std::atomic<bool> stop = false;
  std::atomic<std::uint32_t> acknowledged = 0;
  std::thread writer([&] {
    // Accounts, peers' positions and events go on at the same time.
    for (std::uint32_t n = 1; !stop; ++n) {
      const auto name = "ALA-" + std::to_string(10 + n % 80);
      const auto key = crypto::Ed25519SecretKey::generate();
      std::ignore =
          ala_.airport->accounts->booths().add(name, key.public_key(), kNow - 24h, {"test", kNow});
      crypto::EventHash head{};
      visa::Crossing crossing = Site::event(name, n, visa::EventKind::entry);
      crossing.id.sequence = n / 80 + 1;
      if (crossing.id.sequence > 1) break;
      const auto event = crypto::sign_event({crossing, head}, key);
      const auto done = ala_.hand_in({&event, 1});
      if (!done || done->answers.front().kind != EventAnswer::Kind::recorded) break;
      acknowledged = n;
      std::ignore = ala_.airport->peers->finish_page("NQZ", {"log", n}, {});
    }
  });
  for (int round = 0; round < 4; ++round) {
    const std::uint32_t before = acknowledged;
    const auto taken = take(kNow + std::chrono::seconds(round));
    // Each copy is gone over with the keys of the same copy: an event whose key came later fails.
    EXPECT_TRUE(taken) << taken.error().message;
    EXPECT_GE(taken ? taken->log.events : 0, before) << "acknowledged before the backup began";
  }
  stop = true;
  writer.join();
}

TEST_F(ServiceBackup, ADamagedStoreOfTheServiceLeavesTheEarlierBackups) {
  booth_.record(1);
  booth_.push();
  ASSERT_TRUE(take());
  ala_.airport.reset();  // its write-ahead log is in the file now
  const auto size = fs::file_size(ala_.home / "crossings.sqlite");
  for (std::uintmax_t at = 4096; at < size; at += 4096)
    damage(ala_.home / "crossings.sqlite", static_cast<std::streamoff>(at));
  const auto second = take(kNow + 24h, 1);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, HasSubstr("crossings.sqlite"));
  EXPECT_EQ(backups(), 1U) << "the good one stays, nothing of the bad one";
  EXPECT_TRUE(bring_back(folder_ / "backups/ALA-20261120T100000Z"));
}

TEST_F(ServiceBackup, SweepsWhatAStoppedRunLeftAndNeverTakesItForABackup) {
  fs::create_directories(folder_ / "backups/ALA-20261119T020000Z.new-abcdef/trust");
  EXPECT_EQ(bring_back(folder_ / "backups/ALA-20261119T020000Z.new-abcdef").error().code,
            Errc::not_found);
  ASSERT_TRUE(take());
  EXPECT_EQ(backups(), 1U);
}

TEST_F(ServiceBackup, KeepsTheNewestSoMany) {
  for (int day = 0; day < 4; ++day) ASSERT_TRUE(take(kNow + 24h * day, 2));
  EXPECT_EQ(backups(), 2U);
  EXPECT_TRUE(fs::exists(folder_ / "backups/ALA-20261123T100000Z/backup.json"));
  EXPECT_FALSE(take(kNow + 24h * 3)) << "one of the same second is never overwritten";
  EXPECT_EQ(backups(), 2U);
}

TEST_F(ServiceBackup, ADamagedBackupIsRefusedWhereverItIsDamaged) {
  booth_.record(1);
  booth_.push();
  const auto taken = take();
  ASSERT_TRUE(taken) << taken.error().message;
  const auto note = db::read_backup_note(taken->folder);
  ASSERT_TRUE(note);
  for (const auto& file : note->files) {
    const fs::path copy = folder_ / "copy";
    fs::remove_all(copy);
    fs::copy(taken->folder, copy, fs::copy_options::recursive);
    damage(copy / file.path, static_cast<std::streamoff>(file.digest.bytes / 2));
    const auto damaged = bring_back(copy);
    ASSERT_FALSE(damaged) << file.path;
    EXPECT_THAT(damaged.error().message, HasSubstr(file.path));
    fs::remove(copy / file.path);
    EXPECT_EQ(bring_back(copy).error().code, Errc::not_found) << file.path;
    EXPECT_FALSE(fs::exists(folder_ / "again"));
  }
}

TEST_F(ServiceBackup, AForgedEventIsFoundByItsSignatureNotByTheNote) {
  booth_.record(1);
  booth_.push();
  const auto taken = take();
  ASSERT_TRUE(taken) << taken.error().message;
  // Somebody exchanges the accounts for ones with another key of that booth, and writes a note.
  auto note = db::read_backup_note(taken->folder).value();
  Site other(folder_ / "other", "ALA");
  other.know("ALA-01", crypto::Ed25519SecretKey::generate().public_key());
  other.airport.reset();
  fs::copy_file(other.home / "accounts.sqlite", taken->folder / "accounts.sqlite",
                fs::copy_options::overwrite_existing);
  fs::remove(taken->folder / "backup.json");
  ASSERT_TRUE(db::seal_backup(taken->folder, note));
  const auto restored = bring_back(taken->folder);
  ASSERT_FALSE(restored);
  EXPECT_THAT(restored.error().message, HasSubstr("ALA-01/1"));
}

TEST_F(ServiceBackup, RefusesAnExistingHomeAndAnotherKindOfBackup) {
  const auto taken = take();
  ASSERT_TRUE(taken);
  fs::create_directory(folder_ / "again");
  EXPECT_EQ(bring_back(taken->folder).error().code, Errc::conflict);
  fs::remove(folder_ / "again");
  db::BackupNote note{.of = "issuer", .name = "KZVS", .taken = kNow, .software = "x", .files = {}};
  fs::create_directory(folder_ / "office");
  ASSERT_TRUE(db::seal_backup(folder_ / "office", note));
  EXPECT_THAT(bring_back(folder_ / "office").error().message, HasSubstr("issuer"));
}

TEST_F(ServiceBackup, BoothsSendAgainWhatTheCopyLacks) {
  booth_.record(1);
  booth_.push();
  const auto taken = take();
  ASSERT_TRUE(taken);
  booth_.record(2);
  booth_.push();  // acknowledged, and lost with the disk
  lose_disk_and_restore(taken->folder);
  EXPECT_THAT(ala_.airport->log->awaited().value(), IsEmpty()) << "no peer was known";
  booth_.record(3);
  booth_.push();
  EXPECT_EQ(ala_.airport->log->size().value(), 3U);
  EXPECT_EQ(ala_.airport->log->set_hash().value(), booth_.log->set_hash().value());
}

}  // namespace
}  // namespace evisa::verifier::backup_tests
