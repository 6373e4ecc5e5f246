// The registry of booths, of this airport and of its peers: who may sign crossing events, and when.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "db/audit_trail.h"
#include "db/booth_key_ring.h"
#include "db/kept_file.h"
#include "db/until_changed.h"

namespace evisa::db {

class BoothRegistry {
 public:
  explicit BoothRegistry(const std::shared_ptr<KeptFile>& file)
      : file_(file), current_(file->file()) {}

  /// Registers a booth with its key, or one more key of a known booth (rotation). The same key of
  /// the same booth again may only move `valid_from` to an earlier instant.
  /// Errors: malformed (name), conflict (the key is another booth's: which; is revoked; nothing to
  /// change).
  [[nodiscard]] Result<void> add(const std::string& name, const crypto::Ed25519PublicKey& key,
                                 visa::Instant valid_from, const AdminAct& act);
  /// Revokes the booth's keys: events timed from `at` on are refused. Both instants may later be
  /// moved to earlier ones, never to later ones. Returns how many keys changed.
  /// Errors: not_found, conflict (nothing to change), out_of_range (compromised after `at`).
  [[nodiscard]] Result<int> revoke(const std::string& name, visa::Instant at,
                                   const std::optional<visa::Instant>& compromised_since,
                                   const AdminAct& act);
  /// Takes over what a booth's own airport says of one of its keys: a key that is new here, an
  /// earlier start, an earlier revocation. Nothing is ever taken back: a key revoked here stays so.
  /// Returns whether something changed. Errors: malformed (name), conflict (the key is another
  /// booth's: which).
  [[nodiscard]] Result<bool> take_over(const std::string& name, const BoothKey& told,
                                       const AdminAct& act);
  [[nodiscard]] Result<BoothKeyRing> load() const;
  /// The same, read again only when the file has changed.
  [[nodiscard]] Result<std::shared_ptr<const BoothKeyRing>> current();

 private:
  std::shared_ptr<KeptFile> file_;
  UntilChanged<BoothKeyRing> current_;
};

}  // namespace evisa::db
