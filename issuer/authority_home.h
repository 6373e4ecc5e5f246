// The ministry's folder: settings, keys, certificates and the visa register.
//
//   issuer.json              format, profile, country, signer, test_only
//   authority.key            sealed minisign key: signs trust bundles (belongs offline)
//   authority.pub            its public key, as the stock minisign reads it: what booths trust
//   authority-ID.key, .pub   those before it, by key id: kept, used no more
//   csca.key, csca.pem       sealed key and certificate of the CSCA (the key belongs offline)
//   signers/N.key, N.pem     visa signers, N = the certificate's serial number in hex
//   signers/N.revoked        the instant from which signer N counts no more
//   register.sqlite          the visa register (db/visa_register.h)
//   issuing.lock             held by the one run that issues or bundles
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "crypto/key_file.h"
#include "crypto/minisign.h"
#include "crypto/seal_signer.h"
#include "visa/date.h"

namespace evisa::issuer {

[[nodiscard]] Result<crypto::Profile> parse_profile(std::string_view text);

struct HomeSettings {
  crypto::Profile profile = crypto::Profile::national;
  std::string country = "KZ";  ///< ISO 3166-1 alpha-2, first half of the signer identifier
  std::string signer = "VS";   ///< second half: two characters A-Z 0-9
  bool test_only = true;
  /// `KZVS`
  [[nodiscard]] std::string signer_identifier() const { return country + signer; }
};

/// A visa signer's certificate and whether it still counts.
struct SignerState {
  crypto::Certificate certificate;
  std::optional<visa::Instant> revoked_at;
};

class AuthorityHome {
 public:
  /// Makes the folder with fresh keys. Built beside its place and renamed: it is there whole or not
  /// at all, and an existing one is never touched. Errors: conflict, malformed (settings), io.
  [[nodiscard]] static Result<AuthorityHome> create(const std::filesystem::path& folder,
                                                    const HomeSettings& settings, visa::Instant now,
                                                    const crypto::SecretBytes& passphrase);
  /// Errors: not_found (how to make one), malformed, io.
  [[nodiscard]] static Result<AuthorityHome> open(const std::filesystem::path& folder);

  [[nodiscard]] const HomeSettings& settings() const { return settings_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path register_file() const { return folder_ / "register.sqlite"; }
  [[nodiscard]] std::filesystem::path lock_file() const { return folder_ / "issuing.lock"; }
  [[nodiscard]] Result<crypto::MinisignPublicKey> authority() const;
  [[nodiscard]] Result<crypto::Certificate> csca() const;
  /// By serial number, oldest first. Errors: not_found (none), malformed, io; untrusted (a
  /// certificate that this home's CSCA has not issued: names both).
  [[nodiscard]] Result<std::vector<SignerState>> signers() const;

  /// Errors of all three: as read_key_file; untrusted (the key is not this home's).
  [[nodiscard]] Result<crypto::MinisignSecretKey> unlock_authority(
      const crypto::SecretBytes& passphrase) const;
  [[nodiscard]] Result<crypto::CertificateAuthority> unlock_csca(
      const crypto::SecretBytes& passphrase) const;
  /// The newest signer that may sign at `now`. Errors also: unavailable (none: expired or revoked).
  [[nodiscard]] Result<crypto::SealSigner> unlock_signer(const crypto::SecretBytes& passphrase,
                                                         visa::Instant now) const;

  /// Makes the authority's next key; the one before it is kept beside it, as authority-ID.key and
  /// authority-ID.pub, and signs nothing any more. Errors: as unlock_csca; io.
  [[nodiscard]] Result<crypto::MinisignPublicKey> renew_authority(
      const crypto::SecretBytes& passphrase) const;
  /// Makes one more signer, valid from today; the older ones stay valid (overlap). Errors: as
  /// unlock_csca.
  [[nodiscard]] Result<crypto::Certificate> renew_signer(const crypto::SecretBytes& passphrase,
                                                         visa::Instant now) const;
  /// Errors: not_found, conflict (revoked already), io.
  [[nodiscard]] Result<void> revoke_signer(std::string_view serial_hex, visa::Instant at) const;

 private:
  AuthorityHome(std::filesystem::path folder, HomeSettings settings)
      : folder_(std::move(folder)), settings_(std::move(settings)) {}
  [[nodiscard]] Result<crypto::KeyFile> unlock(const std::filesystem::path& file,
                                               crypto::KeyPurpose purpose,
                                               const crypto::SecretBytes& passphrase) const;
  [[nodiscard]] Result<void> fill(visa::Instant now, const crypto::SecretBytes& passphrase) const;
  [[nodiscard]] Result<void> write_key(const std::string& name, crypto::KeyPurpose purpose,
                                       crypto::SecretBytes secret,
                                       const crypto::SecretBytes& passphrase) const;
  [[nodiscard]] Result<crypto::MinisignPublicKey> add_authority(
      const crypto::SecretBytes& passphrase) const;
  [[nodiscard]] Result<crypto::Certificate> add_signer(const crypto::CertificateAuthority& csca,
                                                       visa::Instant now,
                                                       const crypto::SecretBytes& passphrase) const;
  std::filesystem::path folder_;
  HomeSettings settings_;
};

}  // namespace evisa::issuer
