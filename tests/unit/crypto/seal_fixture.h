// An invented CSCA, visa signer and visa for the tests of seals.
#pragma once

#include <string_view>
#include <vector>

#include "crypto/seal_signer.h"

namespace evisa::crypto::test {

[[nodiscard]] visa::Date date(std::string_view iso);
[[nodiscard]] visa::Instant instant(std::string_view text);
[[nodiscard]] Bytes hex(std::string_view text);
[[nodiscard]] visa::Visa invented_visa();

/// `2026-11-20T10:00:00Z`: when the seals of these tests are looked at.
[[nodiscard]] visa::Instant inspection_time();

/// A CSCA valid 2026-2036 and a signer KZVS, serial 1a, valid 2026-09-01 to 2027-11-01.
struct SealOffice {
  CertificateAuthority csca;
  SigningKey key;
  Certificate certificate;
  Profile profile;

  [[nodiscard]] static SealOffice open(Profile profile);
  [[nodiscard]] SealSigner signer() const;
  [[nodiscard]] SignerSet trust() const;
  /// The invented visa, sealed on 2026-11-01.
  [[nodiscard]] Bytes seal() const;
  [[nodiscard]] SealHeader header() const;
  [[nodiscard]] std::vector<FeatureValue> features() const;
  /// Signs what the encoder of visas would not write.
  [[nodiscard]] Bytes sign(const SealHeader& header,
                           const std::vector<FeatureValue>& features) const;
};

/// The request behind a certificate of these tests: KZ, 2026-09-01 to 2027-11-01.
[[nodiscard]] CertificateRequest request(std::string_view name, std::uint64_t serial);

}  // namespace evisa::crypto::test
