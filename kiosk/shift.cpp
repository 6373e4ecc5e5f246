// An officer's shift.
#include "kiosk/shift.h"

#include "crypto/json_writer.h"

namespace evisa::kiosk {
namespace {

void count(const visa::Crossing& event, Shift& shift) {
  switch (event.kind) {
    case visa::EventKind::entry:
      ++shift.entries;
      break;
    case visa::EventKind::exit:
      ++shift.exits;
      break;
    case visa::EventKind::refusal:
      ++shift.refusals;
      break;
    case visa::EventKind::referral:
      ++shift.referrals;
      break;
    case visa::EventKind::reversal:
      ++shift.reversals;
      break;
    case visa::EventKind::resolution:
      break;
  }
  if (event.provisional) ++shift.provisional;
}

}  // namespace

Result<Shift> shift_of(const Booth& booth, const std::string& badge, visa::Instant since) {
  const auto stored = booth.log().between(since, visa::Instant::max());
  if (!stored) return std::unexpected(stored.error());
  Shift shift{.badge = badge, .since = since};
  const std::string name = booth.home().identity().name();
  for (const auto& one : *stored) {
    const auto event = crypto::parse_event(one.event.json);
    if (!event) return std::unexpected(event.error());
    if (event->crossing.id.booth == name && event->crossing.officer == badge)
      count(event->crossing, shift);
  }
  return shift;
}

std::string to_json(const Shift& shift) {
  crypto::JsonWriter json;
  json.begin_object().key("type").text("shift").key("badge").text(shift.badge);
  json.key("since").text(visa::to_string(shift.since));
  json.key("entries").number(shift.entries).key("exits").number(shift.exits);
  json.key("refusals").number(shift.refusals).key("referrals").number(shift.referrals);
  json.key("reversals").number(shift.reversals).key("provisional").number(shift.provisional);
  return json.end_object().take();
}

}  // namespace evisa::kiosk
