// ECDSA as seals carry it: `r || s`, fixed width, hash by the order of the curve.
// Doc 9303-13 2.4, TR-03137-1 3.3.
#pragma once

#include <optional>
#include <string_view>

#include "crypto/bytes.h"
#include "crypto/key_type.h"

struct evp_pkey_st;

namespace evisa::crypto {

/// By OpenSSL's name of a curve (`prime256v1`, `brainpoolP224r1`); nothing for other curves.
[[nodiscard]] std::optional<KeyType> ecdsa_type_of(std::string_view curve);
/// Bytes of `r` and of `s`; 0 for Ed25519.
[[nodiscard]] std::size_t ecdsa_width(KeyType type);

/// False for every signature that does not hold, one of another width among them.
[[nodiscard]] bool ecdsa_verify(evp_pkey_st* key, KeyType type, ByteView message,
                                ByteView signature);
/// The `r || s` of a signature in DER. Errors: malformed.
[[nodiscard]] Result<Bytes> ecdsa_der_to_raw(ByteView der, KeyType type);

}  // namespace evisa::crypto
