// A passport's data page, or a visa sticker's, as it is printed: security pattern, portrait, visual
// zone and an MRZ in OCR-B. Holders are invented.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>

#include "tests/sim/page.h"
#include "visa/mrz.h"

namespace evisa::sim {

/// What a printer does wrong. `fading` to `shifted_copy` are for tests only: nothing learns them.
enum class PrintDefect { none, dots, dead_rows, scratches, fading, shifted_copy };

struct PassportLook {
  std::filesystem::path face = "/usr/share/fonts/opentype/ocr-b/OCRB.otf";
  double guilloche = 0.1;     ///< how much darker its lines are than the paper, 0..1
  double line_gap_mm = 6.35;  ///< from line to line of the MRZ
  PrintDefect defect = PrintDefect::none;
  std::uint64_t seed = 1;
};

/// 125 x 88 mm at 300 dpi (Doc 9303-4, TD3). Errors: not_found (the face is not installed).
[[nodiscard]] Result<Page> passport_page(const visa::MrzLines& mrz, const PassportLook& look);

/// Middles of the first and last characters on that page, in millimetres from its centre: upper
/// left, upper right, lower right, lower left.
[[nodiscard]] std::array<cv::Point2d, 4> mrz_corners(const visa::MrzLines& mrz,
                                                     const PassportLook& look);

/// A holder and document drawn by chance, composed to an MRZ with right check digits.
[[nodiscard]] visa::MrzLines random_mrz(visa::MrzFormat format, std::uint64_t seed);

}  // namespace evisa::sim
