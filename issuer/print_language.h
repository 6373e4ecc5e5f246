// The document's language in a PDF made by Cairo (ISO 32000-1, 14.9.2).
#pragma once

#include <string_view>

#include "crypto/bytes.h"
#include "visa/result.h"

namespace evisa::issuer {

/// Adds `/Lang` and the wish to show the title to the catalog, which Cairo 1.16 cannot do.
///
/// `pdf`: as Cairo writes it, with the catalog as its last object before a plain cross-reference
/// table. `language`: BCP 47, letters and hyphens.
/// Errors: unsupported (another shape of file, for example of a later Cairo).
[[nodiscard]] Result<crypto::Bytes> with_language(crypto::Bytes pdf, std::string_view language);

}  // namespace evisa::issuer
