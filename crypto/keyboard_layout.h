// Which key was pressed: characters of the Russian and Kazakh layouts back to those of the US
// layout.
//
// Letters lie where the Russian ones lie in both layouts (GOST 6431-75, RST KazSSR 903-90). The
// Kazakh layout has letters and marks on the digit row; its digits exist on no shift level of it:
//
//   key              1  2  3  4  5  6  7  8  9  0
//   Kazakh, plain    "  ә  і  ң  ғ  ,  .  ү  ұ  қ
//   Kazakh, shifted  !  Ә  І  Ң  Ғ  ;  :  Ү  Ұ  Қ
//   Russian, shifted !  "  №  ;  %  :  ?  *  (  )
//   US, shifted      !  @  #  $  %  ^  &  *  (  )
#pragma once

#include <string_view>

namespace evisa::crypto {

/// Which row of the table above a text's digit keys were typed on.
enum class DigitRow { plain, kazakh, russian_shifted, us_shifted };

/// Judged over a whole text: `"`, `;` and `:` lie on different keys in different layouts.
[[nodiscard]] DigitRow digit_row_of(std::u32string_view text);

/// The upper-case Latin letter or digit on the key that made `c`; `c` itself when there is none.
[[nodiscard]] char32_t key_of(char32_t c, DigitRow row);

}  // namespace evisa::crypto
