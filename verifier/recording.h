// Recording: from an inspection and an officer's confirmed act to the event for the crossing log.
// Only a recorded act uses up a visa (rules.md 5.1); who may do what: rules.md 5.2, 5.4, 5.6.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/inspection.h"

namespace evisa::verifier {

enum class Act {
  admit,   ///< entry
  refuse,  ///< entry refused; nobody is refused on leaving
  refer,   ///< sent to the senior booth
  let_out  ///< exit
};
[[nodiscard]] std::string_view to_string(Act act);

/// Which acts a direction knows: an entry is admitted, refused or referred, an exit let out or
/// referred; a boarding check records nothing (rules.md 5.5). Errors: out_of_range.
[[nodiscard]] Result<void> fits_direction(Act act, visa::Direction direction);

/// Whose act it is and why, as an event can carry it: a badge is a word of 1 to 20 of A-Z, 0-9 and
/// hyphens, `senior` may be empty, `note` is one line of at most 2000 bytes. Errors: malformed.
[[nodiscard]] Result<void> check_badges_and_note(std::string_view officer, std::string_view senior,
                                                 std::string_view note);

/// What the officer does, and on whose word.
struct OfficerAct {
  Act act = Act::refer;
  std::string officer;       ///< badge number
  std::string note;          ///< reason of an override; no personal data
  std::string senior;        ///< badge of the second person, where one is needed
  bool provisional = false;  ///< the airport service could not be asked
  /// A back-dated entry or exit that a senior officer adds with evidence (flagged MANUAL).
  std::optional<visa::Instant> back_dated;
};

/// An event ready for `CrossingLog::record`, or the event that says the same already.
struct Draft {
  visa::Crossing crossing;
  bool forced = false;          ///< a senior officer admits although another entry is on record
  std::string idempotency_key;  ///< equal for a retry of the same act
  std::optional<visa::EventId> already;  ///< a duplicate scan: nothing is to be recorded
};

/// What an act needs on top of the officer's own word.
struct ActNeeds {
  bool note = false;    ///< the officer's reason
  bool senior = false;  ///< a senior officer other than the officer
  std::string why;      ///< the rule that wants it; empty where nothing is needed
};

/// What the rules want for this act: the one place that knows, for whoever offers acts and for
/// draft_crossing.
///
/// OK and NOTICE need nothing more; SECOND_LOOK needs the officer's reason; REFUSE needs a reason
/// and a senior officer. Nobody is admitted before the first day, whoever says so. An exit without
/// entry and a `back_dated` act need a senior officer. Errors: out_of_range (not allowed on
/// anybody's word: which rule).
[[nodiscard]] Result<ActNeeds> needs_of(Act act, const Inspection& inspection,
                                        visa::Direction direction, bool back_dated = false);

/// Drafts the event of an act on an inspected traveller, which has what needs_of says. An exit
/// without entry and a back-dated act are flagged MANUAL. A refusal or referral where no visa could
/// be believed names none. Errors: out_of_range (an act that is not allowed: which rule, and what
/// is missing), malformed (no badge, no booth).
[[nodiscard]] Result<Draft> draft_crossing(const Inspection& inspection,
                                           const InspectionRequest& request, const OfficerAct& act,
                                           const Trust& trust);

/// Where and when a reversal or resolution is made, and by whom.
struct Correction {
  std::string booth;
  visa::AirportCode airport;
  visa::Instant now{};
  std::string officer;       ///< who acts
  std::string senior;        ///< who confirms, where a second person is needed
  std::string note;          ///< why; no personal data
  bool senior_acts = false;  ///< `officer` is a senior officer: the second person is himself
};

/// What taking back this event needs at `now` by this officer, who is no senior officer at work.
/// Errors: out_of_range (no entry or exit).
[[nodiscard]] Result<ActNeeds> needs_of_reversal(const visa::Crossing& event,
                                                 std::string_view officer, visa::Instant now,
                                                 const visa::RuleSet& rules);

/// Takes back an entry or exit: the same officer within `reverse_self_minutes`, afterwards with a
/// senior officer who is another person (rules.md 5.6). Errors: out_of_range, malformed.
[[nodiscard]] Result<Draft> draft_reversal(const visa::Crossing& event,
                                           const Correction& correction, const Trust& trust);

/// Settles a DOUBLE_USE_CONFLICT by naming the entry that counts; a senior officer's act.
/// Errors: out_of_range (no conflict, or not one of its entries), malformed.
[[nodiscard]] Result<Draft> draft_resolution(const visa::VisaUseState& use,
                                             const visa::EventId& kept,
                                             const Correction& correction, const Trust& trust);

/// Lets out a traveller whose paper cannot be read, on the visa's number alone: a senior officer's
/// act, flagged MANUAL. `history`: the events of this visa that are known here. Errors:
/// out_of_range (no reason, no senior officer, the exit is on record), malformed.
[[nodiscard]] Result<Draft> draft_exit_by_hand(visa::VisaNumber number,
                                               std::span<const visa::Crossing> history,
                                               const Correction& correction, const Trust& trust);

/// What to tell after an act was recorded: ENTRY_RECORDED and HOST_NOTIFY, or EXIT_RECORDED. Given
/// after the act, not as part of an inspection: reminding of the host's duty is never an objection
/// (rules.md C16), so a clean traveller's outcome stays OK.
[[nodiscard]] std::vector<visa::Reason> after_record(const Inspection& inspection,
                                                     const visa::Crossing& recorded,
                                                     const Trust& trust);

}  // namespace evisa::verifier
