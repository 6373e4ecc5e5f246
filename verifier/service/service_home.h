// An airport service's folder: its name, its key, whom it trusts, and everything that it keeps.
//
//   service.json         airport, test_only
//   service.key          sealed Ed25519 key, purpose `service`: receipts and signed exports
//   service.pub          its public key, base64: what carriers check receipts with
//   authority.pub        the ministry's minisign public key
//   register.pub         the issuer's register key, base64; absent until `register trust`
//   accounts.sqlite      tokens, officers, booths, audit trail (db/accounts.h)
//   operations.sqlite    alarms and heartbeats (db/operations.h)
//   register.sqlite      this airport's copy of the visa register (db/register_replica.h)
//   crossings.sqlite     the crossing log (db/crossing_log.h)
//   receipts.sqlite      what carriers were told (db/boarding_receipts.h)
//   peers.sqlite         how far the other airport's feed has been read (db/peer_state.h)
//   trust/               the trust bundle in force (db/trust_store.h)
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "crypto/key_file.h"
#include "crypto/minisign.h"
#include "db/accounts.h"
#include "db/boarding_receipts.h"
#include "db/operations.h"
#include "db/peer_state.h"
#include "db/register_replica.h"

namespace evisa::verifier {

struct ServiceIdentity {
  std::string airport;    ///< IATA code
  bool test_only = true;  ///< made for tests: takes test bundles only, may be told the time
  /// The name under which the service itself signs corrections, `ALA-S1`.
  [[nodiscard]] std::string booth() const { return airport + "-S1"; }
};

/// What a new home is made from.
struct NewService {
  ServiceIdentity identity;
  std::filesystem::path authority_file;
  std::optional<std::filesystem::path> register_key_file;
};

class ServiceHome {
 public:
  /// Makes the folder with a fresh key and empty stores: whole or not at all; an existing one is
  /// never touched. Errors: conflict (exists), malformed (airport, key files), not_found, io.
  [[nodiscard]] static Result<ServiceHome> create(const std::filesystem::path& folder,
                                                  const NewService& request,
                                                  const crypto::SecretBytes& passphrase);
  /// Errors: not_found (no such home: how to make one), malformed, io.
  [[nodiscard]] static Result<ServiceHome> open(const std::filesystem::path& folder);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] const ServiceIdentity& identity() const { return identity_; }
  [[nodiscard]] const crypto::MinisignPublicKey& authority() const { return authority_; }
  [[nodiscard]] std::filesystem::path key_file() const { return folder_ / "service.key"; }
  [[nodiscard]] std::filesystem::path public_key_file() const { return folder_ / "service.pub"; }
  [[nodiscard]] std::filesystem::path log_file() const { return folder_ / "crossings.sqlite"; }
  [[nodiscard]] std::filesystem::path receipts_file() const { return folder_ / "receipts.sqlite"; }
  [[nodiscard]] std::filesystem::path trust_folder() const { return folder_ / "trust"; }

  /// Errors: as read_key_file; untrusted (the key is not this home's).
  [[nodiscard]] Result<crypto::Ed25519SecretKey> unlock(
      const crypto::SecretBytes& passphrase) const;
  /// The stores must be there: a lost one is told, never made again. Errors: as open_database.
  [[nodiscard]] Result<std::unique_ptr<db::Accounts>> accounts() const;
  [[nodiscard]] Result<std::unique_ptr<db::Operations>> operations() const;
  [[nodiscard]] Result<std::unique_ptr<db::PeerState>> peers() const;
  [[nodiscard]] Result<std::unique_ptr<db::BoardingReceipts>> receipts() const;
  /// A register key is trusted, so that there is a copy of the register to be asked.
  [[nodiscard]] bool knows_register() const;
  /// Errors also: not_found (no register key yet: which command).
  [[nodiscard]] Result<std::unique_ptr<db::RegisterReplica>> visas() const;
  /// The register key that pages are checked with from now on. Errors: malformed, not_found, io.
  [[nodiscard]] Result<crypto::Ed25519PublicKey> trust_register_key(
      const std::filesystem::path& file) const;

 private:
  ServiceHome(std::filesystem::path folder, ServiceIdentity identity,
              crypto::MinisignPublicKey authority)
      : folder_(std::move(folder)), identity_(std::move(identity)), authority_(authority) {}
  [[nodiscard]] Result<void> fill(const NewService& request,
                                  const crypto::SecretBytes& passphrase) const;
  [[nodiscard]] Result<void> make_stores() const;

  std::filesystem::path folder_;
  ServiceIdentity identity_;
  crypto::MinisignPublicKey authority_;
};

}  // namespace evisa::verifier
