// The MRZ of a passport or visa in one grey frame.
#pragma once

#include <optional>

#include "reader/mrz/sight.h"
#include "reader/reading.h"

namespace evisa::reader::mrz {

struct MrzOptions {
  int bands = 10;           ///< heaps of strokes followed up, at most
  int glances = 14;         ///< pairs of lines of which a few characters are read, at most
  int looks = 3;            ///< pairs of lines read in full, at most
  bool short_lines = true;  ///< two lines of 36 (MRV-B) as well
};

/// Finds two lines of 44 (TD3, MRV-A) or 36 (MRV-B) characters of OCR-B, at any rotation, and reads
/// them. Never fails: without an MRZ in view there is no answer. A character that is not likely
/// enough is `?`; check digits may choose one look-alike, which is then among the corrections.
///
/// `frame`: at least about 8 pixels a character (350 pixels for a line). Equal frames give equal
/// answers. Source: Doc 9303-3 4, Doc 9303-4 4.2, Doc 9303-7 4.2 and 5.2.
[[nodiscard]] std::optional<MrzSight> read_mrz(const GrayView& frame,
                                               const MrzOptions& options = {});

}  // namespace evisa::reader::mrz
