// An invented authority with the contents of a small trust bundle, for tests.
#pragma once

#include <string>

#include "crypto/trust_bundle.h"
#include "seal_fixture.h"

namespace evisa::crypto::test {

struct BundleOffice {
  MinisignSecretKey authority = MinisignSecretKey::generate();
  SealOffice seals = SealOffice::open(Profile::national);

  /// Sequence 7, issued 2026-11-20T09:00Z, one signer, one anchor, two revoked numbers.
  [[nodiscard]] BundleContents contents() const;
  [[nodiscard]] std::string sign(ByteView bundle) const { return authority.sign(bundle, "test"); }
  /// Signs whatever bytes and opens them as a bundle.
  [[nodiscard]] Result<std::shared_ptr<const TrustBundle>> open(Bytes bundle,
                                                                std::uint64_t least = 0) const;
  /// A correctly framed and signed bundle with this head and an empty revocation table.
  [[nodiscard]] Result<std::shared_ptr<const TrustBundle>> open_head(const std::string& head) const;
};

/// `head` and `table` in the container of format version 1.
[[nodiscard]] Bytes frame_bundle(std::string_view head, ByteView table);

}  // namespace evisa::crypto::test
