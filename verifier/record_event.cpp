// What every event of the crossing log starts from.
#include "verifier/record_event.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/crossing_event.h"

namespace evisa::verifier {
namespace {

constexpr std::size_t kLongestBadge = 20;
constexpr std::size_t kLongestNote = 2000;  // bytes

/// A badge is a word of A-Z, 0-9 and hyphens: nothing that looks like another badge or another
/// line.
Result<void> check_badge(std::string_view whose, std::string_view badge) {
  const bool word = std::ranges::all_of(
      badge, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; });
  if (word && !badge.empty() && badge.size() <= kLongestBadge) return {};
  return fail(
      Errc::malformed,
      fmt::format("{}'s badge: found {} characters{}, expected 1 to {} of A-Z, 0-9 and -", whose,
                  badge.size(), word ? "" : " with others among them", kLongestBadge));
}

Result<void> check_note(std::string_view note) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (note.size() > kLongestNote)
    return fail(Errc::malformed, fmt::format("reason: found {} bytes, expected at most {}",
                                             note.size(), kLongestNote));
  if (std::ranges::any_of(note, control))
    return fail(Errc::malformed, "reason: found a control character, expected one line of text");
  return {};
}

}  // namespace

Result<void> check_badges_and_note(std::string_view officer, std::string_view senior,
                                   std::string_view note) {
  if (officer.empty())
    return fail(Errc::malformed, "no officer's badge: an act is somebody's",
                "name it: --officer BADGE");
  if (auto ok = check_badge("officer", officer); !ok) return ok;
  if (!senior.empty()) {
    if (auto ok = check_badge("senior officer", senior); !ok) return ok;
  }
  return check_note(note);
}

Result<visa::Crossing> start_event(const Correction& by) {
  if (auto ok = check_badges_and_note(by.officer, by.senior, by.note); !ok)
    return std::unexpected(ok.error());
  if (by.booth.empty()) return fail(Errc::malformed, "no booth: an event is named by its booth");
  visa::Crossing crossing;
  crossing.id.booth = by.booth;  // the sequence number is the log's to give
  crossing.time = by.now;
  crossing.airport = by.airport;
  crossing.officer = by.officer;
  crossing.software = "evisa " EVISA_VERSION;
  crossing.note = by.senior.empty() ? by.note : fmt::format("senior {}: {}", by.senior, by.note);
  return crossing;
}

Result<Draft> checked(Draft draft) {
  crypto::ChainedCrossing event{draft.crossing, {}};
  event.crossing.id.sequence = 1;  // the log gives the real one
  const auto ok = crypto::check_event(event);
  if (ok) return draft;
  Error error = ok.error();
  error.message = "cannot be recorded: " + error.message;
  return std::unexpected(std::move(error));
}

Result<void> second_person(std::string_view officer, std::string_view senior,
                           std::string_view why) {
  if (senior.empty())
    return fail(Errc::out_of_range, fmt::format("{}: a senior officer is needed", why),
                "a second person confirms with a badge of their own");
  if (senior == officer)
    return fail(Errc::out_of_range,
                fmt::format("{}: officer and senior officer are the same badge {}", why, officer),
                "a second person confirms with a badge of their own");
  return {};
}

}  // namespace evisa::verifier
