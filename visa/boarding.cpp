// The three answers that a carrier can get.
#include "visa/boarding.h"

#include <fmt/format.h>

#include <array>

namespace evisa::visa {

std::string_view to_string(Boarding answer) {
  switch (answer) {
    case Boarding::board:
      return "BOARD";
    case Boarding::call_border:
      return "CALL_BORDER";
    case Boarding::do_not_board:
      break;
  }
  return "DO_NOT_BOARD";
}

Result<Boarding> parse_boarding(std::string_view text) {
  for (const auto answer : {Boarding::board, Boarding::call_border, Boarding::do_not_board})
    if (text == to_string(answer)) return answer;
  return fail(Errc::malformed,
              fmt::format("\"{}\", expected BOARD, CALL_BORDER or DO_NOT_BOARD", text));
}

}  // namespace evisa::visa
