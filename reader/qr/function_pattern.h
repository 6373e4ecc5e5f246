// Which modules of a symbol are the same in every symbol of its version, and which hold data
// (ISO/IEC 18004 6.3).
#pragma once

#include <cstdint>
#include <vector>

namespace evisa::reader::qr {

enum class Kind : std::uint8_t {
  data,         ///< codewords, in the order of 7.7.3
  light,        ///< function pattern or separator
  dark,         ///< function pattern
  information,  ///< format or version information
};

/// The plan of one version. Made once for each version and kept.
class FunctionPattern {
 public:
  [[nodiscard]] static const FunctionPattern& of(int version);
  [[nodiscard]] int size() const { return size_; }
  [[nodiscard]] Kind at(int x, int y) const {
    return kinds_[static_cast<std::size_t>(y) * static_cast<std::size_t>(size_) +
                  static_cast<std::size_t>(x)];
  }
  /// +1 dark, -1 light, 0 not known beforehand.
  [[nodiscard]] int expected(int x, int y) const {
    const Kind kind = at(x, y);
    return kind == Kind::dark ? 1 : kind == Kind::light ? -1 : 0;
  }

 private:
  explicit FunctionPattern(int version);
  void set(int x, int y, Kind kind);
  void finder(int left, int top);
  void alignment(int centre_x, int centre_y);
  void information(int version);
  int size_;
  std::vector<Kind> kinds_;
};

}  // namespace evisa::reader::qr
