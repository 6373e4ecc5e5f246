// Where the fields of an MRZ lie: one table per format (Doc 9303-4 4.2.2, Doc 9303-7 4.2.2, 5.2.2).
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "visa/mrz.h"

namespace evisa::visa {

/// A run of characters in line 1 or 2. `begin` counts from 0, the standard's positions from 1.
struct MrzSpan {
  std::size_t line = 0;  ///< 0 or 1
  std::size_t begin = 0;
  std::size_t length = 0;
};

struct MrzLayout {
  MrzFormat format;
  std::size_t width;  ///< characters in a line
  MrzSpan document_code, issuing_state, name;
  MrzSpan document_number, document_number_check;
  MrzSpan nationality;
  MrzSpan birth, birth_check;
  MrzSpan sex;
  MrzSpan expiry, expiry_check;
  MrzSpan optional_data;
  std::optional<MrzSpan> optional_data_check;  ///< only TD3 (personal number)
  std::optional<MrzSpan> composite_check;      ///< only TD3
  std::array<MrzSpan, 3> composite_parts{};    ///< what the composite check digit covers
};

[[nodiscard]] const MrzLayout& mrz_layout(MrzFormat format);

/// What a visa's seal holds of line 2: everything before the optional data (Doc 9303-7 9.1).
inline constexpr std::size_t kSealLine2 = 28;

}  // namespace evisa::visa
