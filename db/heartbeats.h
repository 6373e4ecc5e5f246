// Heartbeats: what each booth last said of itself, and what is wrong with that.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "db/alarms.h"

namespace evisa::db {

struct Heartbeat {
  std::string booth;
  visa::Instant received{};  ///< by the service's clock
  visa::Instant clock{};     ///< what the booth's clock said when it was sent
  std::uint64_t bundle_sequence = 0;
  std::optional<std::int64_t> bundle_age_minutes;  ///< nullopt: not known
  std::uint64_t queue_length = 0;                  ///< events not yet taken by the service
  std::string software;
  bool operator==(const Heartbeat&) const = default;
};

class Heartbeats {
 public:
  explicit Heartbeats(std::shared_ptr<KeptFile> file) : file_(std::move(file)) {}
  /// Keeps the booth's latest; one received earlier than the kept one changes nothing.
  /// Errors: malformed (booth, software longer than 64 bytes), out_of_range (numbers).
  [[nodiscard]] Result<void> store(const Heartbeat& heartbeat);
  [[nodiscard]] Result<std::optional<Heartbeat>> find(const std::string& booth) const;
  /// In the order of booths.
  [[nodiscard]] Result<std::vector<Heartbeat>> list() const;

 private:
  std::shared_ptr<KeptFile> file_;
};

struct HeartbeatLimits {
  std::chrono::minutes silence{5};
  std::chrono::seconds skew{60};
};

/// What is wrong with a booth that was last heard of so: silent for too long, or its clock off. One
/// cause for each silence, and one for each day on which the clock was off.
[[nodiscard]] std::vector<AlarmCause> judge_heartbeat(const Heartbeat& last, visa::Instant now,
                                                      const HeartbeatLimits& limits = {});

}  // namespace evisa::db
