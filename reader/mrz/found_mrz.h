// The MRZ of a single picture, as a file's reading holds it.
#pragma once

#include <optional>

#include "reader/reading.h"

namespace evisa::reader::mrz {

/// Looks longer than `read_mrz` does at a frame of a film: there is no next one. Nothing when no
/// MRZ is in view; never fails.
[[nodiscard]] std::optional<FoundMrz> find_mrz(const GrayView& picture);

}  // namespace evisa::reader::mrz
