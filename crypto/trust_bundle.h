// The trust bundle: everything a booth needs to decide, in one file signed by the authority.
// Nothing of it is parsed before its signature has been verified. Grammar in trust_bundle.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/certificate.h"
#include "crypto/minisign.h"
#include "crypto/revocation_table.h"
#include "crypto/seal_validation.h"
#include "visa/airports.h"
#include "visa/countries.h"
#include "visa/reason.h"
#include "visa/rule_set.h"

namespace evisa::crypto {

struct BundleSigner {
  Certificate certificate;
  std::optional<visa::Instant> revoked_at;
};

/// What the issuer puts in. Texts are the files themselves (CSV, rule set).
struct BundleContents {
  std::uint64_t sequence = 0;  ///< from 1, grows with every bundle
  visa::Instant issued_at{};
  visa::Instant next_update{};
  bool test_only = true;
  std::vector<BundleSigner> signers;
  std::vector<Certificate> anchors;  ///< CSCA certificates
  std::vector<std::pair<visa::VisaNumber, visa::Revocation>> revoked;
  std::string ruleset_text;
  std::string airports_csv;
  std::string countries_csv;
  std::string reasons_csv;
};
/// Deterministic for equal contents; signers and anchors are sorted. Errors: out_of_range (next
/// update not after issue, no signer, no anchor, sequence 0), malformed (a text that would not
/// parse, a certificate that is there twice).
[[nodiscard]] Result<Bytes> encode_bundle(BundleContents contents);

/// A bundle that verified. Shared and immutable.
class TrustBundle {
 public:
  /// Maps `file` and verifies it with `signature_file` before anything is parsed.
  /// `least_sequence`: the last one accepted; that very number opens again, and whoever stores
  /// bundles compares `content_hash` to tell the same bundle from another one of that number. The
  /// file must not change while the bundle lives: open a copy of your own, not a USB stick's. A
  /// missing signature file is not_found. Errors: not_found, io, bad_signature, untrusted (key),
  /// rollback (sequence found, expected), malformed (truncated, emptied), unsupported (format),
  /// out_of_range (expired before issued).
  [[nodiscard]] static Result<std::shared_ptr<const TrustBundle>> open(
      const std::filesystem::path& file, const std::filesystem::path& signature_file,
      const MinisignPublicKey& authority, std::uint64_t least_sequence);
  /// The same for a bundle that is in memory already. Errors: as above, without not_found and io.
  [[nodiscard]] static Result<std::shared_ptr<const TrustBundle>> open_bytes(
      Bytes content, std::string_view signature_text, const MinisignPublicKey& authority,
      std::uint64_t least_sequence);
  ~TrustBundle();
  TrustBundle(const TrustBundle&) = delete;
  TrustBundle& operator=(const TrustBundle&) = delete;

  [[nodiscard]] std::uint64_t sequence() const;
  [[nodiscard]] visa::Instant issued_at() const;
  [[nodiscard]] visa::Instant next_update() const;
  [[nodiscard]] bool test_only() const;
  /// BLAKE2b-512 of the whole file, as signed: equal for equal bundles only.
  [[nodiscard]] const ContentHash& content_hash() const;
  /// The same as an HTTP entity tag (RFC 9110 8.8.3), with its quotes.
  [[nodiscard]] std::string entity_tag() const;
  [[nodiscard]] const SignerSet& signers() const;
  [[nodiscard]] const visa::RuleSet& rules() const;
  [[nodiscard]] const visa::AirportTable& airports() const;
  [[nodiscard]] const visa::CountryTable& countries() const;
  [[nodiscard]] const visa::ReasonTable& reasons() const;
  [[nodiscard]] const RevocationTable& revocations() const;

 private:
  struct Parts;
  [[nodiscard]] static Result<std::shared_ptr<const TrustBundle>> open_parts(
      std::unique_ptr<Parts> parts, std::string_view signature_text,
      const MinisignPublicKey& authority, std::uint64_t least_sequence);
  explicit TrustBundle(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace evisa::crypto
