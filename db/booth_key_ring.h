// Which booth's key may sign for which time. A value: built once from the registry, shared freely.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/crossing_event.h"
#include "db/crossing_log.h"

namespace evisa::db {

/// A booth's public key; it counts for events timed in `valid_from <= time < revoked_at`.
struct BoothKey {
  crypto::Ed25519PublicKey key{};
  visa::Instant valid_from{};
  std::optional<visa::Instant> revoked_at{};
  /// From then on somebody else may have held the key: such events stay, and are looked at.
  std::optional<visa::Instant> compromised_since{};
  bool operator==(const BoothKey&) const = default;
};

struct BoothInfo {
  std::string name, airport;
  visa::Instant added{};
  std::vector<BoothKey> keys;
  bool operator==(const BoothInfo&) const = default;
};

/// What the registry says of an event.
enum class KeyVerdict {
  accepted,
  compromised,    ///< accepted, but signed while the key may have been in other hands
  revoked,        ///< signed with the booth's key, timed at or after its revocation
  not_yet_valid,  ///< signed with the booth's key, timed before it was put to use
  unknown_booth,
  bad_signature,  ///< of a known booth, but not by any key it ever had
};
[[nodiscard]] std::string_view to_string(KeyVerdict verdict);
[[nodiscard]] bool is_accepted(KeyVerdict verdict);

class BoothKeyRing {
 public:
  explicit BoothKeyRing(std::vector<BoothInfo> booths) : booths_(std::move(booths)) {}

  /// Every key that a booth ever had: for checking what is on record already.
  [[nodiscard]] BoothKeys all() const;
  /// The keys with which `booth` may have signed an event of that time: for taking one in.
  [[nodiscard]] BoothKeys accepting(std::string_view booth, visa::Instant time) const;
  /// Looks at booth, signature and time. Errors: malformed, unsupported (no event).
  [[nodiscard]] Result<KeyVerdict> judge(const crypto::SignedEvent& event) const;
  [[nodiscard]] const BoothInfo* find(std::string_view booth) const;
  [[nodiscard]] const std::vector<BoothInfo>& booths() const { return booths_; }

 private:
  std::vector<BoothInfo> booths_;
};

}  // namespace evisa::db
