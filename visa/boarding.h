// The three answers that a carrier can get (rules.md 5.5).
#pragma once

#include <string_view>

#include "visa/result.h"

namespace evisa::visa {

enum class Boarding { board, call_border, do_not_board };
/// `BOARD`, `CALL_BORDER`, `DO_NOT_BOARD`.
[[nodiscard]] std::string_view to_string(Boarding answer);
/// Errors: malformed.
[[nodiscard]] Result<Boarding> parse_boarding(std::string_view text);

}  // namespace evisa::visa
