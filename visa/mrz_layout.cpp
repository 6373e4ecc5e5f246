// The three layout tables. Positions as in the standard, less one.
#include "visa/mrz_layout.h"

namespace evisa::visa {
namespace {

/// What the three formats share: line 1 but for the width of the name, line 2 up to position 28.
constexpr MrzLayout common(MrzFormat format, std::size_t width) {
  return {.format = format,
          .width = width,
          .document_code = {0, 0, 2},
          .issuing_state = {0, 2, 3},
          .name = {0, 5, width - 5},
          .document_number = {1, 0, 9},
          .document_number_check = {1, 9, 1},
          .nationality = {1, 10, 3},
          .birth = {1, 13, 6},
          .birth_check = {1, 19, 1},
          .sex = {1, 20, 1},
          .expiry = {1, 21, 6},
          .expiry_check = {1, 27, 1},
          .optional_data = {1, kSealLine2, width - kSealLine2},
          .optional_data_check = {},
          .composite_check = {},
          .composite_parts = {}};
}

constexpr MrzLayout td3() {
  MrzLayout layout = common(MrzFormat::td3, 44);
  layout.optional_data = {1, 28, 14};
  layout.optional_data_check = MrzSpan{1, 42, 1};
  layout.composite_check = MrzSpan{1, 43, 1};
  layout.composite_parts = {{{1, 0, 10}, {1, 13, 7}, {1, 21, 22}}};
  return layout;
}

constexpr MrzLayout kTd3 = td3();
constexpr MrzLayout kMrvA = common(MrzFormat::mrv_a, 44);
constexpr MrzLayout kMrvB = common(MrzFormat::mrv_b, 36);

}  // namespace

const MrzLayout& mrz_layout(MrzFormat format) {
  switch (format) {
    case MrzFormat::td3:
      return kTd3;
    case MrzFormat::mrv_a:
      return kMrvA;
    case MrzFormat::mrv_b:
      return kMrvB;
  }
  return kTd3;
}

}  // namespace evisa::visa
