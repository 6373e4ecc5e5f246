// The open connections of a server; contract in connection_set.h.
#include "http/connection_set.h"

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

bool ConnectionSet::evict_one() {
  const std::lock_guard lock(mutex_);
  constexpr int kTries = 3;  // the one chosen may get its event at this very moment
  for (int i = 0; i < kTries; ++i) {
    Connection* oldest = nullptr;
    for (const auto& [connection, owner] : connections_) {
      if (worth(connection->stage()) > worth(Stage::body) || connection->is_forced()) continue;
      if (oldest == nullptr || worth(connection->stage()) < worth(oldest->stage()) ||
          (worth(connection->stage()) == worth(oldest->stage()) &&
           connection->waiting_since() < oldest->waiting_since())) {
        oldest = connection;
      }
    }
    if (oldest == nullptr) return false;
    if (oldest->force(Force::evict)) return true;
  }
  return false;
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
