// The modules of one symbol as they were seen: dark or light, and how surely.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace evisa::reader::qr {

/// A square of measured modules, row by row. Above 0 is dark, below 0 light; -1 and +1 are as sure
/// as it gets, 0 is unknown.
class Modules {
 public:
  explicit Modules(int size, float value = 0)
      : size_(size),
        values_(static_cast<std::size_t>(size) * static_cast<std::size_t>(size), value) {}
  [[nodiscard]] int size() const { return size_; }
  [[nodiscard]] float& at(int x, int y) { return values_[index(x, y)]; }
  [[nodiscard]] float at(int x, int y) const { return values_[index(x, y)]; }
  [[nodiscard]] bool dark(int x, int y) const { return at(x, y) > 0; }
  [[nodiscard]] const std::vector<float>& values() const { return values_; }

 private:
  [[nodiscard]] std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(size_) +
           static_cast<std::size_t>(x);
  }
  int size_;
  std::vector<float> values_;
};

}  // namespace evisa::reader::qr
