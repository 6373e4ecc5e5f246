// One invented e-visa with its keys and a bundle, made anew for each program that asks.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "crypto/seal_signer.h"
#include "crypto/trust_bundle.h"
#include "visa/visa.h"

namespace evisa::sample {

struct Sample {
  visa::Visa visa;  ///< tourist, India, valid 2026-11-10 to 2027-01-05, 30 days
  crypto::Bytes seal;
  std::string text;  ///< the seal as in the QR code
  std::shared_ptr<const crypto::SealSigner> signer;
  crypto::Certificate csca;
  crypto::SignerSet signers;
  crypto::Ed25519PublicKey signer_public{};
  visa::Instant now{};       ///< 2026-11-20T10:00:00Z
  std::string passport_mrz;  ///< TD3, two lines
};

[[nodiscard]] const Sample& one();

/// A test-marked bundle of the sample's certificates and the built-in tables, issued at `now`.
[[nodiscard]] crypto::BundleContents bundle_contents(std::uint64_t sequence);

/// Writes `trust.bundle`, `trust.bundle.minisig` and `authority.pub` into a folder.
void write_bundle(const std::filesystem::path& folder, const crypto::BundleContents& contents,
                  const crypto::MinisignSecretKey& authority);

}  // namespace evisa::sample
