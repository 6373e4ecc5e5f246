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

/// Two finders of one side: frames turned so that `right` goes along it, and their distance.
struct Side {
  Finder from, to;
  double modules = 0;
  double askew = 0;
};
/// Finders that may be three corners of one symbol: the top side and the left one.
struct Triple {
  Side top, left;
  double score = 0;
};
/// Finders that may be two corners of one symbol, with the third one hidden.
struct Pair {
  Finder a, b;
};

/// The likeliest few, best first.
[[nodiscard]] std::vector<Triple> triples_of(const std::vector<Finder>& finders);
[[nodiscard]] std::vector<Pair> pairs_of(const std::vector<Finder>& finders);

/// The versions that the distance allows, each with its timing patterns followed.
[[nodiscard]] std::vector<Layout> layouts_of(const Plane& dark, const Triple& triple);
[[nodiscard]] std::vector<Layout> layouts_of(const Plane& dark, const Pair& pair);
/// Steps along timing patterns, squared and added up, that `layouts_of` takes at most.
[[nodiscard]] double work_of(const Triple& triple);
[[nodiscard]] double work_of(const Pair& pair);

/// Likeliest first, at most `most`.
void keep_best(std::vector<Layout>& layouts, std::size_t most);

}  // namespace evisa::reader::qr
