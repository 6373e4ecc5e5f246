// accounts.sqlite of an airport service: who may ask it, who may act in it, whose events count.
// docs/accounts.md describes the file.
#pragma once

#include <filesystem>
#include <memory>

#include "db/access_tokens.h"
#include "db/audit_trail.h"
#include "db/booth_registry.h"
#include "db/officer_sessions.h"
#include "db/officers.h"
#include "db/open_mode.h"

namespace evisa::db {

/// Safe to use from many threads, and by several programs at once.
class Accounts {
 public:
  struct Settings {
    crypto::PinCost pin_cost{};
    SessionLimits sessions{};
  };
  /// Open::create belongs to the making of a service's home alone. Errors: as open_database.
  [[nodiscard]] static Result<std::unique_ptr<Accounts>> open(const std::filesystem::path& file,
                                                              Open mode, const Settings& settings);
  [[nodiscard]] static Result<std::unique_ptr<Accounts>> open(const std::filesystem::path& file,
                                                              Open mode) {
    return open(file, mode, Settings{});
  }
  Accounts(const std::shared_ptr<KeptFile>& file, const Settings& settings)
      : tokens_(file),
        officers_(file, settings.pin_cost),
        sessions_(file, officers_, settings.sessions),
        booths_(file),
        audit_(file) {}

  [[nodiscard]] AccessTokens& tokens() { return tokens_; }
  [[nodiscard]] Officers& officers() { return officers_; }
  [[nodiscard]] OfficerSessions& sessions() { return sessions_; }
  [[nodiscard]] BoothRegistry& booths() { return booths_; }
  [[nodiscard]] AuditTrail& audit() { return audit_; }

 private:
  AccessTokens tokens_;
  Officers officers_;
  OfficerSessions sessions_;
  BoothRegistry booths_;
  AuditTrail audit_;
};

}  // namespace evisa::db
