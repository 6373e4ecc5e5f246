// Files to readings: PNG, JPEG and PDF (decoded and drawn in a separate, limited process).
#pragma once

#include <filesystem>
#include <vector>

#include "reader/reading.h"
#include "visa/result.h"

namespace evisa::reader {

struct FileLimits {
  std::size_t bytes = 32U << 20;
  int pixels = 64'000'000;  ///< of one image or page
  int pdf_pages = 1;
  int pdf_dpi = 200;
};

/// One reading per image or page. A file in which nothing is found is an empty reading, not an
/// error. Errors: not_found, io, unsupported (neither PNG, JPEG nor PDF: what it looks like),
/// malformed (damaged), out_of_range (too large: found, limit).
[[nodiscard]] Result<std::vector<Reading>> read_file(const std::filesystem::path& path,
                                                     const FileLimits& limits = {});
[[nodiscard]] Result<std::vector<Reading>> read_bytes(crypto::ByteView content,
                                                      const FileLimits& limits = {});

}  // namespace evisa::reader
