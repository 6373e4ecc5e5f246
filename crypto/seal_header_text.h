// The textual part of a seal's header: signer identifier, length and certificate reference.
//
//   signer+reference = signer(4) length(2) reference(length)   version 4; length in hex
//                    | signer(4) reference(5)                  version 3
//
// BSI TR-03171 lets its one signer DEZV write the length in decimal: seals of that signer are read
// so.
#pragma once

#include <string>
#include <string_view>

#include "visa/result.h"

namespace evisa::crypto {

inline constexpr std::size_t kSignerCharacters = 4;
inline constexpr std::size_t kMaxReferenceCharacters = 255;

/// True for one or more digits 0-9 A-F.
[[nodiscard]] bool is_reference(std::string_view text);

/// `digits`: the two characters after the signer. Errors: malformed (not a number, or zero).
[[nodiscard]] Result<std::size_t> parse_reference_length(std::string_view signer,
                                                         std::string_view digits);

/// Signer, length and reference of version 4 as text, ready for C40.
/// Errors: malformed (signer not of 4 characters, reference not of 1-255 hex digits).
[[nodiscard]] Result<std::string> compose_signer(std::string_view signer,
                                                 std::string_view reference);

}  // namespace evisa::crypto
