// An airport's copy of the visa register: fed by signed pages, strictly in order, asked when a
// traveller has no print-out.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "db/open_mode.h"
#include "db/register_feed.h"

namespace evisa::db {

class KeptFile;

/// How far a copy has come.
struct ReplicaState {
  std::uint64_t applied = 0;  ///< last change taken in; the next page follows on it
  FeedHash head{};            ///< chain up to `applied`
  std::uint64_t latest = 0;   ///< the register's last change, as far as is known
  /// When the copy was last known to be complete; nullopt: never yet.
  std::optional<visa::Instant> as_of;
  bool operator==(const ReplicaState&) const = default;
};

/// What a passport number leads to, by what any version of a visa said.
struct PassportMatches {
  std::vector<RegisterEntry> exact;
  std::vector<RegisterEntry> look_alike;  ///< differs in O/0, I/1 and the like only (look_alikes.h)
};

class RegisterReplica {
 public:
  /// `issuer`: the register key's public half. Open::create belongs to the making of a service's
  /// home alone. Errors: as open_database.
  [[nodiscard]] static Result<std::unique_ptr<RegisterReplica>> open(
      const std::filesystem::path& file, const crypto::Ed25519PublicKey& issuer, Open mode);
  RegisterReplica(std::shared_ptr<KeptFile> file, const crypto::Ed25519PublicKey& issuer)
      : file_(std::move(file)), issuer_(issuer) {}

  struct Taken {
    std::size_t fresh = 0;  ///< changes that were new
    ReplicaState state;
  };
  /// Takes in one page whole, or nothing of it. A page, or a part of one, that was taken in before
  /// is held against what was and changes nothing.
  /// Errors: as open_page; out_of_range (a gap: the page begins after a change that is missing
  /// here); rollback (another history than the one taken in, or a register that has fewer changes
  /// than before); malformed (a change that cannot follow: an amendment of an unknown visa).
  [[nodiscard]] Result<Taken> apply(const SignedPage& page);
  [[nodiscard]] Result<ReplicaState> state() const;

  /// Visas as they stand, revoked ones with status `revoked`. Errors: malformed (a damaged copy:
  /// which visa), io.
  [[nodiscard]] Result<std::optional<RegisterEntry>> find(visa::VisaNumber number) const;
  [[nodiscard]] Result<std::vector<RegisterEntry>> find_by_application(
      const std::string& number) const;
  [[nodiscard]] Result<PassportMatches> find_by_passport(const visa::PassportNumber& number) const;

 private:
  std::shared_ptr<KeptFile> file_;
  crypto::Ed25519PublicKey issuer_;
};

}  // namespace evisa::db
