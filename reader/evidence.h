// What several sightings of one code say together: frames of a page at rest, or the two seals of a
// page, joined module by module.
#pragma once

#include <optional>

#include "reader/symbol_search.h"

namespace evisa::reader {

class Evidence {
 public:
  /// Joins one more sighting. What does not look like the same code (another version, or modules
  /// that agree no better than those of different codes do) replaces what was there: evidence of
  /// different documents is never joined. False when it tells nothing new: the modules are as those
  /// that are there.
  bool add(const SeenModules& seen);
  void clear() { joined_.reset(); }
  [[nodiscard]] int sightings() const { return sightings_; }

  /// The code that all sightings together decode to; nothing when they do not, or when there is
  /// only one.
  [[nodiscard]] std::optional<Barcode> read() const;

 private:
  std::optional<SeenModules> joined_;  ///< sums of modules; corners of the newest sighting
  int sightings_ = 0;
};

}  // namespace evisa::reader
