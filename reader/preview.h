// A frame as a small JPEG, for a screen.
#pragma once

#include "crypto/bytes.h"
#include "reader/reading.h"

namespace evisa::reader {

/// At most `width` pixels wide, never enlarged. Empty for a frame without pixels and when memory
/// does not suffice.
[[nodiscard]] crypto::Bytes preview_jpeg(const GrayView& frame, int width);

}  // namespace evisa::reader
