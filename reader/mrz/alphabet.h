// The characters of an MRZ (Doc 9303-3 4.3) as classes of the reader's network.
#pragma once

#include <cstddef>
#include <string_view>

namespace evisa::reader::mrz {

inline constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<";
inline constexpr std::size_t kNone = kAlphabet.size();  ///< not a character, or not centred on one
inline constexpr std::size_t kClasses = kAlphabet.size() + 1;

/// `kNone` for a character that is not of an MRZ.
[[nodiscard]] constexpr std::size_t class_of(char c) {
  const auto at = kAlphabet.find(c);
  return at == std::string_view::npos ? kNone : at;
}
/// `?` for `kNone`: a character that nobody read.
[[nodiscard]] constexpr char character_of(std::size_t index) {
  return index < kAlphabet.size() ? kAlphabet[index] : '?';
}

}  // namespace evisa::reader::mrz
