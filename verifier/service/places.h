// Places for work that is heavy: so many at once, and whoever comes then is told to come again.
#pragma once

#include <atomic>
#include <memory>

namespace evisa::verifier {

/// Safe to use from many threads. Outlives every place that was taken.
class Places {
  struct GiveBack {
    void operator()(Places* of) const { of->free_.fetch_add(1); }
  };

 public:
  explicit Places(int most) : free_(most) {}

  /// One place, given back when it goes.
  using Place = std::unique_ptr<Places, GiveBack>;
  /// Null: all are taken.
  [[nodiscard]] Place take() {
    if (free_.fetch_sub(1) > 0) return Place(this);
    free_.fetch_add(1);
    return nullptr;
  }

 private:
  std::atomic<int> free_;
};

}  // namespace evisa::verifier
