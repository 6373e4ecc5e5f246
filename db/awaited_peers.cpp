// The table `awaited` of the crossing log.
#include "db/awaited_peers.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace evisa::db {

Result<std::vector<std::string>> read_awaited(SQLite::Database& db) {
  SQLite::Statement rows(db, "SELECT peer FROM awaited ORDER BY peer");
  std::vector<std::string> peers;
  while (rows.executeStep()) peers.push_back(rows.getColumn(0).getString());
  return peers;
}

Result<void> AwaitedPeers::check_none() {
  if (none_) return {};
  const auto peers = read_awaited(db_);
  if (!peers) return std::unexpected(peers.error());
  none_ = peers->empty();
  if (none_) return {};
  return fail(Errc::unavailable,
              fmt::format("this log was restored from a copy and awaits the events of {}",
                          fmt::join(*peers, ", ")),
              "start the service with that peer; entries are provisional until then");
}

Result<void> AwaitedPeers::arrived(const std::string& peer) {
  SQLite::Statement row(db_, "DELETE FROM awaited WHERE peer = ?");
  row.bind(1, peer);
  row.exec();
  return {};
}

}  // namespace evisa::db
