// Officers: badge, role and PIN; log-in with lock-out. Badges, not names.
//
// Each attempt is counted on disk before the PIN is looked at, so that neither a restart nor many
// attempts at once give more guesses. Known, unknown, locked and disabled badges all cost one write
// and one Argon2id: neither the answer nor its time tells whether a badge exists.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <semaphore>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/pin_hash.h"
#include "db/audit_trail.h"

namespace evisa::db {

/// `agent`: an airline's, at the gate. The badge begins with the carrier's code: `KC-0117`.
enum class OfficerRole { officer, senior, supervisor, agent };
[[nodiscard]] std::string_view to_string(OfficerRole role);
/// Errors: malformed.
[[nodiscard]] Result<OfficerRole> parse_officer_role(std::string_view text);

/// What is told to whoever tried to log in, whatever was wrong.
inline constexpr std::string_view kLogInRefused =
    "badge or PIN is wrong, or the badge is locked for a while";

struct Officer {
  std::string badge;
  OfficerRole role = OfficerRole::officer;
  bool operator==(const Officer&) const = default;
};

struct OfficerInfo {
  Officer officer;
  visa::Instant created{}, pin_set{};
  std::optional<visa::Instant> disabled, locked_until;
  int failures = 0;  ///< since the last log-in or lock
};

class Officers {
 public:
  Officers(std::shared_ptr<KeptFile> file, const crypto::PinCost& cost);

  /// `badge`: 1 to 32 of A-Z 0-9 -; of an agent with a carrier before its first hyphen. Errors:
  /// malformed (badge, PIN policy), conflict (badge taken).
  [[nodiscard]] Result<void> add(const Officer& officer, const crypto::SecretBytes& pin,
                                 const AdminAct& act);
  /// A new PIN for an officer who forgot it: also unlocks, and ends the badge's sessions.
  /// Errors: not_found, malformed (policy).
  [[nodiscard]] Result<void> set_pin(const std::string& badge, const crypto::SecretBytes& pin,
                                     const AdminAct& act);
  /// Ends the badge's sessions too. Errors: not_found, conflict (disabled already).
  [[nodiscard]] Result<void> disable(const std::string& badge, const AdminAct& act);
  /// Errors: not_found, conflict (not disabled).
  [[nodiscard]] Result<void> enable(const std::string& badge, const AdminAct& act);
  /// Ends a lock before its time. Errors: not_found.
  [[nodiscard]] Result<void> unlock(const std::string& badge, const AdminAct& act);
  [[nodiscard]] Result<std::vector<OfficerInfo>> list() const;

  /// What is done with a right PIN, in the transaction that also ends the counting.
  using Then = std::function<Result<void>(SQLite::Database&, const Officer&)>;
  /// One attempt. Five wrong ones lock the badge for 15 minutes, each further lock for twice as
  /// long, at most a day; a right PIN during a lock is refused too. The message of a refusal is
  /// always `kLogInRefused`; its code tells: not_found (unknown badge), wrong_passphrase (wrong
  /// PIN), ineligible (locked), untrusted (disabled). io, unavailable: could not be asked.
  [[nodiscard]] Result<Officer> check_pin(const std::string& badge, const crypto::SecretBytes& pin,
                                          visa::Instant now, const Then& then = {});
  /// The officer's own change: counts as an attempt, ends all sessions of the badge. Errors: as
  /// check_pin; malformed (policy of the new PIN, or the same again).
  [[nodiscard]] Result<void> change_pin(const std::string& badge, const crypto::SecretBytes& old,
                                        const crypto::SecretBytes& fresh, visa::Instant now);

 private:
  [[nodiscard]] Result<std::string> hash(const crypto::SecretBytes& pin);
  [[nodiscard]] bool matches(const crypto::SecretBytes& pin, const std::string& hash);

  std::shared_ptr<KeptFile> file_;
  crypto::PinCost cost_;
  std::string decoy_;
  /// Each Argon2id takes 64 MiB: a flood of log-ins waits its turn and does not eat the memory.
  std::counting_semaphore<4> turns_{2};
};

}  // namespace evisa::db
