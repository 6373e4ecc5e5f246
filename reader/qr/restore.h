// Modules that blur has run into each other, told apart again: the blur is learnt from the symbol
// itself and undone on the grid of modules.
#pragma once

#include <vector>

#include "reader/qr/function_pattern.h"
#include "reader/qr/modules.h"

namespace evisa::reader::qr {

/// The work in rounds, each of which needs about 17 passes over the modules with a kernel of
/// (2 `reach` + 1) squared, and the equations of that kernel.
class Restoring {
 public:
  /// `seen`: from `black_and_white`; `reach`: modules each way over which the blur mixes, 1 or 2.
  Restoring(Modules seen, const FunctionPattern& pattern, int reach);
  /// False after the last round, and when the blur cannot be told.
  bool round();
  /// Modules of about -1 to 1, the surer the further from 0.
  [[nodiscard]] Modules modules() const;

 private:
  /// A grid with a margin of light modules around it.
  class Padded {
   public:
    Padded(int size, int margin, float around = -1);
    float* row(int y) {
      return values_.data() + static_cast<std::ptrdiff_t>(y + margin_) * stride_ + margin_;
    }
    const float* row(int y) const {
      return values_.data() + static_cast<std::ptrdiff_t>(y + margin_) * stride_ + margin_;
    }

   private:
    int margin_, stride_;
    std::vector<float> values_;
  };
  [[nodiscard]] float sharpened(int x, int y) const;
  bool learn_blur();
  bool solve(std::vector<double>& m, std::vector<double>& v, std::size_t n);
  void undo_blur(int steps);
  [[nodiscard]] float blurred(const Padded& grid, int x, int y, bool turned) const;

  Modules seen_;
  const FunctionPattern* pattern_;
  int reach_, side_, size_, rounds_ = 0;
  Padded guess_;
  std::vector<float> kernel_;
  float constant_ = 0;
};

/// All rounds at once.
[[nodiscard]] Modules restored(const Modules& seen, const FunctionPattern& pattern, int reach);

}  // namespace evisa::reader::qr
