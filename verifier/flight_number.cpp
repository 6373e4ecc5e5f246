// A flight number as on a boarding pass; grammar in flight_number.h.
#include "verifier/flight_number.h"

#include <fmt/format.h>

#include <algorithm>

namespace evisa::verifier {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

bool is_airline(std::string_view text) {
  if (text.size() == 3) return std::ranges::all_of(text, is_letter);
  return text.size() == 2 && std::ranges::any_of(text, is_letter) &&
         std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c); });
}

bool is_number(std::string_view text) {
  if (text.starts_with(' ')) text.remove_prefix(1);
  if (!text.empty() && is_letter(text.back())) text.remove_suffix(1);
  return !text.empty() && text.size() <= 4 && std::ranges::all_of(text, is_digit);
}

}  // namespace

Result<std::string> parse_flight_number(std::string_view text) {
  for (const std::size_t airline : {std::size_t{2}, std::size_t{3}})
    if (text.size() > airline && is_airline(text.substr(0, airline)) &&
        is_number(text.substr(airline)))
      return std::string(text);
  return fail(
      Errc::malformed,
      fmt::format("found \"{}\", expected an airline's 2 or 3 characters, 1 to 4 digits and "
                  "perhaps a letter, for example KC964",
                  text));
}

}  // namespace evisa::verifier
