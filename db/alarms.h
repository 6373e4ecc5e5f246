// Alarms: each cause once, open until somebody with a name resolves it with a reason.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "visa/date.h"

namespace evisa::db {

class KeptFile;

enum class AlarmKind {
  double_use,     ///< two un-reversed entries of one visa
  forked_chain,   ///< a booth's key signed two histories
  unknown_booth,  ///< an event of a booth that is not registered, or not by its key
  revoked_key,    ///< an event by a revoked key, or by one that may be in other hands
  stale_booth,    ///< no heartbeat for too long
  clock           ///< a booth's clock is off
};
[[nodiscard]] std::string_view to_string(AlarmKind kind);
/// Errors: malformed.
[[nodiscard]] Result<AlarmKind> parse_alarm_kind(std::string_view text);

struct AlarmCause {
  AlarmKind kind = AlarmKind::double_use;
  std::string cause;    ///< equal for the same cause: `26123456789 ALA-01/4 NQZ-02/9`
  std::string subject;  ///< visa number or booth
  std::string detail;   ///< for a person; no names, birth dates or passport numbers
};

struct AlarmResolution {
  visa::Instant at{};
  std::string by;   ///< badge
  std::string why;  ///< 1 to 500 bytes; no personal data
  bool operator==(const AlarmResolution&) const = default;
};

struct Alarm {
  std::int64_t id = 0;
  std::uint64_t change = 0;  ///< cursor
  AlarmCause what;
  visa::Instant raised{};
  std::optional<AlarmResolution> resolution;
};

class Alarms {
 public:
  explicit Alarms(std::shared_ptr<KeptFile> file) : file_(std::move(file)) {}

  struct Raised {
    std::int64_t id = 0;
    bool fresh = false;  ///< false: this cause was on record, open or resolved
  };
  /// A cause that was resolved stays resolved. Errors: malformed (no cause), io.
  [[nodiscard]] Result<Raised> raise(const AlarmCause& cause, visa::Instant now);
  /// Errors: not_found, conflict (resolved already: when and by whom), malformed (no name, no
  /// reason, too long).
  [[nodiscard]] Result<void> resolve(std::int64_t id, const AlarmResolution& resolution);
  [[nodiscard]] Result<std::optional<Alarm>> find(std::int64_t id) const;
  /// What changed after the cursor (0: all), raised and resolved ones, in the order of change: a
  /// resolved alarm comes again with a new cursor.
  [[nodiscard]] Result<std::vector<Alarm>> changes(std::uint64_t after, std::size_t limit) const;
  /// The open ones first, then the others; in both the newest first.
  [[nodiscard]] Result<std::vector<Alarm>> latest(std::size_t limit) const;
  /// The open ones, in the order in which they were raised.
  [[nodiscard]] Result<std::vector<Alarm>> open(std::size_t limit) const;

 private:
  std::shared_ptr<KeptFile> file_;
};

}  // namespace evisa::db
