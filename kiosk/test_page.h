// The test page of a booth: what lies where, in millimetres from the page's top left corner (A4).
//
// Its codes and its MRZ have the sizes and places of an e-visa's print-out, so that what is true of
// it is true of an e-visa. It is none: its codes are no seals, and its MRZ's check digits are wrong
// on purpose, so that no booth takes it for anybody's document.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "crypto/bytes.h"
#include "visa/result.h"

namespace evisa::kiosk {

inline constexpr double kTestPageWidth = 210, kTestPageHeight = 297;

struct TestCode {
  std::string_view name;
  double x, y;  ///< top left module's corner
};
inline constexpr double kTestCodeSide = 40;
inline constexpr int kTestCodeModules = 57;  ///< as an e-visa's: 0.7 mm each
inline constexpr std::array<TestCode, 2> kTestCodes{
    {{"TOP RIGHT", 160, 13}, {"BOTTOM LEFT", 10, 245}}};
/// What the code at this place says.
[[nodiscard]] std::string text_of(const TestCode& code);

/// Lines as far apart as the modules of a code, upright and lying, and a black square beside them.
///
///   | upright bars | lying bars | gap | black |      each `kBarsSide` a side but for the gap
struct FocusTarget {
  std::string_view name;
  double x, y;
};
inline constexpr double kBarsSide = 11.2, kFocusGap = 2.8, kBlackSide = 8;
inline constexpr double kLineWidth = 0.7;  ///< dark and light alike
inline constexpr std::array<FocusTarget, 5> kFocusTargets{{{"top left", 15, 20},
                                                           {"top right", 161, 66},
                                                           {"centre", 88, 142},
                                                           {"bottom left", 15, 224},
                                                           {"bottom right", 161, 224}}};

/// OCR-B of 10 characters an inch; `kTestMrz` where the first character's cell begins on the line.
inline constexpr double kTestMrzX = 72.6, kTestMrzLine1 = 272, kTestMrzLine2 = 278.35;
inline constexpr double kMrzPitch = 2.54;
inline constexpr std::array<std::string_view, 2> kTestMrz{
    "P<UTOTEST<PAGE<<NOT<A<DOCUMENT<<<<<<<<<<<<<<", "TEST000001UTO0001011<0001011TEST<PAGE<<<<<11"};

/// The page as PDF. `ocr_b`: the OpenType font with CFF outlines. Errors: malformed (no such font).
[[nodiscard]] Result<std::string> test_page_pdf(crypto::ByteView ocr_b);

}  // namespace evisa::kiosk
