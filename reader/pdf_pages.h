// PDF files to grey pages and their text, by way of a limited process.
#pragma once

#include <string>
#include <vector>

#include "reader/gray_image.h"
#include "reader/read_file.h"

namespace evisa::reader {

struct PdfPage {
  GrayImage image;
  std::string text;  ///< in the order of the content, then by position; at most 1 MB
};

/// The first `limits.pdf_pages` pages at `limits.pdf_dpi`.
/// Errors: malformed (damaged, without pages, or drawing it did not end), unsupported (locked with
/// a password), out_of_range (a page larger than `limits.pixels`), unavailable (no process left).
[[nodiscard]] Result<std::vector<PdfPage>> read_pdf(crypto::ByteView file,
                                                    const FileLimits& limits);

}  // namespace evisa::reader
