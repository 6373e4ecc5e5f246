// Fields of certificates and CRLs as plain values. Included by the files that talk to OpenSSL.
#pragma once

#include <string>
#include <string_view>

#include "crypto/openssl_handle.h"
#include "crypto/public_key.h"
#include "visa/date.h"

namespace evisa::crypto {

/// Lower case, without leading zeros. Errors: malformed (negative).
[[nodiscard]] Result<std::string> serial_of(const ASN1_INTEGER* serial);
/// Errors: malformed.
[[nodiscard]] Result<visa::Instant> instant_of(const ASN1_TIME* time);
/// The one attribute `nid` of a name, empty when absent. Errors: malformed (several).
[[nodiscard]] Result<std::string> attribute_of(const X509_NAME* name, int nid);
/// True when the extended key usage has `oid` (dotted).
[[nodiscard]] bool has_extended_usage(const X509* certificate, std::string_view oid);

/// The first element inside the outer SEQUENCE, exactly as received: what the signature covers.
/// Empty when `der` is not of that form.
[[nodiscard]] ByteView signed_part_of(ByteView der);

/// True when `algorithm` is one that this system accepts on certificates: Ed25519, or ECDSA with
/// SHA-224 or better.
[[nodiscard]] bool is_accepted_signature(int nid);
/// Ed25519 by libsodium over the received bytes.
[[nodiscard]] bool ed25519_holds(ByteView der, const ASN1_BIT_STRING* signature,
                                 const Ed25519PublicKey& key);

}  // namespace evisa::crypto
