// The open connections of a server: found, counted and ended when their time is up.
#pragma once

#include <memory>
#include <mutex>
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
  /// Ends the one that has waited longest: an idle one if there is any, else one that is still
  /// sending its request. False when all are at work.
  [[nodiscard]] bool evict_one();
  /// Ends those without a request: in the handshake, idle, lingering.
  void stop_idle();
  /// Breaks every connection.
  void cut_all();

 private:
  mutable std::mutex mutex_;
  std::unordered_map<Connection*, std::unique_ptr<Connection>> connections_;
};

}  // namespace evisa::http
