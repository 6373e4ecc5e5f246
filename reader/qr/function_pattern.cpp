// Drawing the function patterns of a version.
#include "reader/qr/function_pattern.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <mutex>

#include "reader/qr/version.h"

namespace evisa::reader::qr {

FunctionPattern::FunctionPattern(int version)
    : size_(size_of(version)),
      kinds_(static_cast<std::size_t>(size_) * static_cast<std::size_t>(size_), Kind::data) {
  for (int i = 0; i < size_; ++i) {
    const Kind timing = i % 2 == 0 ? Kind::dark : Kind::light;
    set(i, 6, timing);
    set(6, i, timing);
  }
  const auto centres = alignment_centres(version);
  for (const int y : centres) {
    for (const int x : centres) {
      const bool on_finder =
          (x == 6 && y == 6) || (x == 6 && y == size_ - 7) || (x == size_ - 7 && y == 6);
      if (!on_finder) alignment(x, y);
    }
  }
  information(version);
  finder(0, 0);
  finder(size_ - 7, 0);
  finder(0, size_ - 7);
  set(8, size_ - 8, Kind::dark);
}

void FunctionPattern::set(int x, int y, Kind kind) {
  if (x < 0 || y < 0 || x >= size_ || y >= size_) return;
  kinds_[static_cast<std::size_t>(y) * static_cast<std::size_t>(size_) +
         static_cast<std::size_t>(x)] = kind;
}

void FunctionPattern::finder(int left, int top) {
  for (int y = -1; y <= 7; ++y) {  // with its separator
    for (int x = -1; x <= 7; ++x) {
      const int ring = std::max(std::abs(x - 3), std::abs(y - 3));
      set(left + x, top + y, ring == 2 || ring == 4 ? Kind::light : Kind::dark);
    }
  }
}

void FunctionPattern::alignment(int centre_x, int centre_y) {
  for (int y = -2; y <= 2; ++y) {
    for (int x = -2; x <= 2; ++x) {
      const int ring = std::max(std::abs(x), std::abs(y));
      set(centre_x + x, centre_y + y, ring == 1 ? Kind::light : Kind::dark);
    }
  }
}

void FunctionPattern::information(int version) {
  for (int i = 0; i < 9; ++i) {
    if (i != 6) {
      set(i, 8, Kind::information);
      set(8, i, Kind::information);
    }
  }
  for (int i = 1; i <= 8; ++i) {
    set(size_ - i, 8, Kind::information);
    set(8, size_ - i, Kind::information);
  }
  if (version < 7) return;
  for (int i = 0; i < 18; ++i) {
    set(size_ - 11 + i % 3, i / 3, Kind::information);
    set(i / 3, size_ - 11 + i % 3, Kind::information);
  }
}

const FunctionPattern& FunctionPattern::of(int version) {
  static std::mutex mutex;
  static std::array<std::unique_ptr<const FunctionPattern>, kMostVersion + 1> made;
  const std::scoped_lock lock(mutex);
  auto& one = made[static_cast<std::size_t>(version)];
  if (!one) one.reset(new FunctionPattern(version));
  return *one;
}

}  // namespace evisa::reader::qr
