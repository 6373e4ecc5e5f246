// One A4 page as PDF 1.4, written by hand: rectangles and text, in millimetres from its top left
// corner. ISO 32000-1: 7.5 (file), 8.5 (paths), 9.6.2 (fonts).
//
//   file = header, objects 1..n, xref, trailer
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/bytes.h"

namespace evisa::kiosk {

enum class PdfFont { text, ocr_b };

class PdfPage {
 public:
  void black_box(double x, double y, double width, double height);
  /// `y`: of the base line; `size`: points; `line`: ASCII.
  void text(PdfFont font, double size, double x, double y, std::string_view line);
  /// `cff`: outlines of the second font (Compact Font Format, Adobe 5176).
  [[nodiscard]] std::string finish(crypto::ByteView cff) const;

 private:
  std::string drawing_;
};

}  // namespace evisa::kiosk
