// The audit trail: what administrators did, who and when. Append-only, and it holds no secrets.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "visa/date.h"

namespace SQLite {
class Database;
}

namespace evisa::db {

class KeptFile;

/// Who administers, and when. Every act that changes accounts names both.
struct AdminAct {
  std::string by;  ///< 1 to 64 printable characters: a badge, or `os:NAME` of a system user
  visa::Instant at{};
};

struct AuditEntry {
  std::int64_t id = 0;
  visa::Instant at{};
  std::string who;
  std::string act;      ///< `token.create`, `officer.disable`, `booth.revoke`, ...
  std::string subject;  ///< token number, badge or booth
  std::string detail;
  bool operator==(const AuditEntry&) const = default;
};

class AuditTrail {
 public:
  explicit AuditTrail(std::shared_ptr<KeptFile> file) : file_(std::move(file)) {}
  /// An administrator's act outside accounts.sqlite, such as trusting a key file. Errors: malformed
  /// (nobody is named), io.
  [[nodiscard]] Result<void> add(const AdminAct& act, const std::string& what,
                                 const std::string& subject, const std::string& detail);
  /// Entries after `after` (0: from the start), oldest first.
  [[nodiscard]] Result<std::vector<AuditEntry>> list(std::int64_t after, std::size_t limit) const;

 private:
  std::shared_ptr<KeptFile> file_;
};

/// Adds an entry inside the transaction of the act itself, so that there is never one without the
/// other. Errors: malformed (nobody is named). May throw SQLite::Exception.
[[nodiscard]] Result<void> add_audit(SQLite::Database& db, const AdminAct& act,
                                     const std::string& what, const std::string& subject,
                                     const std::string& detail = {});

}  // namespace evisa::db
