// The open connections of a server; contract in connection_set.h.
#include "http/connection_set.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace evisa::http {
namespace {

/// Who has to go first when connections run short: lower is sooner.
int worth(Stage stage) {
  switch (stage) {
    case Stage::lingering:
      return 0;
    case Stage::idle:
      return 1;
    case Stage::handshake:
    case Stage::head:
      return 2;
    case Stage::body:
      return 3;
    case Stage::sending:
      return 4;
  }
  return 4;
}

}  // namespace

Connection& ConnectionSet::add(Stream stream, ServerCore& core) {
  auto connection = std::make_unique<Connection>(std::move(stream), core);
  Connection& reference = *connection;
  const std::lock_guard lock(mutex_);
  connections_.emplace(&reference, std::move(connection));
  return reference;
}

void ConnectionSet::remove(Connection& connection) {
  std::unique_ptr<Connection> last;  // destroyed outside the lock: closing a socket takes time
  const std::lock_guard lock(mutex_);
  const auto found = connections_.find(&connection);
  if (found == connections_.end()) return;
  last = std::move(found->second);
  connections_.erase(found);
}

std::size_t ConnectionSet::size() const {
  const std::lock_guard lock(mutex_);
  return connections_.size();
}

void ConnectionSet::expire(Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  for (const auto& [connection, owner] : connections_) {
    if (connection->deadline() <= now) static_cast<void>(connection->force(Force::expire));
  }
}

std::optional<std::size_t> ConnectionSet::make_room(std::size_t most) {
  constexpr std::size_t kShare = 64;  // one in so many goes beyond what is needed now
  const std::lock_guard lock(mutex_);
  // Their stages change while we look: taken down once, then sorted.
  std::vector<std::tuple<int, Clock::time_point, Connection*>> waiting;
  std::size_t staying = 0;
  for (const auto& [connection, owner] : connections_) {
    if (connection->is_forced()) continue;
    ++staying;
    const int own = worth(connection->stage());
    if (own <= worth(Stage::body)) {
      waiting.emplace_back(own, connection->waiting_since(), connection);
    }
  }
  if (staying < most) return 0;
  const std::size_t wanted = std::min(staying - most + 1 + most / kShare, waiting.size());
  std::ranges::partial_sort(waiting, waiting.begin() + static_cast<std::ptrdiff_t>(wanted));
  std::size_t ended = 0;
  for (std::size_t i = 0; i < wanted; ++i) {
    if (std::get<Connection*>(waiting[i])->force(Force::evict)) ++ended;
  }
  if (ended == 0) return std::nullopt;
  return ended;
}

void ConnectionSet::stop_idle() {
  const std::lock_guard lock(mutex_);
  for (const auto& [connection, owner] : connections_) {
    const Stage stage = connection->stage();
    if (stage == Stage::handshake || stage == Stage::idle || stage == Stage::lingering) {
      static_cast<void>(connection->force(Force::stop));
    }
  }
}

void ConnectionSet::cut_all() {
  const std::lock_guard lock(mutex_);
  for (const auto& [connection, owner] : connections_) {
    if (!connection->force(Force::stop)) connection->cut();
  }
}

}  // namespace evisa::http
