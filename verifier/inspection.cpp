// Inspection: gathers the facts, runs every check, takes the highest severity (rules.md 5.4).
#include "verifier/inspection.h"

#include <algorithm>

#include "verifier/check.h"

namespace evisa::verifier {
namespace {

using visa::Severity;

const visa::RuleSet& rules_of(const Trust& trust) {
  return trust.rules != nullptr ? *trust.rules : visa::RuleSet::builtin();
}

/// Fills what a seal of the ICAO profile may leave out from the record of the same visa.
void complete_from(const visa::Visa& record, visa::Visa& visa) {
  if (visa.number && visa.number != record.number) return;
  if (visa.passport_number != record.passport_number) return;
  if (!visa.number) visa.number = record.number;
  if (!visa.valid_from) visa.valid_from = record.valid_from;
  if (!visa.passport_issuing_state) visa.passport_issuing_state = record.passport_issuing_state;
  if (visa.entry_points.empty()) visa.entry_points = record.entry_points;
}

/// rules.md 5.6: a visa whose dates were edited after issue has a newer version in the register.
/// Row 18b reports the differences; what is judged is the record. A limit that only the seal states
/// stands.
void trust_dates_of(const visa::Visa& record, visa::Visa& visa) {
  if (!visa.number || visa.number != record.number) return;
  if (record.valid_from) visa.valid_from = record.valid_from;
  visa.valid_until = record.valid_until;
  visa.stay = record.stay;
  if (!record.entry_points.empty()) visa.entry_points = record.entry_points;
}

/// From a verified seal, else from the record. What an unverified seal says is never believed.
std::optional<visa::Visa> believed_visa(const InspectionRequest& request) {
  const auto* seal = believable_seal(request);
  if (seal == nullptr) return request.record ? std::optional(request.record->visa) : std::nullopt;
  visa::Visa visa = seal->visa();
  if (request.record) trust_dates_of(request.record->visa, visa);
  if (request.record) complete_from(request.record->visa, visa);
  return visa;
}

/// The events of this visa; others in the history are another traveller's.
visa::VisaUseState use_of(const InspectionRequest& request, const std::optional<visa::Visa>& visa) {
  if (!visa || !visa->number || request.history.empty()) return {};
  std::vector<visa::Crossing> own;
  std::ranges::copy_if(request.history, std::back_inserter(own),
                       [&](const auto& event) { return event.visa == *visa->number; });
  return visa::fold_crossings(own);
}

/// The caller's judgement, and one of its own by the tables.
visa::ClockState judge_clock(const InspectionRequest& request, const Trust& trust) {
  if (!trust.clock.trusted()) return trust.clock;
  return visa::judge_clock(request.now, {.latest = {}, .bundle_issued = trust.data_as_of},
                           rules_of(trust));
}

/// The open entry or the exit that this scan repeats: same booth within `dup_minutes`, another
/// booth of the same checkpoint within `dup_checkpoint_minutes` (rules.md 5.6).
const visa::Crossing* find_duplicate(const Facts& facts) {
  const auto& use = facts.use;
  const bool entered_before = facts.entry() && use.use == visa::VisaUse::inside && use.entry;
  const bool left_before = facts.exit() && use.use == visa::VisaUse::spent && use.exit;
  if (!facts.clock_trusted || (!entered_before && !left_before)) return nullptr;
  const visa::Crossing& event = entered_before ? *use.entry : *use.exit;
  if (facts.airport == nullptr || event.airport != facts.airport->iata) return nullptr;
  const bool same_booth = event.id.booth == facts.request.booth;
  const std::chrono::minutes window{same_booth ? facts.rules.dup_minutes
                                               : facts.rules.dup_checkpoint_minutes};
  const auto ago = facts.request.now - event.time;
  // An event that is a little ahead comes from a booth whose clock is, within the allowed skew.
  const bool recent = ago <= window && ago >= -std::chrono::seconds{facts.rules.clock_skew_max_s};
  return recent ? &event : nullptr;
}

/// Boarding: an arrival that is past, or further off than any flight that boards now, is a slip and
/// decides nothing.
bool plausible_arrival(const InspectionRequest& request, const visa::RuleSet& rules) {
  constexpr std::chrono::days kFurthest{14};
  if (!request.arrival) return false;
  const auto ahead = *request.arrival - request.now;
  return ahead >= -std::chrono::seconds{rules.clock_skew_max_s} && ahead <= kFurthest;
}

Facts gather(const InspectionRequest& request, const Trust& trust, const Inspection& inspection) {
  const auto& rules = rules_of(trust);
  const auto& airports =
      trust.airports != nullptr ? *trust.airports : visa::AirportTable::builtin();
  const auto clock = judge_clock(request, trust);
  const bool by_arrival =
      request.direction == visa::Direction::boarding && plausible_arrival(request, rules);
  const visa::Instant judged_at = by_arrival ? *request.arrival : request.now;
  const bool is_passport = request.passport && request.passport->format == visa::MrzFormat::td3;
  Facts facts{
      .request = request,
      .trust = trust,
      .rules = rules,
      .reasons = trust.reasons != nullptr ? *trust.reasons : visa::ReasonTable::builtin(),
      .airports = airports,
      .countries = trust.countries != nullptr ? *trust.countries : visa::CountryTable::builtin(),
      .visa = inspection.visa ? &*inspection.visa : nullptr,
      .passport = is_passport ? &*request.passport : nullptr,
      .use = inspection.use,
      .airport = airports.find(request.checkpoint),
      .clock_trusted = clock.trusted(),
      .clock = clock,
      .arrival_known = by_arrival,
      .judged_at = judged_at,
      .day = rules.local_time.date_of(judged_at)};
  facts.duplicate = find_duplicate(facts);
  return facts;
}

void run_checks(const Facts& facts, Inspection& inspection) {
  const auto rows = check_rows();
  inspection.checks.reserve(rows.size());
  for (const CheckRow& row : rows) {
    Check& check = inspection.checks.emplace_back();
    check.id = row.id;
    Findings findings(facts, inspection.reasons, check);
    check.result = row.run(facts, findings);
  }
}

/// Fail closed: whatever severities a rule set gives, nobody is waved through while nothing is
/// proved, no passport was read, or a check could not be decided (design.md section 3).
Severity floor_of(const Facts& facts, const Inspection& inspection) {
  const bool undecided = std::ranges::any_of(inspection.checks, [](const Check& check) {
    return check.result == CheckResult::undetermined;
  });
  const bool nothing_proved = facts.visa == nullptr || facts.passport == nullptr;
  return undecided || nothing_proved ? Severity::second_look : Severity::ok;
}

void conclude(const Facts& facts, Inspection& inspection) {
  Severity highest = Severity::ok;
  for (const auto& reason : inspection.reasons) {
    if (inspection.headline && reason.severity <= highest) continue;
    highest = reason.severity;
    inspection.headline = reason.code;
  }
  inspection.outcome = std::max(highest, floor_of(facts, inspection));
}

std::optional<std::int64_t> data_age(const Facts& facts) {
  if (!facts.clock_trusted || !facts.trust.data_as_of) return std::nullopt;
  return std::chrono::floor<std::chrono::minutes>(facts.request.now - *facts.trust.data_as_of)
      .count();
}

std::optional<visa::Date> deadline_of(const Facts& facts) {
  if (facts.visa == nullptr || facts.boarding()) return std::nullopt;
  if (facts.use.entry)
    return exit_deadline(*facts.visa, facts.rules.local_time.date_of(facts.use.entry->time),
                         facts.rules);
  if (facts.exit() || !facts.clock_trusted) return std::nullopt;
  return exit_deadline(*facts.visa, facts.day, facts.rules);
}

}  // namespace

std::string_view to_string(CheckResult result) {
  switch (result) {
    case CheckResult::successful:
      return "successful";
    case CheckResult::failed:
      return "failed";
    case CheckResult::undetermined:
      return "undetermined";
    case CheckResult::not_supported:
      return "not_supported";
    case CheckResult::aborted:
      return "aborted";
  }
  return "aborted";
}

Inspection inspect(const InspectionRequest& request, const Trust& trust) {
  Inspection inspection;
  inspection.visa = believed_visa(request);
  inspection.use = use_of(request, inspection.visa);
  inspection.ruleset_id = rules_of(trust).ruleset_id;
  inspection.bundle_sequence = trust.bundle_sequence;
  const Facts facts = gather(request, trust, inspection);
  inspection.data_age_minutes = data_age(facts);
  run_checks(facts, inspection);
  conclude(facts, inspection);
  inspection.exit_deadline = deadline_of(facts);
  if (facts.duplicate != nullptr) inspection.duplicate_of = facts.duplicate->id;
  return inspection;
}

}  // namespace evisa::verifier
