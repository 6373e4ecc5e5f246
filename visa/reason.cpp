// Reason codes, directions and severities, and the limits between them.
#include "visa/reason.h"

#include <fmt/format.h>

#include <algorithm>

namespace evisa::visa {
namespace {

constexpr std::array<std::string_view, kReasonCount> kCodes{
#define EVISA_REASON(code) #code,
#include "visa/reason_codes.inc"
#undef EVISA_REASON
};

}  // namespace

std::string_view to_string(ReasonCode code) { return kCodes.at(static_cast<std::size_t>(code)); }

std::optional<ReasonCode> find_reason_code(std::string_view text) {
  const auto found = std::ranges::find(kCodes, text);
  if (found == kCodes.end()) return std::nullopt;
  return static_cast<ReasonCode>(found - kCodes.begin());
}

std::string_view to_string(Direction direction) {
  switch (direction) {
    case Direction::entry:
      return "entry";
    case Direction::exit:
      return "exit";
    case Direction::boarding:
      return "boarding";
  }
  return "?";
}

Result<Direction> parse_direction(std::string_view text) {
  for (const Direction direction : {Direction::entry, Direction::exit, Direction::boarding}) {
    if (text == to_string(direction)) return direction;
  }
  return fail(Errc::malformed,
              fmt::format("found direction \"{}\", expected entry, exit or boarding", text));
}

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::ok:
      return "OK";
    case Severity::notice:
      return "NOTICE";
    case Severity::second_look:
      return "SECOND_LOOK";
    case Severity::refuse:
      return "REFUSE";
  }
  return "?";
}

Result<Severity> parse_severity(std::string_view text) {
  for (const Severity severity :
       {Severity::ok, Severity::notice, Severity::second_look, Severity::refuse}) {
    if (text == to_string(severity)) return severity;
  }
  return fail(
      Errc::malformed,
      fmt::format("found severity \"{}\", expected OK, NOTICE, SECOND_LOOK or REFUSE", text));
}

Result<void> check_severity_limit(ReasonCode code, Direction direction, Severity severity) {
  constexpr std::array kNeverBelowSecondLook{ReasonCode::VISA_REVOKED,
                                             ReasonCode::ENTRY_ALREADY_USED,
                                             ReasonCode::PASSPORT_NUMBER_MISMATCH};
  if (direction == Direction::exit && severity == Severity::refuse) {
    return fail(Errc::out_of_range,
                fmt::format("{} at exit: REFUSE is not allowed, nobody is locked in by software",
                            to_string(code)),
                "the worst at exit is SECOND_LOOK");
  }
  if (direction == Direction::entry && severity < Severity::second_look &&
      std::ranges::find(kNeverBelowSecondLook, code) != kNeverBelowSecondLook.end()) {
    return fail(Errc::out_of_range,
                fmt::format("{} at entry: found {}, expected SECOND_LOOK or REFUSE",
                            to_string(code), to_string(severity)));
  }
  return {};
}

}  // namespace evisa::visa
