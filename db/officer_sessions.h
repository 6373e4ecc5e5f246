// Sessions of officers who logged in: a token of 256 random bits, stored hashed, bound to a place.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "db/officers.h"

namespace evisa::db {

/// What is told to whoever presented a session, whatever was wrong with it.
inline constexpr std::string_view kSessionRefused = "the session is over: log in again";

struct SessionLimits {
  std::chrono::minutes idle{15};
  std::chrono::hours longest{12};  ///< one shift, whatever is done
};

/// An officer at a place: `booth:ALA-03`, `page:supervisor`.
struct OfficerSession {
  Officer officer;
  std::string place;
  visa::Instant since{};
};

struct NewSession {
  crypto::SecretBytes token;
  OfficerSession session;
};

class OfficerSessions {
 public:
  OfficerSessions(std::shared_ptr<KeptFile> file, Officers& officers, SessionLimits limits = {})
      : file_(std::move(file)), officers_(officers), limits_(limits) {}

  /// `place`: 1 to 64 printable characters without blanks. Errors: as Officers::check_pin;
  /// malformed (place).
  [[nodiscard]] Result<NewSession> log_in(const std::string& badge, const crypto::SecretBytes& pin,
                                          const std::string& place, visa::Instant now);
  /// Whose session this is, at the place where it was begun. The message of a refusal is always
  /// `kSessionRefused`; its code tells: malformed, not_found (unknown, ended, logged out),
  /// out_of_range (idle or too long), ineligible (another place), untrusted (officer disabled).
  [[nodiscard]] Result<OfficerSession> authenticate(std::string_view token, std::string_view place,
                                                    visa::Instant now);
  /// Ends one session; an unknown one is ended already. Errors: malformed, io.
  [[nodiscard]] Result<void> log_out(std::string_view token);
  /// Ends all sessions of a badge; returns how many there were.
  [[nodiscard]] Result<int> end_all(const std::string& badge, const AdminAct& act);

 private:
  std::shared_ptr<KeptFile> file_;
  Officers& officers_;
  SessionLimits limits_;
};

}  // namespace evisa::db
