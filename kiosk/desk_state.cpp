// The message `state` of docs/booth-page.md.
#include <array>

#include "crypto/json_writer.h"
#include "kiosk/desk.h"
#include "kiosk/outcome_text.h"
#include "verifier/inspection_json.h"

namespace evisa::kiosk {
namespace {

using crypto::JsonWriter;
using visa::Language;

constexpr std::array kOfficerLanguages{Language::en, Language::ru, Language::kk};
constexpr std::array kTravellerLanguages{Language::en, Language::ru, Language::kk, Language::zh};
constexpr std::size_t kUsualBytes = 16384;

std::string_view to_string(Stage stage) {
  switch (stage) {
    case Stage::empty:
      return "empty";
    case Stage::partial:
      return "partial";
    case Stage::complete:
      return "complete";
    case Stage::judged:
      return "judged";
    case Stage::acted:
      return "acted";
  }
  return "";
}

std::string_view to_string(Disturbance disturbance) {
  switch (disturbance) {
    case Disturbance::none:
      return "none";
    case Disturbance::several_seals:
      return "several_seals";
    case Disturbance::other_code:
      return "other_code";
    case Disturbance::next_document:
      return "next_document";
  }
  return "";
}

void write_reasons(JsonWriter& json, const std::vector<visa::Reason>& reasons,
                   const visa::ReasonTable& table) {
  json.key("reasons").begin_list();
  for (const auto& reason : reasons) {
    json.begin_object();
    json.key("code").text(visa::to_string(reason.code));
    json.key("severity").text(visa::to_string(reason.severity));
    json.key("officer").begin_object();
    for (const auto language : kOfficerLanguages)
      json.key(visa::to_string(language)).text(table.officer_text(reason, language));
    json.end_object().key("traveller").begin_object();
    for (const auto language : kTravellerLanguages)
      json.key(visa::to_string(language)).text(table.traveller_text(reason, language));
    json.end_object().end_object();
  }
  json.end_list();
}

void write_verdict(JsonWriter& json, const Verdict& verdict) {
  const auto& inspection = verdict.inspection;
  json.begin_object();
  json.key("outcome").text(visa::to_string(inspection.outcome));
  json.key("headline").text_or_null(inspection.headline, [](visa::ReasonCode code) {
    return visa::to_string(code);
  });
  write_reasons(json, inspection.reasons, *verdict.trust.trust().reasons);
  verifier::write_findings(json, inspection);
  json.key("ruleset_id").text(inspection.ruleset_id);
  json.key("asked_service").flag(!verdict.request.cut_off);
  json.end_object();
}

void write_passport(JsonWriter& json, const visa::Mrz& mrz) {
  json.begin_object();
  json.key("lines").begin_list().text(mrz.line1).text(mrz.line2).end_list();
  json.key("document_number").text(mrz.document_number);
  json.key("primary").text(mrz.name.primary);
  json.key("secondary").text(mrz.name.secondary);
  json.key("issuing_state").text(mrz.issuing_state.text());
  json.key("nationality").text(mrz.nationality.text());
  json.key("birth_date").text(mrz.birth.display());
  json.key("sex").text(std::string(1, visa::mrz_char(mrz.sex)));
  json.key("expiry").text_or_null(mrz.expiry, [](const visa::Date& day) { return day.iso(); });
  json.key("defects").texts(mrz.defects, [](const visa::MrzDefect& one) { return one.field; });
  json.end_object();
}

void write_ticks(JsonWriter& json, const verifier::OfficerTicks& ticks) {
  const auto itself = [](const std::string& field) { return field; };
  json.key("ticks").begin_object();
  json.key("passport_in_doubt").flag(ticks.passport_in_doubt);
  json.key("children_travelling").flag(ticks.children_travelling);
  json.key("companion_without_visa").flag(ticks.companion_without_visa);
  json.key("replaced_passport").flag(ticks.replaced_passport);
  json.key("blank_pages");
  if (ticks.blank_pages) {
    json.number(*ticks.blank_pages);
  } else {
    json.null();
  }
  json.key("printout_differs").texts(ticks.printout_differs, itself).end_object();
}

template <class Number>
void write_number_or_null(JsonWriter& json, const std::optional<Number>& number) {
  if (number) {
    json.number(*number);
  } else {
    json.null();
  }
}

}  // namespace

std::string Desk::state() {
  changed_ = false;
  const auto now = parts_.clock();
  const auto& identity = parts_.booth.home().identity();
  JsonWriter json(kUsualBytes);
  json.begin_object().key("type").text("state").key("now").text(visa::to_string(now));
  json.key("booth").begin_object().key("name").text(identity.name());
  json.key("airport").text(identity.airport).key("test").flag(identity.test_only).end_object();
  json.key("officer");
  if (officer_) {
    json.begin_object().key("badge").text(officer_->officer.badge);
    json.key("role").text(db::to_string(officer_->officer.role));
    json.key("since").text(visa::to_string(officer_->since)).end_object();
  } else {
    json.null();
  }
  json.key("direction").text(visa::to_string(direction_));
  json.key("camera").begin_object().key("state").text(to_string(camera_));
  json.key("detail").text(camera_detail_).end_object();
  write_visit(json);
  write_ticks(json, ticks_);
  write_acts(json);
  write_outcome(json);
  write_lost_claim(json);
  write_last_act(json, now);
  write_service(json, now);
  return json.end_object().take();
}

void Desk::write_visit(JsonWriter& json) const {
  const bool shown = officer_.has_value();
  json.key("visit").begin_object().key("number").number(visit_.number());
  json.key("stage").text(to_string(visit_.stage()));
  json.key("paper").flag(visit_.paper().has_value());
  json.key("passport").flag(visit_.passport().has_value());
  json.key("disturbance").text(to_string(visit_.disturbance())).end_object();
  json.key("verdict");
  if (shown && verdict_ && (visit_.stage() == Stage::judged || visit_.stage() == Stage::acted)) {
    write_verdict(json, *verdict_);
  } else {
    json.null();
  }
  json.key("passport");
  if (shown && visit_.passport()) {
    write_passport(json, *visit_.passport());
  } else {
    json.null();
  }
}

// What the rules do not allow on anybody's word is not offered.
void Desk::write_acts(JsonWriter& json) const {
  using verifier::Act;
  json.key("acts").begin_list();
  if (officer_ && verdict_ && visit_.stage() == Stage::judged) {
    for (const Act act : {Act::admit, Act::let_out, Act::refuse, Act::refer}) {
      const auto needs = verifier::needs_of(act, verdict_->inspection, verdict_->request.direction);
      if (!needs) continue;
      json.begin_object().key("act").text(verifier::to_string(act));
      json.key("note").flag(needs->note).key("senior").flag(needs->senior).end_object();
    }
  }
  json.end_list();
}

void Desk::write_outcome(JsonWriter& json) const {
  json.key("outcome");
  if (!officer_ || !outcome_ || !verdict_ || visit_.stage() != Stage::acted) {
    json.null();
    return;
  }
  json.begin_object().key("result").text(kiosk::to_string(outcome_->kind));
  if (outcome_->event) {
    json.key("event").text(outcome_->event->id.text());
    json.key("kind").text(visa::to_string(outcome_->event->kind));
    json.key("provisional").flag(outcome_->event->provisional);
  }
  if (outcome_->earlier) json.key("earlier").text(outcome_->earlier->text());
  write_reasons(json, outcome_->reasons, *verdict_->trust.trust().reasons);
  json.end_object();
}

void Desk::write_lost_claim(JsonWriter& json) const {
  json.key("lost_claim");
  if (!officer_ || !lost_to_ || visit_.stage() != Stage::judged) {
    json.null();
    return;
  }
  json.begin_object().key("event").text(lost_to_->event.text());
  json.key("airport").text(lost_to_->airport.text());
  json.key("time").text(visa::to_string(lost_to_->time)).end_object();
}

void Desk::write_last_act(JsonWriter& json, visa::Instant now) const {
  json.key("last_act");
  if (!officer_ || !last_act_) {
    json.null();
    return;
  }
  const auto trust = parts_.booth.trusted(now);
  const auto& rules = trust ? *trust->trust().rules : visa::RuleSet::builtin();
  const auto needs = verifier::needs_of_reversal(*last_act_, officer_->officer.badge, now, rules);
  json.begin_object().key("event").text(last_act_->id.text());
  json.key("kind").text(visa::to_string(last_act_->kind));
  json.key("time").text(visa::to_string(last_act_->time));
  json.key("visa").text_or_null(last_act_->visa);
  json.key("provisional").flag(last_act_->provisional);
  json.key("can_undo").flag(needs.has_value());
  json.key("undo_senior").flag(needs && needs->senior).end_object();
}

void Desk::write_service(JsonWriter& json, visa::Instant now) const {
  const LinkReport link = parts_.link();
  json.key("link").begin_object().key("state").text(kiosk::to_string(link.state));
  json.key("fault").text(link.fault).key("queue");
  write_number_or_null(json, link.queue);
  json.end_object().key("data").begin_object().key("bundle_sequence");
  write_number_or_null(json, parts_.booth.bundle_sequence());
  const auto trust = parts_.booth.trusted(now);
  std::optional<std::int64_t> age;
  if (trust && trust->trust().data_as_of)
    age =
        std::chrono::duration_cast<std::chrono::minutes>(now - *trust->trust().data_as_of).count();
  json.key("age_minutes");
  write_number_or_null(json, age);
  json.key("stale").flag(age && *age > trust->trust().rules->data_stale_min);
  json.key("fault").text(trust ? no_verdict_ : trust.error().message).end_object();
  json.key("clock_trusted").flag(trust && trust->trust().clock.trusted());
}

}  // namespace evisa::kiosk
