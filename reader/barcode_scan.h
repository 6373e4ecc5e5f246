// One pass of ZXing-cpp over a grey image: which symbologies, and how pixels become black and
// white.
#pragma once

#include <vector>

#include "reader/reading.h"

namespace evisa::reader {

enum class Symbologies {
  qr,      ///< QR codes: the only form in which an e-visa is printed
  matrix,  ///< the other two-dimensional ones: Data Matrix, Aztec, PDF417
  linear,  ///< Code 128, Code 39, Code 93, EAN, UPC-A, ITF
};

enum class Ink {
  local,     ///< black or white by the surroundings of each pixel
  is_below,  ///< the image is black and white already
};

/// Every symbol of the kind that decodes without error; empty for an image without any.
[[nodiscard]] std::vector<Barcode> scan_barcodes(const GrayView& image, Symbologies what, Ink ink);

}  // namespace evisa::reader
