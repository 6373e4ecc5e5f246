// The structure of PNG and JPEG files, checked before a decoder sees them.
//
//   PNG  = signature IHDR { chunk } IEND      chunk = length(4) type(4) data crc(4)
//   JPEG = FFD8 { FF marker length(2) data | entropy-coded data } FFD9
//
// Source: ISO/IEC 15948 (PNG) 5.2-5.3, ISO/IEC 10918-1 (JPEG) annex B.
#pragma once

#include "crypto/bytes.h"
#include "visa/result.h"

namespace evisa::reader {

/// A picture whose frame of chunks or segments is whole.
struct CheckedPicture {
  int width = 0, height = 0;
  /// The file with only what is needed for the pixels: no metadata, colour profiles or thumbnails.
  crypto::Bytes essence;
};

/// `pixels`: the most that width x height may be.
/// Errors: malformed (cut off, no picture in it), out_of_range (found, limit).
[[nodiscard]] Result<CheckedPicture> check_png(crypto::ByteView file, int pixels);
[[nodiscard]] Result<CheckedPicture> check_jpeg(crypto::ByteView file, int pixels);

}  // namespace evisa::reader
