// The seal as a QR code: error correction M, plain square modules (ISO/IEC 18004).
#pragma once

#include <vector>

#include "crypto/bytes.h"
#include "issuer/page_geometry.h"
#include "issuer/printout.h"
#include "visa/result.h"

namespace evisa::issuer {

/// A QR code's dark modules as rectangles that do not overlap, in modules from the top left.
struct CodeModules {
  struct Rect {
    int x = 0, y = 0, width = 0, height = 0;
  };
  int side = 0;             ///< modules in a row, without the quiet zone
  std::vector<Rect> rects;  ///< neighbours merged, so that no hairline shows between modules
};

/// Encodes a seal in alphanumeric mode (text) or byte mode without ECI (binary).
/// Errors: malformed (does not fit a QR code, or modules would be under 0.7 mm on the page).
[[nodiscard]] Result<CodeModules> encode_code(crypto::ByteView seal, QrForm form);

}  // namespace evisa::issuer
