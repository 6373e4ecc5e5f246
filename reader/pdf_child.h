// What the limited process that draws PDF pages sends back.
//
//   stream = { header pixels text } end       header, end: PdfHeader; pixels: width x height bytes
#pragma once

#include <cstdint>

#include "reader/read_file.h"

namespace evisa::reader {

enum class PdfPart : std::uint32_t {
  page = 1,
  end,
  damaged,    ///< not a PDF that poppler can open or draw
  locked,     ///< needs a password
  too_large,  ///< width x height pixels would be over the limit
};

struct PdfHeader {
  PdfPart part = PdfPart::end;
  std::int32_t width = 0, height = 0;
  std::uint32_t text_bytes = 0;
};

inline constexpr std::uint32_t kMaxPdfText = 1U << 20;

/// Runs in the child: draws the pages and writes them to `pipe`.
void draw_pdf(crypto::ByteView file, const FileLimits& limits, int pipe);

}  // namespace evisa::reader
