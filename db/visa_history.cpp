// History of a visa from the signed bytes; whatever stands beside them has to agree.
#include "db/visa_history.h"

#include <fmt/format.h>

#include "db/crossing_rules.h"
#include "db/statement_use.h"
#include "db/stored_event.h"

namespace evisa::db {
namespace {

constexpr const char* kHint =
    "the log was changed behind the program's back: verify it, and restore it from a copy or "
    "another node";

std::unexpected<Error> damaged(const visa::EventId& id, std::string_view why) {
  return fail(Errc::conflict, fmt::format("the stored event {} is damaged: {}", id.text(), why),
              kHint);
}

std::string name_of(const std::optional<visa::EventId>& id) { return id ? id->text() : "nobody"; }

}  // namespace

VisaHistory::VisaHistory(SQLite::Database& db)
    : begin_(db, "BEGIN"),
      end_(db, "COMMIT"),
      select_(db, fmt::format("SELECT {} FROM events WHERE visa = ? ORDER BY cursor",
                              kStoredEventColumns)),
      claims_(db) {}

Result<std::vector<visa::Crossing>> VisaHistory::events_of(visa::VisaNumber visa) {
  Use select(select_);
  bind_count(*select, 1, visa.ordinal());
  std::vector<visa::Crossing> history;
  while (select->executeStep()) {
    const StoredEvent row = read_stored_event(*select);
    auto content = crypto::parse_event(row.event.json);
    if (!content) return damaged(row.id, content.error().message);
    if (!columns_agree(row, *content)) {
      return damaged(row.id, "the columns beside it do not agree with what was signed");
    }
    history.push_back(std::move(content->crossing));
  }
  return history;
}

Result<std::vector<visa::Crossing>> VisaHistory::read(visa::VisaNumber visa) {
  auto history = events_of(visa);
  if (!history) return history;
  const auto holder = claims_.holder(visa);
  if (!holder) return std::unexpected(holder.error());
  const auto claimed = *holder ? std::optional((*holder)->event) : std::nullopt;
  const auto counts = claiming_event(*history);
  const auto counted = counts ? std::optional(counts->id) : std::nullopt;
  if (claimed == counted) return history;
  return fail(Errc::conflict,
              fmt::format("visa {} is claimed by {}, its events on record say {}", visa.text(),
                          name_of(claimed), name_of(counted)),
              kHint);
}

Result<std::vector<visa::Crossing>> VisaHistory::read_alone(visa::VisaNumber visa) {
  struct Snapshot {
    explicit Snapshot(VisaHistory& of) : end(of.end_) { Use(of.begin_)->exec(); }
    ~Snapshot() { end.tryExecuteStep(), end.tryReset(); }
    SQLite::Statement& end;
  };
  const Snapshot snapshot(*this);
  return read(visa);
}

}  // namespace evisa::db
