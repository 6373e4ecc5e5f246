// Which of a server's threads are at work: about as many as there are processors, so that a
// request that has begun is not put aside for thirty others; the rest stand by for those that wait.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>

namespace evisa::http {

/// Safe to use from many threads.
class Crew {
 public:
  /// `most`: threads at work at the same time, at least 1.
  explicit Crew(unsigned most) : most_(most) {}

  /// For a thread of the server: waits until it is needed. False from `dismiss` on.
  [[nodiscard]] bool join();
  void leave();
  /// More are at work than there should be, as some have come back from waiting.
  [[nodiscard]] bool is_crowded() const { return at_work_.load(std::memory_order_relaxed) > most_; }
  /// Around the wait for the next event.
  void begin_poll() { polling_.fetch_add(1, std::memory_order_relaxed); }
  void end_poll() {
    polling_.fetch_sub(1, std::memory_order_relaxed);
    taken_.fetch_add(1, std::memory_order_relaxed);
  }
  /// Called again and again by one other thread: where nobody has asked for an event since the last
  /// call, all are held up by something that did not say so, and one more goes to work.
  void look_after();
  void dismiss();

 private:
  friend class Waiting;
  void step_aside();
  void step_back();

  const unsigned most_;
  std::mutex mutex_;
  std::condition_variable needed_;
  std::atomic<unsigned> at_work_{0};  ///< changed under the mutex
  unsigned lent_ = 0;
  bool dismissed_ = false;
  std::atomic<unsigned> polling_{0};
  std::atomic<std::uint64_t> taken_{0};
  std::uint64_t taken_before_ = 0;  ///< of the thread that looks after them
};

/// As long as it lives, the thread waits for something (the disk, another server) or works long:
/// another one takes its place. Does nothing in a thread that is none of a server's.
class Waiting {
 public:
  Waiting();
  ~Waiting();
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

 private:
  Crew* crew_;
};

/// The value of a `std::future`, with another thread at work meanwhile.
template <class Future>
[[nodiscard]] auto await(Future&& future) {
  const Waiting waiting;
  return std::forward<Future>(future).get();
}

}  // namespace evisa::http
