// What became of an officer's act, as JSON and as lines.
#include "kiosk/outcome_text.h"

#include <fmt/format.h>

#include "verifier/inspection_json.h"

namespace evisa::kiosk {
namespace {

/// Another event has the visa's entry: which, where and when.
std::string not_recorded(const Outcome& outcome) {
  const std::string event = outcome.earlier->text();
  if (!outcome.winner) return fmt::format("NOT RECORDED  the visa was used by event {}\n", event);
  return fmt::format("NOT RECORDED  the visa was used by event {}, at {} on {}\n", event,
                     outcome.winner->airport.text(), visa::to_string(outcome.winner->time));
}

std::string first_line(const Outcome& outcome) {
  switch (outcome.kind) {
    case Outcome::Kind::recorded:
      return fmt::format(
          "RECORDED  {} as event {}{}\n", visa::to_string(outcome.event->kind),
          outcome.event->id.text(),
          outcome.event->provisional ? " (provisional: airport service not asked)" : "");
    case Outcome::Kind::already:
      return fmt::format("ALREADY RECORDED  as event {}\n", outcome.earlier->text());
    case Outcome::Kind::refused:
      return not_recorded(outcome);
  }
  return {};
}

}  // namespace

std::string_view to_string(Outcome::Kind kind) {
  switch (kind) {
    case Outcome::Kind::recorded:
      return "recorded";
    case Outcome::Kind::already:
      return "already_recorded";
    case Outcome::Kind::refused:
      return "conflict";
  }
  return "";
}

crypto::Json to_json(const Outcome& outcome, const visa::ReasonTable& table,
                     visa::Language language) {
  crypto::Json json = {{"result", to_string(outcome.kind)}};
  if (outcome.event) {
    json["event"] = outcome.event->id.text();
    json["kind"] = visa::to_string(outcome.event->kind);
    json["provisional"] = outcome.event->provisional;
  }
  if (outcome.earlier) json["earlier"] = outcome.earlier->text();
  if (outcome.winner) {
    json["winner"] = {{"event", outcome.winner->event.text()},
                      {"airport", std::string(outcome.winner->airport.text())},
                      {"time", visa::to_string(outcome.winner->time)}};
  }
  json["reasons"] = crypto::Json::array();
  for (const auto& reason : outcome.reasons) {
    json["reasons"].push_back(verifier::to_json(reason, table, language));
  }
  return json;
}

std::string to_text(const Outcome& outcome, const visa::ReasonTable& table,
                    visa::Language language) {
  std::string text = first_line(outcome);
  for (const auto& reason : outcome.reasons) {
    text += fmt::format("  {}\n", table.officer_text(reason, language));
  }
  return text;
}

}  // namespace evisa::kiosk
