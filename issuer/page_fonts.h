// The page's fonts: which there must be, and the exact OCR-B face for the MRZ.
#pragma once

#include <string>
#include <string_view>

#include "visa/result.h"

namespace evisa::issuer {

inline constexpr std::string_view kTextFamily = "DejaVu Sans";
inline constexpr std::string_view kTitleFamily = "DejaVu Serif";
inline constexpr std::string_view kChineseFamily = "WenQuanYi Micro Hei";

/// Looks for every font of the page once. Errors: unavailable (names the font and its package).
[[nodiscard]] Result<void> require_fonts();

/// The file of OCR-B Regular; the family also has outline, inverted and sharp faces.
/// Errors: unavailable (names the font and its package).
[[nodiscard]] Result<std::string> ocr_b_file();

}  // namespace evisa::issuer
