// Where things lie on the A4 page, in millimetres from its top left corner: margins, folds, seals.
//
// A seal must survive folding into halves, thirds and quarters in both directions, so it has to fit
// between two neighbouring fold lines. The only columns wide enough are the outermost quarters; in
// them a side of 40 mm leaves 2.5 mm to the fold and 10 mm to the paper's edge.
#pragma once

#include <array>
#include <string_view>

namespace evisa::issuer {

inline constexpr double kPageWidth = 210, kPageHeight = 297;
inline constexpr double kPageMargin = 10;  ///< printers leave less than this unprinted
inline constexpr double kPointsPerMm = 72 / 25.4;

struct Box {
  double x = 0, y = 0, width = 0, height = 0;
  [[nodiscard]] constexpr double right() const { return x + width; }
  [[nodiscard]] constexpr double bottom() const { return y + height; }
};

inline constexpr double kCodeSide = 40;
inline constexpr double kMinModule = 0.7;  ///< 2.4 pixels of a whole page filmed upright at 1080p
inline constexpr int kQuietModules = 4;    ///< ISO/IEC 18004

/// A place of the seal: its modules, without the quiet zone.
struct CodePlace {
  std::string_view name;
  Box box;
};
inline constexpr std::array<CodePlace, 2> kCodePlaces{{
    {"top right", {160, 13, kCodeSide, kCodeSide}},
    {"bottom left", {10, 245, kCodeSide, kCodeSide}},
}};

/// The MRZ: 44 characters of 2.54 mm in OCR-B (Doc 9303-3 4.2); baselines 6.35 mm apart.
inline constexpr double kMrzPitch = 2.54;
inline constexpr double kMrzLineHeight = 6.35;
inline constexpr Box kMrzPlace{72.6, 268, 44 * kMrzPitch, 2 * kMrzLineHeight};

}  // namespace evisa::issuer
