// Access tokens: 256 random bits as text with an unmistakable prefix; only their hash is stored.
//
//   token    = "evisa_" kind "_" base32( secret(32) checksum(3) )       56 characters after the
//   kind kind     = 1*16 lower-case letters                                  booth, airline,
//   session, ... checksum = the first 3 bytes of BLAKE2b-256( "evisa_" kind "_" secret ) hash     =
//   BLAKE2b-256 of the whole token as text                   what is stored and looked up
//
// The prefix is what secret scanners of repositories and mails look for. The checksum tells a typo
// from a token that nobody knows. Base32 is strict (crypto/base32.h), so a token has one spelling.
#pragma once

#include <string>
#include <string_view>

#include "crypto/blake2b.h"
#include "crypto/secret.h"

namespace evisa::crypto {

struct AccessToken {
  SecretBytes text;  ///< shown once, never stored
  Hash256 hash{};
};
/// `kind`: 1 to 16 lower-case letters.
[[nodiscard]] AccessToken make_access_token(std::string_view kind);

/// What a presented token is, before anybody looks whether it is known.
struct PresentedToken {
  std::string kind;
  Hash256 hash{};
};
/// Errors: malformed (no prefix, another length, a character outside base32, checksum). Messages
/// never contain the token.
[[nodiscard]] Result<PresentedToken> read_access_token(std::string_view text);

}  // namespace evisa::crypto
