// The trust bundle of the scenes' ministry.
#pragma once

#include "crypto/trust_bundle.h"

namespace evisa::verifier::scenes {

/// Issued 2026-11-20T09:50Z, next update a day later; one visa is revoked: 26, ordinal 99.
[[nodiscard]] crypto::BundleContents bundle_contents(std::uint64_t sequence);

}  // namespace evisa::verifier::scenes
