// A text as the modules of a QR code, for a page that is printed.
#pragma once

#include <string_view>
#include <vector>

#include "visa/result.h"

namespace evisa::reader {

struct CodeModules {
  int side = 0;
  std::vector<bool> dark;  ///< row by row
  [[nodiscard]] bool at(int x, int y) const {
    return dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(side) +
                static_cast<std::size_t>(x)];
  }
};

/// Error correction M, no quiet zone, the smallest version that holds `text` (ASCII). Errors:
/// malformed (too long for any).
[[nodiscard]] Result<CodeModules> code_modules(std::string_view text);

}  // namespace evisa::reader
