// Crossings and what they make of a visa: a fold over events (rules.md 5.2).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "visa/codes.h"
#include "visa/date.h"
#include "visa/document_numbers.h"
#include "visa/reason.h"
#include "visa/result.h"

namespace evisa::visa {

enum class EventKind { entry, exit, refusal, referral, reversal, resolution };
[[nodiscard]] std::string_view to_string(EventKind kind);
[[nodiscard]] Result<EventKind> parse_event_kind(std::string_view text);

/// Names one event for ever: the booth and its sequence number. Text form `ALA-03/17`.
struct EventId {
  std::string booth;           ///< `ALA-03`: airport and booth, A-Z 0-9 and hyphens, at most 32
  std::uint64_t sequence = 0;  ///< from 1
  auto operator<=>(const EventId&) const = default;
  [[nodiscard]] std::string text() const;
  [[nodiscard]] static Result<EventId> parse(std::string_view text);
};

/// An officer's act at a booth. No names, birth dates or passport numbers.
struct Crossing {
  EventId id;
  Instant time{};
  EventKind kind = EventKind::entry;
  /// Absent for a refusal or referral where no visa could be believed, for no other kind.
  std::optional<VisaNumber> visa;
  AirportCode airport;
  std::string officer;  ///< badge number
  Severity outcome = Severity::ok;
  std::vector<std::string>
      reasons;  ///< reason codes, headline first; may be unknown to this version
  std::string ruleset_id;
  std::uint64_t bundle_sequence = 0;
  std::string software;
  bool provisional = false;
  bool manual = false;  ///< a back-dated exit or entry added by a senior officer
  std::optional<EventId>
      reverses;  ///< kind reversal: the event taken back; resolution: the entry kept
  /// kind resolution: the other events of the conflict, those that do not count. Nobody decides on
  /// an entry that is not known yet: one that is not named here stays a conflict.
  std::vector<EventId> sets_aside;
  std::string note;  ///< reason of an override, reversal or resolution; no personal data
  bool operator==(const Crossing&) const = default;
};

enum class VisaUse { issued, inside, spent };
[[nodiscard]] std::string_view to_string(VisaUse use);

/// What the events of one visa add up to.
struct VisaUseState {
  VisaUse use = VisaUse::issued;
  /// The un-reversed entry that counts. Absent when issued, and when spent by an exit alone.
  std::optional<Crossing> entry;
  /// Its un-reversed exit; or the first un-reversed exit, when no entry before it is known.
  std::optional<Crossing> exit;
  /// Further un-reversed entries that no resolution settled: DOUBLE_USE_CONFLICT. Without `entry`:
  /// all that follow the exit.
  std::vector<Crossing> conflicts;
};

/// Folds the events of one visa in the order (time, booth, sequence), whatever order they come in.
/// Events of another visa are a caller's bug and are ignored. Equal ids count once.
[[nodiscard]] VisaUseState fold_crossings(std::span<const Crossing> events);

}  // namespace evisa::visa
