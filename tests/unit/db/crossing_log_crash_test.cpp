// What is acknowledged is on disk: kill -9 at random moments, many threads, tampering, a full disk.
#include <SQLiteCpp/Database.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "log_fixture.h"
#include "tests/sample/temp_folder.h"

namespace evisa::db {
namespace {

using visa::EventKind;
using Kind = ChainDefect::Kind;

/// Records entries from four threads for ever; writes each acknowledged visa ordinal to `pipe`.
[[noreturn]] void record_until_killed(const std::filesystem::path& file, std::uint32_t first,
                                      int pipe) {
  auto log = CrossingLog::open(file).value();
  std::atomic<std::uint32_t> next = first;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (;;) {
        const std::uint32_t n = next++;
        const auto answer =
            log->record(act("ALA-01", EventKind::entry, n, n), key_of("ALA-01"), std::to_string(n))
                .get();
        if (!answer || !std::holds_alternative<Recorded>(*answer)) ::_exit(3);
        if (::write(pipe, &n, sizeof n) != sizeof n) ::_exit(4);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  ::_exit(5);
}

/// Runs a recording child, kills it after `life`, and returns what it had acknowledged.
std::vector<std::uint32_t> kill_a_recorder(const std::filesystem::path& file, std::uint32_t first,
                                           std::chrono::milliseconds life) {
  int ends[2];
  if (::pipe(ends) != 0) return {};
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    record_until_killed(file, first, ends[1]);
  }
  ::close(ends[1]);
  std::vector<std::uint32_t> acknowledged;
  std::uint32_t n = 0;
  // The clock runs from the first answer: a slow machine must not make the test empty.
  if (::read(ends[0], &n, sizeof n) == sizeof n) acknowledged.push_back(n);
  std::this_thread::sleep_for(life);
  ::kill(child, SIGKILL);
  while (::read(ends[0], &n, sizeof n) == sizeof n) acknowledged.push_back(n);
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << status;
  return acknowledged;
}

TEST(CrossingLogCrash, NothingAcknowledgedIsLostOrDoubledAfterKill) {
  (void)key_of("ALA-01");  // the children inherit the key
  LogNode log;
  std::mt19937 random(20261120);
  std::set<std::uint32_t> acknowledged;
  for (std::uint32_t round = 0; round < 6; ++round) {
    log.close();
    const auto life = std::chrono::milliseconds(5 + random() % 60);
    const auto told = kill_a_recorder(log.file(), round * 1'000'000, life);
    ASSERT_FALSE(told.empty());
    acknowledged.insert(told.begin(), told.end());
    log.open();
    std::multiset<std::uint64_t> stored;
    for (const auto& event : log.events())
      stored.insert(crypto::parse_event(event.json)->crossing.visa->ordinal());
    for (const std::uint32_t n : acknowledged)
      ASSERT_EQ(stored.count(visa_no(n).ordinal()), 1U) << n;
    EXPECT_EQ(std::set<std::uint64_t>(stored.begin(), stored.end()).size(), stored.size());
    ASSERT_EQ(print(log->verify(all_keys()).value()), "");
    // A retry of what was acknowledged is the same event.
    const auto again =
        log.record(act("ALA-01", EventKind::entry, told[0], told[0]), std::to_string(told[0]));
    EXPECT_TRUE(again && std::get<Recorded>(*again).already);
  }
}

TEST(CrossingLogThreads, ExactlyOneOfSixteenWinsEachVisa) {
  constexpr std::uint32_t kThreads = 16, kVisas = 200;
  LogNode log;
  std::vector<std::atomic<int>> wins(kVisas);
  std::vector<std::thread> threads;
  for (std::uint32_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      const char* booth = t % 2 ? "ALA-01" : "NQZ-01";
      for (std::uint32_t i = 0; i < kVisas; ++i) {
        const std::uint32_t n = (i * 7 + t * 13) % kVisas;
        const auto answer = log->record(act(booth, EventKind::entry, n, t), key_of(booth),
                                        fmt::format("{}/{}", t, n))
                                .get();
        ASSERT_TRUE(answer) << answer.error().message;
        if (std::holds_alternative<Recorded>(*answer)) ++wins[n];
        if (i % 50 == 0) {
          EXPECT_TRUE(log->history(visa_no(n)));
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (std::uint32_t n = 0; n < kVisas; ++n) EXPECT_EQ(wins[n], 1) << n;
  EXPECT_EQ(log.events().size(), kVisas);
  EXPECT_EQ(print(log->verify(all_keys()).value()), "");
}

TEST(CrossingLogThreads, TwoProgramsOnOneFileStayOneChain) {
  LogNode log;
  auto second = CrossingLog::open(log.file()).value();
  std::thread other([&] {
    for (std::uint32_t n = 0; n < 40; ++n) {
      EXPECT_TRUE(
          second->record(act("ALA-01", EventKind::entry, n, n), key_of("ALA-01"), "").get());
    }
  });
  for (std::uint32_t n = 100; n < 140; ++n) log.done(act("ALA-01", EventKind::entry, n, n));
  other.join();
  EXPECT_EQ(log.events().size(), 80U);
  EXPECT_EQ(print(log->verify(all_keys()).value()), "");
}

TEST(CrossingLogThreads, QueuedActsAreFinishedBeforeTheLogCloses) {
  LogNode log;
  std::vector<std::future<Result<RecordAnswer>>> answers;
  for (std::uint32_t n = 0; n < 100; ++n) {
    answers.push_back(log->record(act("ALA-01", EventKind::entry, n, n), key_of("ALA-01"), ""));
  }
  log.close();
  for (auto& answer : answers) EXPECT_TRUE(answer.get());
}

/// Five events, the log closed, then its file changed by hand.
void tamper(LogNode& log, const std::string& sql) {
  for (std::uint32_t n = 1; n <= 5; ++n) log.done(act("ALA-01", EventKind::entry, n, n));
  log.close();
  {
    SQLite::Database db(log.file().string(), SQLite::OPEN_READWRITE);
    db.exec("DROP TRIGGER events_are_not_changed; DROP TRIGGER events_are_not_deleted");
    ASSERT_EQ(db.exec(sql), 1);
  }
  log.open();
}

TEST(CrossingLogTamper, NamesTheEventThatWasChanged) {
  struct Case {
    const char* sql;
    Kind kind;
    const char* event;
  };
  for (const Case& c : {
           Case{"UPDATE events SET json = CAST(replace(CAST(json AS TEXT), 'KZ-1234', 'KZ-1235') "
                "AS BLOB) "
                "WHERE sequence = 3",
                Kind::bad_signature, "ALA-01/3"},
           Case{"UPDATE events SET signature = zeroblob(64) WHERE sequence = 2",
                Kind::bad_signature, "ALA-01/2"},
           Case{"UPDATE events SET time_ms = time_ms + 1 WHERE sequence = 4", Kind::malformed,
                "ALA-01/4"},
           Case{"UPDATE events SET visa = visa + 1 WHERE sequence = 4", Kind::malformed,
                "ALA-01/4"},
           Case{"UPDATE events SET hash = zeroblob(32) WHERE sequence = 5", Kind::malformed,
                "ALA-01/5"},
           Case{"DELETE FROM events WHERE sequence = 3", Kind::gap, "ALA-01/3"},
           Case{"DELETE FROM events WHERE sequence = 5", Kind::gap, "ALA-01/5"},
       }) {
    LogNode log;
    tamper(log, c.sql);
    const auto defects = log->verify(all_keys()).value();
    ASSERT_EQ(defects.size(), 1U) << c.sql << "\n" << print(defects);
    EXPECT_EQ(defects[0].kind, c.kind) << c.sql;
    EXPECT_EQ(defects[0].event.text(), c.event) << c.sql;
  }
}

TEST(CrossingLogTamper, NamesABoothThatIsNotKnown) {
  LogNode log;
  log.done(act("NQZ-01", EventKind::entry, 1, 1));
  const auto defects = log->verify({}).value();
  ASSERT_EQ(defects.size(), 1U);
  EXPECT_EQ(defects[0].kind, Kind::unknown_booth);
}

TEST(CrossingLogTamper, DamagedEventIsNotReadAsHistory) {
  LogNode log;
  tamper(log, "UPDATE events SET json = x'7b' WHERE sequence = 3");
  const auto history = log->history(visa_no(3));
  ASSERT_FALSE(history);
  EXPECT_EQ(history.error().code, Errc::conflict);
  EXPECT_NE(history.error().message.find("ALA-01/3"), std::string::npos);
}

TEST(CrossingLogTamper, EventsCannotBeChangedOrDeletedInSql) {
  LogNode log;
  log.done(act("ALA-01", EventKind::entry, 1, 1));
  SQLite::Database db(log.file().string(), SQLite::OPEN_READWRITE);
  EXPECT_THROW(db.exec("DELETE FROM events"), SQLite::Exception);
  EXPECT_THROW(db.exec("UPDATE events SET visa = 0"), SQLite::Exception);
}

TEST(CrossingLogDisk, AFileThatIsGoneIsAnError) {
  LogNode log;
  log.done(act("ALA-01", EventKind::entry, 1, 1));
  std::filesystem::remove(log.file());
  EXPECT_EQ(log.refused(act("ALA-01", EventKind::entry, 2, 2)), Errc::io);
}

TEST(CrossingLogDisk, AFileLockedByAnotherProgramIsUnavailable) {
  LogNode log;
  SQLite::Database other(log.file().string(), SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  EXPECT_EQ(log.refused(act("ALA-01", EventKind::entry, 1, 1)), Errc::unavailable);
  other.exec("ROLLBACK");
  log.done(act("ALA-01", EventKind::entry, 1, 1));
}

/// A file system of its own size; only root can have one.
class SmallDisk {
 public:
  SmallDisk() : mounted_(::mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, "size=512k") == 0) {}
  ~SmallDisk() {
    if (mounted_) ::umount(folder_.path().c_str());
  }
  [[nodiscard]] bool mounted() const { return mounted_; }
  [[nodiscard]] bool grow() {
    return ::mount("tmpfs", folder_.path().c_str(), "tmpfs", MS_REMOUNT, "size=8m") == 0;
  }
  [[nodiscard]] std::filesystem::path file() const { return folder_ / "log.sqlite"; }

 private:
  sample::TempFolder folder_;
  bool mounted_;
};

TEST(CrossingLogDisk, AFullDiskIsAClearErrorAndLosesNothing) {
  SmallDisk disk;
  if (!disk.mounted()) GTEST_SKIP() << "a small file system can only be mounted by root";
  std::uint32_t recorded = 0;
  {
    auto log = CrossingLog::open(disk.file()).value();
    Result<RecordAnswer> answer = Refused{};
    for (; recorded < 5000; ++recorded) {
      answer =
          log->record(act("ALA-01", EventKind::entry, recorded, recorded), key_of("ALA-01"), "")
              .get();
      if (!answer) break;
    }
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::io) << answer.error().message;
    EXPECT_FALSE(answer.error().hint.empty());
  }
  ASSERT_TRUE(disk.grow());
  {
    auto log = CrossingLog::open(disk.file()).value();
    EXPECT_EQ(log->feed(0, 100'000).value().size(), recorded);
    EXPECT_EQ(print(log->verify(all_keys()).value()), "");
    EXPECT_TRUE(
        log->record(act("ALA-01", EventKind::entry, recorded, recorded), key_of("ALA-01"), "")
            .get());
  }
}

}  // namespace
}  // namespace evisa::db
