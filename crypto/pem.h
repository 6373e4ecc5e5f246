// PEM (RFC 7468) to the DER inside it, and back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/bytes.h"

namespace evisa::crypto {

inline constexpr std::size_t kMaxDer = 65'535;  ///< one certificate or CRL

/// All blocks called `label` (`CERTIFICATE`, `X509 CRL`); a block of another name is refused.
/// Errors: malformed (no block, broken base64, another label), out_of_range (a block too large).
[[nodiscard]] Result<std::vector<Bytes>> pem_to_der(ByteView pem, std::string_view label);
[[nodiscard]] std::string der_to_pem(ByteView der, std::string_view label);

/// PEM or DER, told apart by the first byte; of PEM the first block. Errors: as above.
[[nodiscard]] Result<Bytes> first_der(ByteView pem_or_der, std::string_view label);

}  // namespace evisa::crypto
