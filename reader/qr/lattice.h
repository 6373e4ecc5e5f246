// The lattice of a symbol's modules, followed over paper that is folded or curled: a dense mesh
// that grows from what is known (finders, timing patterns) by the pattern of the modules itself.
#pragma once

#include <vector>

#include "reader/qr/function_pattern.h"
#include "reader/qr/layout.h"
#include "reader/qr/modules.h"

namespace evisa::reader::qr {

/// What is taken for granted of the sheet: `flat` ones are followed in long strides, which blur and
/// noise cannot lead astray; `bent` ones from fold to fold.
enum class Sheet { bent, flat };

class Lattice {
 public:
  /// Grows from the layout's finders and timing patterns until every part of the symbol is reached.
  /// Work: about 50 samples x 35 places for each 4 x 4 modules.
  Lattice(const Plane& dark, const Layout& layout, Sheet sheet);
  /// Moves every node once more, now that all its neighbours are there; on the same plane. As much
  /// work again.
  void relax(const Plane& dark);

  [[nodiscard]] int size() const { return size_; }
  /// Where the middle of a module lies; modules may be fractions, and a little outside the symbol.
  [[nodiscard]] Vec at(double module_x, double module_y) const;
  /// Pixels a module in the symbol's middle.
  [[nodiscard]] double pixels_per_module() const;
  /// Agreement, -1 to 1, of the function patterns with what the plane shows at their places.
  [[nodiscard]] double agreement(const Plane& dark) const;
  /// Grey of every module: the mean of some places within it, on the plane the lattice was found
  /// on.
  [[nodiscard]] Modules sampled(const Plane& gray) const;

 private:
  struct Node {
    Vec at;
    double weight = 0;  ///< 0 = not reached yet
  };
  struct Frame {
    Vec at, right, down;
    double support = 0;
  };
  [[nodiscard]] Node& node(int i, int j) {
    return nodes_[static_cast<std::size_t>(j) * static_cast<std::size_t>(count_) +
                  static_cast<std::size_t>(i)];
  }
  [[nodiscard]] const Node& node(int i, int j) const {
    return nodes_[static_cast<std::size_t>(j) * static_cast<std::size_t>(count_) +
                  static_cast<std::size_t>(i)];
  }
  [[nodiscard]] double module_of(int index) const { return first_ + index * pitch_; }
  [[nodiscard]] Frame predicted(int i, int j) const;
  [[nodiscard]] double fit_at(const Plane& dark, Vec module, const Frame& frame, Vec at) const;
  void refine(const Plane& dark, int i, int j, const Frame& frame, double reach);
  void grow(const Plane& dark);
  void smooth();

  int size_, count_;
  Sheet sheet_;
  double sigma_;  ///< modules over which neighbours speak for a node
  double first_ = -0.5, pitch_;
  const FunctionPattern* pattern_;
  std::vector<Seed> seeds_;
  std::vector<Node> nodes_;
};

/// Grey modules to dark and light by the black and white of their own neighbourhood; what has no
/// contrast is unknown.
[[nodiscard]] Modules black_and_white(const Modules& gray);

}  // namespace evisa::reader::qr
