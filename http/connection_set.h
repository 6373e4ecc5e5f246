// The open connections of a server: found, counted and ended when their time is up.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "http/connection.h"

namespace evisa::http {

class ConnectionSet {
 public:
  /// The new connection, parked.
  Connection& add(Stream stream, ServerCore& core);
  /// Destroys it. By its owner only.
  void remove(Connection& connection);

  [[nodiscard]] std::size_t size() const;
  /// Ends those whose deadline has passed.
  void expire(Clock::time_point now);
  /// Ends those that have waited longest, idle ones first, then those that are still sending their
  /// request, until fewer than `most` are left that are not ending, and a few more: so a flood does
  /// not cost a search for each newcomer. Gives how many; nothing when all are at work.
  [[nodiscard]] std::optional<std::size_t> make_room(std::size_t most);
  /// Ends those without a request: in the handshake, idle, lingering.
  void stop_idle();
  /// Breaks every connection.
  void cut_all();

 private:
  mutable std::mutex mutex_;
  std::unordered_map<Connection*, std::unique_ptr<Connection>> connections_;
};

}  // namespace evisa::http
