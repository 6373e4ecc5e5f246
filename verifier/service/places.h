// Places for work that is heavy: so many at once, and whoever comes then is told to come again.
#pragma once

#include <atomic>
#include <optional>
#include <utility>

namespace evisa::verifier {

/// Safe to use from many threads.
class Places {
 public:
  explicit Places(int most) : free_(most) {}

  /// One place, given back when it goes.
  class Place {
   public:
    explicit Place(Places& of) : of_(&of) {}
    Place(Place&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (of_ != nullptr) of_->free_.fetch_add(1);
    }

   private:
    Places* of_;
  };
  /// None: all are taken.
  [[nodiscard]] std::optional<Place> take() {
    if (free_.fetch_sub(1) > 0) return Place(*this);
    free_.fetch_add(1);
    return std::nullopt;
  }

 private:
  std::atomic<int> free_;
};

}  // namespace evisa::verifier
