// The audit trail on SQLite; triggers refuse every change and deletion.
#include "db/audit_trail.h"

#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <limits>

#include "db/instant_column.h"
#include "db/kept_file.h"

namespace evisa::db {

Result<void> add_audit(SQLite::Database& db, const AdminAct& act, const std::string& what,
                       const std::string& subject, const std::string& detail) {
  constexpr std::size_t kMaxName = 64;
  const bool printable = std::ranges::none_of(
      act.by, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (act.by.empty() || act.by.size() > kMaxName || !printable) {
    return fail(Errc::malformed, "who does this must be named with 1 to 64 printable characters");
  }
  SQLite::Statement insert(
      db, "INSERT INTO audit (at_ms, who, act, subject, detail) VALUES (?, ?, ?, ?, ?)");
  insert.bind(1, to_ms(act.at));
  insert.bind(2, act.by);
  insert.bind(3, what);
  insert.bind(4, subject);
  insert.bind(5, detail);
  insert.exec();
  return {};
}

Result<void> AuditTrail::add(const AdminAct& act, const std::string& what,
                             const std::string& subject, const std::string& detail) {
  return file_->write<void>(
      [&](SQLite::Database& db) { return add_audit(db, act, what, subject, detail); });
}

Result<std::vector<AuditEntry>> AuditTrail::list(std::int64_t after, std::size_t limit) const {
  return file_->read([&](SQLite::Database& db) -> Result<std::vector<AuditEntry>> {
    SQLite::Statement select(
        db,
        "SELECT id, at_ms, who, act, subject, detail FROM audit WHERE id > ? ORDER BY id LIMIT ?");
    constexpr std::size_t kMost = std::numeric_limits<std::int32_t>::max();
    select.bind(1, after);
    select.bind(2, static_cast<std::int64_t>(std::min(limit, kMost)));
    std::vector<AuditEntry> entries;
    while (select.executeStep()) {
      entries.push_back({select.getColumn(0).getInt64(), read_instant(select.getColumn(1)),
                         select.getColumn(2).getString(), select.getColumn(3).getString(),
                         select.getColumn(4).getString(), select.getColumn(5).getString()});
    }
    return entries;
  });
}

}  // namespace evisa::db
