// Whether a document that the camera showed has left its view.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

namespace evisa::kiosk {

/// Of a clock that nobody sets.
using Moment = std::chrono::steady_clock::time_point;

/// A code is missed for a frame or two while the page lies there, and a desk on which nothing moves
/// is not looked at: gone is what several looks over some time did not show.
class Absence {
 public:
  void seen() { *this = Absence{false}; }
  void missed(Moment now) {
    if (!since_) since_ = now;
    gone_ = gone_ || (++looks_ >= kLooks && now - *since_ >= kTime);
  }
  /// True from the start on, too: none was shown.
  [[nodiscard]] bool gone() const { return gone_; }

  Absence() = default;

 private:
  explicit Absence(bool gone) : gone_(gone) {}

  static constexpr std::size_t kLooks = 3;
  static constexpr std::chrono::milliseconds kTime{1000};
  std::optional<Moment> since_;
  std::size_t looks_ = 0;
  bool gone_ = true;
};

}  // namespace evisa::kiosk
