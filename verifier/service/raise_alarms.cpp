// From what the intake noticed to the alarms that a senior officer sees.
#include "verifier/service/raise_alarms.h"

#include <algorithm>

namespace evisa::verifier {
namespace {

constexpr std::size_t kMostAlarms = 10'000;

/// The resolution that settled the visa's last conflict; none while one stands.
std::optional<visa::Crossing> settling(std::span<const visa::Crossing> history) {
  if (!visa::fold_crossings(history).conflicts.empty()) return std::nullopt;
  std::optional<visa::Crossing> last;
  for (const auto& event : history) {
    if (settles(event.kind) && (!last || event.time > last->time)) last = event;
  }
  return last;
}

}  // namespace

bool settles(visa::EventKind kind) {
  return kind == visa::EventKind::resolution || kind == visa::EventKind::reversal;
}

RaiseAlarm alarms_into(Airport& airport) {
  return [&airport](const db::AlarmCause& cause) -> Result<void> {
    const auto raised = airport.operations->alarms().raise(cause, airport.now());
    if (!raised) return std::unexpected(raised.error());
    return {};
  };
}

Result<void> raise_double_use(Airport& airport, visa::VisaNumber visa) {
  const auto history = airport.log->history(visa);
  if (!history) return std::unexpected(history.error());
  for (const auto& cause : double_use_alarms(visa, *history))
    if (auto raised = alarms_into(airport)(cause); !raised) return raised;
  return {};
}

Result<void> settle_resolved(Airport& airport) {
  const auto open = airport.operations->alarms().open(kMostAlarms);
  if (!open) return std::unexpected(open.error());
  for (const auto& alarm : *open) {
    if (alarm.what.kind != db::AlarmKind::double_use) continue;
    const auto number = visa::VisaNumber::parse(alarm.what.subject);
    if (!number) continue;
    const auto history = airport.log->history(*number);
    if (!history && is_ours(history.error().code)) return std::unexpected(history.error());
    // A visa whose events are damaged, or an act that names nobody, keeps its own alarm open and no
    // other one.
    const auto by = history ? settling(*history) : std::nullopt;
    if (!by) continue;
    const std::string why = by->note.empty() ? by->id.text() : by->note;
    auto settled = airport.operations->alarms().resolve(
        alarm.id, {.at = by->time, .by = by->officer, .why = why.substr(0, 500)});
    if (!settled && is_ours(settled.error().code)) return settled;
  }
  return {};
}

}  // namespace evisa::verifier
