// The simulated time, and what is to happen when. Nothing waits: the clock jumps to the next job.
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "visa/date.h"

namespace evisa::airports {

class Schedule {
 public:
  using Job = std::function<void()>;
  explicit Schedule(visa::Instant start) : now_(start) {}

  [[nodiscard]] visa::Instant now() const { return now_; }
  /// Jobs that ran, and messages that arrived (`count_one`).
  [[nodiscard]] std::uint64_t events() const { return events_; }
  void count_one() { ++events_; }

  void after(std::chrono::milliseconds delay, Job job) {
    jobs_.push({now_ + delay, order_++, std::move(job)});
  }
  /// Runs what is due until then. May be called by a job: that is how a booth waits for an answer
  /// while the others go on.
  void run_until(visa::Instant until) {
    while (!jobs_.empty() && jobs_.top().at <= until) run_next();
    if (until > now_) now_ = until;
  }
  /// False: there is nothing left to do.
  bool run_next() {
    if (jobs_.empty()) return false;
    const Entry entry = jobs_.top();
    jobs_.pop();
    if (entry.at > now_) now_ = entry.at;
    ++events_;
    entry.job();
    return true;
  }

 private:
  struct Entry {
    visa::Instant at;
    std::uint64_t order;  ///< jobs of one instant run in the order in which they were given
    Job job;
    bool operator<(const Entry& other) const {
      return std::tie(other.at, other.order) < std::tie(at, order);
    }
  };
  visa::Instant now_;
  std::uint64_t events_ = 0, order_ = 0;
  std::priority_queue<Entry> jobs_;
};

}  // namespace evisa::airports
