// One pass over the events in the order (booth, sequence); each defect names the event where it
// shows.
#include "db/chain_check.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "db/statement_use.h"
#include "db/stored_event.h"

namespace evisa::db {
namespace {

using Kind = ChainDefect::Kind;

Kind kind_of(Errc code) {
  if (code == Errc::untrusted) return Kind::unknown_booth;
  return code == Errc::bad_signature ? Kind::bad_signature : Kind::malformed;
}

class ChainCheck {
 public:
  explicit ChainCheck(const BoothKeys& keys) : keys_(keys) {}

  void look_at(const StoredEvent& row) {
    if (row.id.booth != last_.booth) {
      last_ = {row.id.booth, 0};
      last_hash_ = crypto::EventHash{};
    }
    check_place(row);
    const bool sound = check_content(row);
    last_ = row.id;
    // What follows a damaged event cannot be compared with it; the damage itself has been named.
    last_hash_ = sound ? std::optional(row.hash) : std::nullopt;
    ends_[row.id.booth] = row.id.sequence;
  }

  // The log's own memory of how far a chain went: events cut off at its end are missed here.
  void look_at_end(const visa::EventId& end) {
    const auto found = ends_.find(end.booth);
    const std::uint64_t last = found == ends_.end() ? 0 : found->second;
    if (last < end.sequence) {
      add(Kind::gap, {end.booth, last + 1},
          fmt::format("{} to {} were stored and are gone",
                      visa::EventId{end.booth, last + 1}.text(), end.text()));
    }
  }

  void add(Kind kind, visa::EventId event, std::string detail) {
    defects_.push_back({kind, std::move(event), std::move(detail)});
  }
  [[nodiscard]] std::vector<ChainDefect> take() { return std::move(defects_); }

 private:
  void check_place(const StoredEvent& row) {
    if (row.id.sequence != last_.sequence + 1) {
      add(Kind::gap, {row.id.booth, last_.sequence + 1},
          fmt::format("{} event(s) missing before {}", row.id.sequence - last_.sequence - 1,
                      row.id.text()));
      return;
    }
    if (last_hash_ && row.previous != *last_hash_) {
      add(Kind::fork, row.id,
          fmt::format("its previous event is {}, {} is stored", crypto::to_hex(row.previous),
                      crypto::to_hex(*last_hash_)));
    }
  }

  [[nodiscard]] bool check_content(const StoredEvent& row) {
    if (const auto signed_by = check_signed(row.event, row.id.booth, keys_); !signed_by) {
      add(kind_of(signed_by.error().code), row.id, signed_by.error().message);
      // An unknown booth's events still chain.
      return signed_by.error().code == Errc::untrusted;
    }
    const auto content = crypto::parse_event(row.event.json);
    if (!content) {
      add(kind_of(content.error().code), row.id, content.error().message);
      return false;
    }
    if (columns_agree(row, *content)) return true;
    add(Kind::malformed, row.id, "the columns beside the event do not agree with what was signed");
    return false;
  }

  const BoothKeys& keys_;
  visa::EventId last_;
  std::optional<crypto::EventHash> last_hash_;
  std::map<std::string, std::uint64_t, std::less<>> ends_;
  std::vector<ChainDefect> defects_;
};

}  // namespace

Result<void> check_signed(const crypto::SignedEvent& event, const std::string& booth,
                          const BoothKeys& keys) {
  const auto known = keys.find(booth);
  if (known == keys.end() || known->second.empty()) {
    return fail(Errc::untrusted, fmt::format("booth {} is not known here", booth),
                "add the booth's public key if it is one of ours");
  }
  const bool by_one = std::ranges::any_of(
      known->second, [&](const auto& key) { return crypto::is_signed_by(event, key); });
  if (by_one) return {};
  return fail(Errc::bad_signature, "event: the signature is not the booth's");
}

std::vector<ChainDefect> check_chains(SQLite::Database& db, const BoothKeys& keys) {
  const SQLite::Transaction snapshot(db);  // events and segments of the same moment
  ChainCheck check(keys);
  SQLite::Statement events(
      db, fmt::format("SELECT {} FROM events ORDER BY booth, sequence", kStoredEventColumns));
  while (events.executeStep()) check.look_at(read_stored_event(events));
  SQLite::Statement ends(db, "SELECT booth, max(last) FROM segments GROUP BY booth ORDER BY booth");
  while (ends.executeStep()) {
    check.look_at_end({ends.getColumn(0).getString(), read_count(ends.getColumn(1))});
  }
  SQLite::Statement forks(db, "SELECT booth, sequence FROM forks ORDER BY booth, sequence");
  while (forks.executeStep()) {
    check.add(Kind::fork, {forks.getColumn(0).getString(), read_count(forks.getColumn(1))},
              "the booth signed another event that does not fit its chain; it is kept as evidence");
  }
  return check.take();
}

}  // namespace evisa::db
