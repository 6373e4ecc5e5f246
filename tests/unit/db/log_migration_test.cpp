// A crossing log of schema version 1 is taken forward with everything in it.
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <gtest/gtest.h>

#include <span>

#include "db/log_schema.h"
#include "log_fixture.h"

namespace evisa::db {
namespace {

using visa::EventKind;

/// A log as version 1 wrote it: nobody's visa is number 0, in the event and in the column.
void write_version_1(const std::filesystem::path& file,
                     const std::vector<crypto::SignedEvent>& events) {
  const Migration first[] = {kLogMigrations.front()};
  const auto db = open_database(file, kLogApplicationId, first, Open::create).value();
  SQLite::Statement insert(*db,
                           "INSERT INTO events (booth, sequence, visa, time_ms, previous, hash, "
                           "json, signature, idempotency_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  crypto::EventHash head{};
  for (const auto& event : events) {
    const auto content = crypto::parse_event(event.json).value();
    head = crypto::hash_of(event);
    insert.bind(1, content.crossing.id.booth);
    insert.bind(2, static_cast<std::int64_t>(content.crossing.id.sequence));
    insert.bind(3, static_cast<std::int64_t>(content.crossing.visa->ordinal()));
    insert.bind(4, std::int64_t{content.crossing.time.time_since_epoch().count()});
    insert.bind(5, content.previous.data(), 32);
    insert.bind(6, head.data(), 32);
    insert.bind(7, event.json.data(), static_cast<int>(event.json.size()));
    insert.bind(8, event.signature.data(), 64);
    insert.bind(9, "key " + std::to_string(content.crossing.id.sequence));
    insert.exec();
    insert.reset();
  }
  SQLite::Statement segment(*db, "INSERT INTO segments VALUES ('ALA-01', 1, ?, ?)");
  segment.bind(1, static_cast<std::int64_t>(events.size()));
  segment.bind(2, head.data(), 32);
  segment.exec();
  SQLite::Statement claim(*db, "INSERT INTO claims VALUES (?, 'ALA-01', 1, ?, 'ALA')");
  claim.bind(1, static_cast<std::int64_t>(visa_no(1).ordinal()));
  claim.bind(2, std::int64_t{minute(0).time_since_epoch().count()});
  claim.exec();
}

std::vector<crypto::SignedEvent> an_entry_and_a_refusal_of_nobody() {
  visa::Crossing entry = act("ALA-01", EventKind::entry, 1, 0);
  entry.id.sequence = 1;
  visa::Crossing refusal = act("ALA-01", EventKind::refusal, 1, 5);
  refusal.id.sequence = 2;
  refusal.visa = visa::VisaNumber{};
  const auto first = crypto::sign_event({entry, {}}, key_of("ALA-01"));
  return {first, crypto::sign_event({refusal, crypto::hash_of(first)}, key_of("ALA-01"))};
}

class LogMigration : public ::testing::Test {
 protected:
  LogMigration() { write_version_1(file_, an_entry_and_a_refusal_of_nobody()); }
  sample::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "old.sqlite";
};

TEST_F(LogMigration, TurnsNumberZeroIntoNull) {
  CrossingLog::open(file_, Open::existing).value();
  SQLite::Database db(file_.string());
  EXPECT_EQ(db.execAndGet("PRAGMA user_version").getInt(), 5);
  EXPECT_EQ(db.execAndGet("SELECT count(*) FROM events WHERE visa IS NULL").getInt(), 1);
  EXPECT_EQ(db.execAndGet("SELECT count(*) FROM events").getInt(), 2);
}

TEST_F(LogMigration, KeepsEventsClaimsKeysAndChain) {
  const auto log = CrossingLog::open(file_, Open::existing).value();
  EXPECT_EQ(print(log->verify(all_keys()).value()), "");
  EXPECT_EQ(log->history(visa_no(1)).value().size(), 1U);
  const auto feed = log->feed(0, 10).value();
  ASSERT_EQ(feed.size(), 2U);
  EXPECT_EQ(feed[1].cursor, 2U);
  const auto record = [&](const visa::Crossing& event, const char* key) {
    return log->record(event, key_of("ALA-01"), key).get().value();
  };
  EXPECT_TRUE(std::get<Recorded>(record(act("ALA-01", EventKind::entry, 1, 0), "key 1")).already);
  EXPECT_TRUE(std::holds_alternative<Refused>(record(act("ALA-01", EventKind::entry, 1, 9), "x")));
  const auto next = std::get<Recorded>(record(act("ALA-01", EventKind::entry, 2, 9), "y"));
  EXPECT_EQ(next.event.id.text(), "ALA-01/3");
  EXPECT_EQ(log->feed(2, 10).value().at(0).cursor, 3U);
}

TEST_F(LogMigration, KeepsWhatBoothsHaveReserved) {
  {
    const auto before = std::span(kLogMigrations).first(4);
    const auto db = open_database(file_, kLogApplicationId, before, Open::existing).value();
    SQLite::Statement reserve(*db, "INSERT INTO reservations VALUES (?, 'ALA-02', 4, 1, 'ALA')");
    reserve.bind(1, static_cast<std::int64_t>(visa_no(7).ordinal()));
    reserve.exec();
  }
  const auto log = CrossingLog::open(file_, Open::existing).value();
  const Claim other{.event = {"ALA-03", 1},
                    .time = minute(0),
                    .airport = visa::AirportCode::parse("ALA").value()};
  const auto winner = log->claim(visa_no(7), other).get().value();
  ASSERT_TRUE(winner);
  EXPECT_EQ(winner->event.text(), "ALA-02/4");
}

TEST_F(LogMigration, StaysAppendOnly) {
  CrossingLog::open(file_, Open::existing).value();
  SQLite::Database db(file_.string(), SQLite::OPEN_READWRITE);
  EXPECT_THROW(db.exec("DELETE FROM events"), SQLite::Exception);
  EXPECT_THROW(db.exec("UPDATE events SET visa = 5"), SQLite::Exception);
}

}  // namespace
}  // namespace evisa::db
