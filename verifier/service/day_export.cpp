// A day's crossings as a file.
#include "verifier/service/day_export.h"

#include <fmt/format.h>

#include "crypto/strict_json.h"
#include "visa/local_time.h"

namespace evisa::verifier {
namespace {

/// RFC 4180; a note may hold anything but control characters. A leading =, +, - or @ would be a
/// formula to a spreadsheet.
std::string cell(std::string_view text) {
  std::string quoted = "\"";
  if (!text.empty() && std::string_view("=+-@").contains(text.front())) quoted += '\'';
  for (const char c : text) {
    quoted += c;
    if (c == '"') quoted += '"';
  }
  return quoted + "\"";
}

std::string csv_line(const visa::Crossing& event) {
  std::string reasons;
  for (const auto& code : event.reasons) reasons += (reasons.empty() ? "" : " ") + code;
  return fmt::format(
      "{},{},{},{},{},{},{},{},{},{},{},{}\r\n", event.id.text(), visa::to_string(event.time),
      visa::to_string(event.kind), event.visa ? event.visa->text() : "", event.airport.text(),
      event.officer, visa::to_string(event.outcome), reasons, event.provisional ? "yes" : "no",
      event.manual ? "yes" : "no", event.reverses ? event.reverses->text() : "", cell(event.note));
}

std::string signed_line(const crypto::SignedEvent& event) {
  const crypto::Json json = {{"json", event.json},
                             {"signature", crypto::to_base64(event.signature)}};
  return crypto::write_json(json) + "\n";
}

}  // namespace

Result<std::string> export_day(const db::CrossingLog& log, const visa::Date& day,
                               DayFormat format) {
  std::string text;
  if (format == DayFormat::csv)
    text =
        "event,time_utc,kind,visa,airport,officer,outcome,reasons,provisional,manual,reverses,"
        "note\r\n";
  const auto local = visa::LocalTime::kazakhstan();
  const auto events = log.between(local.start_of(day), local.start_of(day.plus_days(1)));
  if (!events) return std::unexpected(events.error());
  for (const auto& stored : *events) {
    const auto event = crypto::parse_event(stored.event.json);
    if (!event) return std::unexpected(event.error());
    text += format == DayFormat::csv ? csv_line(event->crossing) : signed_line(stored.event);
  }
  return text;
}

}  // namespace evisa::verifier
