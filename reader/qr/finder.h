// Finder patterns (ISO/IEC 18004 6.3.3) with the lattice's axes at their place.
#pragma once

#include <vector>

#include "reader/qr/plane.h"

namespace evisa::reader::qr {

struct Finder {
  Vec centre;        ///< pixels of the plane
  Vec right, down;   ///< one module along the pattern's sides; which side is which is not known yet
  double score = 0;  ///< correlation with the ideal pattern, at most 1
  [[nodiscard]] double module() const { return std::sqrt(std::abs(cross(right, down))); }
};

/// How to look: by the runs 1:1:3:1:1 of rows (any tilt), or by correlation (blur, noise, few
/// pixels a module): with the sizes that the modules of a code of some 30 to 80 have when it fills
/// the plane, or with larger or smaller ones.
enum class Search { runs, usual_shapes, large_shapes, small_shapes };

/// Finder patterns of a plane from `darkness`, best first, at most `most`.
[[nodiscard]] std::vector<Finder> find_finders(const Plane& dark, Search how,
                                               std::size_t most = 12);

/// Correlation, at most 1, of what lies about the finder's place with the pattern and its surround.
[[nodiscard]] double match_finder(const Plane& dark, const Finder& finder);

/// Fits centre and axes to the pattern near `start`; the score says how well.
[[nodiscard]] Finder fit_finder(const Plane& dark, Finder start);

}  // namespace evisa::reader::qr
