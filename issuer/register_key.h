// The issuer's register key: signs the register's change feed for the airports, and nothing else.
#pragma once

#include "crypto/ed25519.h"
#include "issuer/authority_home.h"

namespace evisa::issuer {

/// Makes `register.key` and `register.pub` in the home; never overwrites. Errors: conflict, io.
[[nodiscard]] Result<crypto::Ed25519PublicKey> make_register_key(
    const AuthorityHome& home, const crypto::SecretBytes& passphrase);

/// Errors: as read_key_file (not_found: how to make one); untrusted (not this home's, or not the
/// half of register.pub).
[[nodiscard]] Result<crypto::Ed25519SecretKey> unlock_register_key(
    const AuthorityHome& home, const crypto::SecretBytes& passphrase);

}  // namespace evisa::issuer
