// The MRZs of passports and visas in one grey frame.
#pragma once

#include <optional>
#include <vector>

#include "reader/mrz/sight.h"
#include "reader/reading.h"

namespace evisa::reader::mrz {

struct MrzOptions {
  int bands = 14;           ///< heaps of strokes followed up, at most
  int glances = 22;         ///< pairs of lines of which a few characters are read, at most
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

/// As `read_mrz`, but looks on when one MRZ has been read well, for up to `most` that do not lie on
/// one another: a visa's page must not hide the passport beside it. The best one first; the bounds
/// of `options` hold for all of them together.
[[nodiscard]] std::vector<MrzSight> read_mrzs(const GrayView& frame, const MrzOptions& options = {},
                                              std::size_t most = 2);

}  // namespace evisa::reader::mrz
