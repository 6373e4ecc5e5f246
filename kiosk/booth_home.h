// A booth's folder: its name, its key, the authority it trusts, the last good bundle and its log.
//
//   booth.json       airport, booth, test_only
//   booth.key        sealed Ed25519 key, purpose `booth`
//   booth.pub        its public key, base64: to be registered with the airport service
//   authority.pub    the ministry's minisign public key
//   trust/           the last good trust bundle (db/trust_store.h)
//   crossings.sqlite the crossing log (db/crossing_log.h)
//   officers.sqlite  who may log in here (db/accounts.h); made with the first officer
//
// With a service also, each made when it is first needed and lost without harm:
//   outbox.sqlite    how far the log was handed in (db/peer_state.h)
//   offered.json     which of the service's trust bundles was looked at last
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "crypto/key_file.h"
#include "crypto/minisign.h"
#include "visa/codes.h"

namespace evisa::kiosk {

/// What names a booth for ever.
struct BoothIdentity {
  std::string airport;    ///< IATA code: events name no other place
  std::string booth;      ///< `03`
  bool test_only = true;  ///< made for tests: may be told the time, takes test bundles only
  /// `ALA-03`, as events carry it.
  [[nodiscard]] std::string name() const { return airport + "-" + booth; }
};

/// Errors: malformed (1 to 8 of A-Z 0-9 expected).
[[nodiscard]] Result<void> check_booth_number(std::string_view booth);

class BoothHome {
 public:
  /// Makes the folder with a fresh key; never touches an existing one, leaves nothing half-made.
  /// Errors: conflict (exists), malformed (airport, booth, authority file), not_found (authority
  /// file), io.
  [[nodiscard]] static Result<BoothHome> create(const std::filesystem::path& folder,
                                                const BoothIdentity& identity,
                                                const std::filesystem::path& authority_file,
                                                const crypto::SecretBytes& passphrase);
  /// Errors: not_found (no such booth: how to make one), io (also: a file of its own that is
  /// damaged; names it).
  [[nodiscard]] static Result<BoothHome> open(const std::filesystem::path& folder);

  [[nodiscard]] const BoothIdentity& identity() const { return identity_; }
  [[nodiscard]] const crypto::MinisignPublicKey& authority() const { return authority_; }
  [[nodiscard]] std::filesystem::path authority_file() const { return folder_ / "authority.pub"; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path key_file() const { return folder_ / "booth.key"; }
  [[nodiscard]] std::filesystem::path public_key_file() const { return folder_ / "booth.pub"; }
  [[nodiscard]] std::filesystem::path trust_folder() const { return folder_ / "trust"; }
  [[nodiscard]] std::filesystem::path log_file() const { return folder_ / "crossings.sqlite"; }
  [[nodiscard]] std::filesystem::path officers_file() const { return folder_ / "officers.sqlite"; }
  [[nodiscard]] std::filesystem::path outbox_file() const { return folder_ / "outbox.sqlite"; }
  /// Opens the booth's key. Errors: not_found, wrong_passphrase, io (also: damaged, or another
  /// booth's key).
  [[nodiscard]] Result<crypto::Ed25519SecretKey> unlock(
      const crypto::SecretBytes& passphrase) const;

 private:
  BoothHome(std::filesystem::path folder, BoothIdentity identity,
            crypto::MinisignPublicKey authority)
      : folder_(std::move(folder)), identity_(std::move(identity)), authority_(authority) {}
  std::filesystem::path folder_;
  BoothIdentity identity_;
  crypto::MinisignPublicKey authority_;
};

}  // namespace evisa::kiosk
