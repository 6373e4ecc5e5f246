// Which finders belong together, as which corners of a symbol of which version.
#pragma once

#include <vector>

#include "reader/qr/finder.h"

namespace evisa::reader::qr {

/// A place whose module is known: `module` counts from the symbol's top left module, (0, 0).
struct Seed {
  Vec module;
  Vec at;           ///< pixels of the plane
  Vec right, down;  ///< one module
};

struct Layout {
  int version = 1;
  std::vector<Seed> finders;  ///< two or three, each at its centre
  std::vector<Seed> timing;   ///< modules of timing patterns that were followed
  double score = 0;           ///< the higher the likelier
};

/// Layouts that three finders allow, likeliest first; at most `most`.
[[nodiscard]] std::vector<Layout> layouts_of_three(const Plane& dark,
                                                   const std::vector<Finder>& finders,
                                                   std::size_t most);
/// Layouts with one finder hidden.
[[nodiscard]] std::vector<Layout> layouts_of_two(const Plane& dark,
                                                 const std::vector<Finder>& finders,
                                                 std::size_t most);

}  // namespace evisa::reader::qr
