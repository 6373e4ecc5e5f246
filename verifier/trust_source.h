// Where a command's trust comes from: a bundle file, a trust folder, or certificates given by hand.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "crypto/trust_bundle.h"
#include "verifier/inspection.h"

namespace evisa::verifier {

struct TrustOptions {
  std::string bundle;     ///< its signature lies beside it as `.minisig`
  std::string authority;  ///< minisign public key; default `authority.pub` in the trust folder
  std::string folder;     ///< of `bundle import`
  std::string signers;    ///< folder of certificates; tables are then the built-in ones
  std::vector<std::string> csca, crl;
};

/// Adds the options' words to a command.
void add_certificate_options(CLI::App& command, TrustOptions& options);
void add_bundle_options(CLI::App& command, TrustOptions& options);

/// Throws CLI::ParseError unless exactly one source of trust was named, with all that belongs to
/// it.
void require_one_source(const TrustOptions& options);

/// Trust that owns what its tables point into.
class LoadedTrust {
 public:
  [[nodiscard]] const crypto::SignerSet& signers() const;
  [[nodiscard]] const Trust& trust() const { return trust_; }
  [[nodiscard]] const std::shared_ptr<const crypto::TrustBundle>& bundle() const { return bundle_; }
  /// From a bundle that verified. Its issue is when its tables were last known to be current.
  [[nodiscard]] static LoadedTrust of(std::shared_ptr<const crypto::TrustBundle> bundle);
  /// Built-in tables. Nothing is known of revocations, nor how old the tables are: certificates
  /// prove who sealed a visa, and that is all, so inspections end in a second look.
  [[nodiscard]] static LoadedTrust of(crypto::SignerSet signers);
  /// Judges the device's clock by the tables, the latest time that is known, and what the airport's
  /// service says it is now.
  void judge_clock(visa::Instant now, std::optional<visa::Instant> latest,
                   std::optional<visa::Instant> service = std::nullopt);

 private:
  std::shared_ptr<const crypto::TrustBundle> bundle_;
  crypto::SignerSet signers_;
  Trust trust_;
};

/// Certificates of a folder (.pem, .crt, .cer, .der), pinned or CSCA certificates, and CRLs.
/// Errors: not_found (no certificate in the folder), malformed (which file), bad_signature (a CRL
/// that none of the CSCA certificates signed).
[[nodiscard]] Result<crypto::SignerSet> load_signers(const TrustOptions& options);

/// The authority's key: as given, else `authority.pub` in the trust folder. Errors: not_found,
/// malformed.
[[nodiscard]] Result<crypto::MinisignPublicKey> load_authority(const TrustOptions& options);

/// Loads from exactly one source; judges the clock by what the folder remembers and by the fixed
/// offset table's self-test. Errors: malformed (no source, or two), and those of each source.
[[nodiscard]] Result<LoadedTrust> load_trust(const TrustOptions& options, visa::Instant now);

}  // namespace evisa::verifier
