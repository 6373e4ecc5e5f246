// How far a log has come, for those who wait for more of it (long poll).
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace evisa::db {

class NewestEvent {
 public:
  explicit NewestEvent(std::uint64_t cursor) : cursor_(cursor) {}

  /// Called once the event is on disk.
  void publish(std::uint64_t cursor) {
    {
      const std::lock_guard lock(mutex_);
      cursor_ = cursor;
    }
    changed_.notify_all();
  }

  /// Waits until there is an event after `cursor`, `timeout` has passed or `stop` is asked for.
  /// Whether there is one.
  [[nodiscard]] bool wait(std::uint64_t cursor, std::chrono::milliseconds timeout,
                          const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, stop, timeout, [&] { return cursor_ > cursor; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::uint64_t cursor_;
};

}  // namespace evisa::db
