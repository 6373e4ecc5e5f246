// What the self-check measures on a rendered page: a seal's reading, place, modules, contrast and
// quiet zone.
#pragma once

#include <string_view>

#include "crypto/bytes.h"
#include "issuer/page_geometry.h"
#include "reader/reading.h"
#include "visa/result.h"

namespace evisa::issuer {

/// A way in which a camera or scanner sees the page.
struct PrintReading {
  std::string_view name;
  double dpi = 0;
};

/// Reads the seal at `place` with the rest of the page out of sight and measures it.
/// Errors: unreadable (names the reading, the place, what was found and what was expected).
[[nodiscard]] Result<void> check_code(const reader::GrayView& page, const PrintReading& reading,
                                      const CodePlace& place, crypto::ByteView seal);

}  // namespace evisa::issuer
