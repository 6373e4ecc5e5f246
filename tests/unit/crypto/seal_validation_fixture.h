// An office's seals, its trust and their validation at one instant.
#pragma once

#include <functional>

#include "crypto/seal_validation.h"
#include "tests/unit/crypto/seal_fixture.h"

namespace evisa::crypto::test {

inline const SealOffice& office() {
  static const SealOffice one = SealOffice::open(Profile::national);
  return one;
}
inline const SealOffice& icao_office() {
  static const SealOffice one = SealOffice::open(Profile::icao);
  return one;
}

inline SealValidation validate(ByteView seal, const SignerSet& trust,
                               const ValidationOptions& options = {}) {
  return validate_seal(seal, trust, inspection_time(), options);
}
inline SealValidation validate(ByteView seal) { return validate(seal, office().trust()); }

/// The office's seal with a changed header, signed properly.
inline Bytes with_header(const std::function<void(SealHeader&)>& change) {
  SealHeader header = office().header();
  change(header);
  return office().sign(header, office().features());
}

}  // namespace evisa::crypto::test
