// Threads that join, leave, and step aside.
#include "http/crew.h"

#include <utility>

namespace evisa::http {
namespace {

/// Whose work this thread does; nullptr while it is none's, or waits.
thread_local Crew* crew_of_this_thread = nullptr;

}  // namespace

bool Crew::join() {
  std::unique_lock lock(mutex_);
  needed_.wait(lock, [this] { return dismissed_ || lent_ > 0 || at_work_ < most_; });
  if (dismissed_) return false;
  if (at_work_ >= most_) --lent_;
  ++at_work_;
  crew_of_this_thread = this;
  return true;
}

void Crew::leave() {
  crew_of_this_thread = nullptr;
  step_aside();
}

void Crew::step_aside() {
  {
    const std::lock_guard lock(mutex_);
    --at_work_;
  }
  needed_.notify_one();
}

void Crew::step_back() {
  const std::lock_guard lock(mutex_);
  ++at_work_;
}

void Crew::look_after() {
  const auto taken = taken_.load(std::memory_order_relaxed);
  const bool stuck = taken == taken_before_ && polling_.load(std::memory_order_relaxed) == 0;
  taken_before_ = taken;
  if (!stuck) return;
  {
    const std::lock_guard lock(mutex_);
    lent_ = 1;
  }
  needed_.notify_one();
}

void Crew::dismiss() {
  {
    const std::lock_guard lock(mutex_);
    dismissed_ = true;
  }
  needed_.notify_all();
}

Waiting::Waiting() : crew_(std::exchange(crew_of_this_thread, nullptr)) {
  if (crew_ != nullptr) crew_->step_aside();
}

Waiting::~Waiting() {
  if (crew_ == nullptr) return;
  crew_->step_back();
  crew_of_this_thread = crew_;
}

}  // namespace evisa::http
