// From what was scanned to a seal's validation: one place for files, readers and typed text.
#pragma once

#include "crypto/seal_validation.h"
#include "reader/reading.h"

namespace evisa::verifier {

/// What a scanner or a keyboard handed over: text `KZV1...` or raw bytes. What is neither is a
/// reading failure when it looks like a damaged seal, else a code that is no e-visa (WRONG_FORMAT).
[[nodiscard]] crypto::SealValidation validate_scan(crypto::ByteView scanned,
                                                   const crypto::SignerSet& signers,
                                                   visa::Instant at,
                                                   const crypto::ValidationOptions& options = {});

/// What a reader found on a page: its e-visa seal; else READ_ERROR for an empty page or several
/// different seals in view (never chosen between, TR-03135 5.9), WRONG_FORMAT for another code.
[[nodiscard]] crypto::SealValidation validate_reading(
    const reader::Reading& reading, const crypto::SignerSet& signers, visa::Instant at,
    const crypto::ValidationOptions& options = {});

}  // namespace evisa::verifier
