// The officer's desk: who is logged in, whose documents lie there, what was decided and done. What
// the page asks for and what it is told: docs/booth-page.md.
//
// One thread calls all of it. Nothing here waits but for the service's one deadline, the disk, and
// the Argon2id of a PIN.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "crypto/json_writer.h"
#include "db/officers.h"
#include "kiosk/booth.h"
#include "kiosk/camera_reader.h"
#include "kiosk/link_keeper.h"
#include "kiosk/visit.h"

namespace evisa::kiosk {

enum class CameraState {
  opening,
  live,
  lost,    ///< it does not answer; it is tried again
  frozen,  ///< the same picture again and again
  dark     ///< nothing but black
};
[[nodiscard]] std::string_view to_string(CameraState state);

struct DeskParts {
  Booth& booth;
  db::Officers& officers;
  const crypto::Ed25519SecretKey& key;  ///< the booth's
  Clock clock;
  std::function<LinkReport()> link;
};

/// When an officer counts as gone, and is logged out. Whoever uses the page is there. Documents
/// that were not there before, and got their verdict, are work too, but only for so long: whoever
/// lays them down need not be the officer. Nobody is logged out while a verdict waits for its act.
struct DeskLimits {
  VisitLimits visit;
  std::chrono::minutes idle{15};        ///< without a use of the page or other documents
  std::chrono::minutes unattended{60};  ///< without a use of the page, whatever is laid down
};

class Desk {
 public:
  /// What the booth has on record last is told first: after a loss of power the officer sees what
  /// became of his act. Errors: io.
  [[nodiscard]] static Result<Desk> open(DeskParts parts, DeskLimits limits = {});

  /// The next frame. An MRZ counts when it is sure and a passport's.
  void see(const Sight& sight, Moment now);
  void camera_is(CameraState state, std::string detail);
  /// A message of the page. The reply to it, where there is one besides the new state. Errors: why
  /// nothing was changed.
  [[nodiscard]] Result<std::optional<std::string>> handle(const crypto::Json& request, Moment now);
  /// Once a second or so.
  void pass_time(Moment now);

  [[nodiscard]] bool has_officer() const { return officer_.has_value(); }
  /// Another `state` than the last one that was composed, but for what time alone changes.
  [[nodiscard]] bool has_changed() const { return changed_; }
  /// The message `state`.
  [[nodiscard]] std::string state();

 private:
  struct AtDesk {
    db::Officer officer;
    visa::Instant since{};
  };
  using Reply = Result<std::optional<std::string>>;
  using Request = crypto::JsonObject;

  Desk(DeskParts parts, DeskLimits limits)
      : parts_(std::move(parts)), limits_(limits), visit_(limits.visit) {}

  Reply log_in(Request& request, Moment now);
  Reply log_out(Request& request, Moment now);
  Reply is_present(Request& request, Moment now);
  Reply tell_shift(Request& request, Moment now);
  Reply change_direction(Request& request, Moment now);
  Reply change_ticks(Request& request, Moment now);
  Reply take_passport(Request& request, Moment now);
  Reply take_code(Request& request, Moment now);
  Reply go_without(Request& request, Moment now);
  Reply act(Request& request, Moment now);
  Reply undo(Request& request, Moment now);
  Reply clear(Request& request, Moment now);

  /// After whatever changed the visit: a new one has no ticks and no verdict, a complete one gets
  /// its verdict.
  void follow_visit(Moment now);
  void judge(Moment now);
  void see_paper(const reader::Reading& reading, Moment now);
  void see_passport(const std::string& lines, Moment now);
  /// Other documents than the last that were judged are a sign of work.
  void note_work(Moment now);
  void leave();
  [[nodiscard]] Result<void> check_visit(Request& request) const;
  /// Whose PIN this is; `pin` is wiped. One error for whatever is wrong, its code too: the page learns no badges.
  [[nodiscard]] Result<db::Officer> check_pin(const std::string& badge, std::string& pin);
  /// The second person, who has shown that it is he. Errors: as check_pin; ineligible (his role).
  [[nodiscard]] Result<std::string> read_senior(Request& request);

  void write_visit(crypto::JsonWriter& json) const;
  void write_acts(crypto::JsonWriter& json) const;
  void write_outcome(crypto::JsonWriter& json) const;
  void write_lost_claim(crypto::JsonWriter& json) const;
  void write_last_act(crypto::JsonWriter& json, visa::Instant now) const;
  void write_service(crypto::JsonWriter& json, visa::Instant now) const;

  DeskParts parts_;
  DeskLimits limits_;
  Visit visit_;
  std::optional<AtDesk> officer_;
  visa::Direction direction_ = visa::Direction::entry;
  verifier::OfficerTicks ticks_;
  std::uint64_t ticked_visit_ = 0;
  std::optional<Verdict> verdict_;
  std::string no_verdict_;  ///< why the documents at hand cannot be judged
  std::optional<Outcome> outcome_;
  std::optional<db::Claim> lost_to_;  ///< the claim that the last act of this visit lost
  std::optional<visa::Crossing> last_act_;
  CameraState camera_ = CameraState::opening;
  std::string camera_detail_;
  Moment last_request_{}, last_work_{};
  std::optional<crypto::Hash256> last_judged_;  ///< of the documents, which are somebody's
  bool changed_ = true;
};

}  // namespace evisa::kiosk
