// A log that was edited behind the program's back: never a visa that looks unused, always a name.
#include <SQLiteCpp/Database.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "log_fixture.h"

namespace evisa::db {
namespace {

using visa::EventKind;

/// Entry and exit of visa 1, an entry of visa 2; then somebody edits the file.
class EditedLog : public ::testing::Test {
 protected:
  EditedLog() {
    log_.done(act("ALA-01", EventKind::entry, 1, 0));
    log_.done(act("ALA-01", EventKind::exit, 1, 5));
    log_.done(act("ALA-01", EventKind::entry, 2, 6));
  }
  void edit(const std::string& sql) {
    log_.close();
    {
      SQLite::Database db(log_.file().string(), SQLite::OPEN_READWRITE);
      db.exec(
          "DROP TRIGGER IF EXISTS events_are_not_changed;"
          "DROP TRIGGER IF EXISTS events_are_not_deleted");
      db.exec(sql);
    }
    log_.open();
  }
  void expect_conflict(std::uint32_t visa, std::string_view named) {
    const auto history = log_->history(visa_no(visa));
    ASSERT_FALSE(history) << "visa " << visa << ": " << history->size() << " events";
    EXPECT_EQ(history.error().code, Errc::conflict);
    EXPECT_NE(history.error().message.find(named), std::string::npos) << history.error().message;
    EXPECT_FALSE(history.error().hint.empty());
  }
  LogNode log_;
};

TEST_F(EditedLog, IsReadWhenNothingWasEdited) {
  EXPECT_EQ(log_->history(visa_no(1)).value().size(), 2U);
  EXPECT_EQ(log_->history(visa_no(2)).value().size(), 1U);
  EXPECT_TRUE(log_->history(visa_no(3)).value().empty());
}

class EditedColumn : public EditedLog, public ::testing::WithParamInterface<const char*> {};
TEST_P(EditedColumn, IsNamedWithItsEvent) {
  edit(fmt::format("UPDATE events SET {} WHERE sequence = 2", GetParam()));
  expect_conflict(1, "ALA-01/2");
}
INSTANTIATE_TEST_SUITE_P(Events, EditedColumn,
                         ::testing::Values("time_ms = time_ms + 1", "previous = zeroblob(32)",
                                           "hash = zeroblob(32)", "json = x'7b'",
                                           "signature = zeroblob(64)"));

TEST_F(EditedLog, NamesAnEventThatWasMovedToAnotherBooth) {
  edit("UPDATE events SET booth = 'ALA-02' WHERE sequence = 2");
  expect_conflict(1, "ALA-02/2");
}

TEST_F(EditedLog, NamesAnEventWhoseBytesWereEdited) {
  edit(
      "UPDATE events SET json = CAST(replace(CAST(json AS TEXT), '\"entry\"', '\"refusal\"') AS "
      "BLOB) WHERE sequence = 3");
  expect_conflict(2, "ALA-01/3");
}

TEST_F(EditedLog, AnEntryMovedToAnotherVisaMakesNeitherUnused) {
  edit(fmt::format("UPDATE events SET visa = {} WHERE sequence = 3", visa_no(4).ordinal()));
  expect_conflict(2, "ALA-01/3");  // its claim is still there
  expect_conflict(4, "ALA-01/3");  // and this is not what was signed
}

TEST_F(EditedLog, AnEntryThatWasRemovedIsMissed) {
  edit("DELETE FROM events WHERE sequence = 3");
  expect_conflict(2, "ALA-01/3");
  edit("UPDATE events SET visa = NULL WHERE sequence = 1");
  expect_conflict(1, "ALA-01/1");
}

TEST_F(EditedLog, AClaimThatWasRemovedOrGivenAwayIsMissed) {
  edit("DELETE FROM claims");
  expect_conflict(1, "ALA-01/1");
  edit(fmt::format("INSERT INTO claims VALUES ({}, 'NQZ-09', 4, 0, 'NQZ')", visa_no(2).ordinal()));
  expect_conflict(2, "NQZ-09/4");
}

TEST_F(EditedLog, NothingIsRecordedOnAVisaWhoseEventsWereEdited) {
  edit("DELETE FROM claims");
  for (const auto kind : {EventKind::entry, EventKind::exit}) {
    EXPECT_EQ(log_.refused(act("ALA-01", kind, 2, 9)), Errc::conflict);
  }
  EXPECT_EQ(log_.events().size(), 3U);
  log_.done(act("ALA-01", EventKind::entry, 3, 9));  // others are served
}

}  // namespace
}  // namespace evisa::db
