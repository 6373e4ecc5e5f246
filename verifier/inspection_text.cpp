// An inspection as lines for an officer at a terminal. Every word comes from the officer's table.
#include "verifier/inspection_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "visa/officer_words.h"
#include "visa/printable.h"

namespace evisa::verifier {
namespace {

using visa::Language;
using visa::ReasonParams;

/// One line of the table's words; nothing in its parameters can make it two.
std::string line_of(std::string_view key, Language language, const ReasonParams& params = {}) {
  return visa::printable(visa::officer_phrase(key, language, params)) + "\n";
}

std::string stay_text(const visa::DurationOfStay& stay, Language language) {
  if (stay.is_until_valid_until())
    return std::string(visa::officer_word("stay_until_valid_until", language));
  if (stay.is_special()) return std::string(visa::officer_word("stay_decided_on_entry", language));
  const ReasonParams params{{"days", fmt::to_string(stay.days)},
                            {"months", fmt::to_string(stay.months)},
                            {"years", fmt::to_string(stay.years)}};
  const bool days_only = stay.months == 0 && stay.years == 0;
  return visa::officer_phrase(days_only ? "stay_days" : "stay_days_months_years", language, params);
}

std::string visa_lines(const visa::Visa& visa, Language language) {
  const std::string none(visa::officer_word("without_a_number", language));
  return line_of("visa_line", language,
                 {{"number", visa.number ? visa.number->text() : none},
                  {"category", std::string(visa.category.text())},
                  {"name", visa.name.display()},
                  {"nationality", std::string(visa.nationality.text())},
                  {"passport", visa.passport_number.text()}}) +
         "     " +
         line_of("validity_line", language,
                 {{"from", visa.valid_from ? visa.valid_from->iso() : "?"},
                  {"until", visa.valid_until.iso()},
                  {"stay", stay_text(visa.stay, language)}});
}

std::string reason_line(const visa::Reason& reason, const visa::ReasonTable& table,
                        Language language) {
  std::string line = fmt::format(
      "  {:<11} {}  {}", visa::officer_word(visa::to_string(reason.severity), language),
      visa::to_string(reason.code), visa::printable(table.officer_text(reason, language)));
  const auto band = std::ranges::find(reason.params, "band", [](const auto& p) { return p.first; });
  if (band != reason.params.end())
    line += " " + visa::officer_phrase("band", language, ReasonParams{*band});
  return line + "\n";
}

std::string check_name(const Check& check, Language language) {
  const std::string key = check.id + "_check";
  return std::string(visa::officer_word(key, language));
}

/// Joins with blanks in English, where the names of checks are single words, else with commas.
void append_name(std::string& names, std::string_view name, Language language) {
  if (!names.empty()) names += language == Language::en ? " " : ", ";
  names += name;
}

std::string unsettled_line(const Inspection& inspection, Language language) {
  std::string names;
  for (const auto& check : inspection.checks) {
    if (check.result != CheckResult::undetermined && check.result != CheckResult::aborted) continue;
    append_name(names,
                fmt::format("{} ({})", check_name(check, language),
                            visa::officer_word(to_string(check.result), language)),
                language);
  }
  return names.empty() ? "" : line_of("not_settled", language, {{"checks", names}});
}

/// Checks that failed while the reasons of other rows say it all.
std::string also_failed_line(const Inspection& inspection, Language language) {
  std::string names;
  for (const auto& check : inspection.checks)
    if (check.result == CheckResult::failed && check.reasons.empty())
      append_name(names, check_name(check, language), language);
  return names.empty() ? "" : line_of("failed_as_well", language, {{"checks", names}});
}

/// What the traveller is told of the headline; nothing when he goes through.
std::string traveller_line(const Inspection& inspection, const visa::ReasonTable& table,
                           Language language) {
  const auto reason = std::ranges::find_if(
      inspection.reasons, [&](const auto& one) { return inspection.headline == one.code; });
  if (reason == inspection.reasons.end() || reason->severity < visa::Severity::second_look)
    return {};
  const std::string told = table.traveller_text(*reason, language);
  return told.empty() ? "" : line_of("tell_the_traveller", language, {{"text", told}});
}

/// What the verdict rests on. The age is always on screen, fresh or not (design.md section 5).
std::string basis_line(const Inspection& inspection, Language language) {
  const auto& age = inspection.data_age_minutes;
  const std::string old =
      age ? visa::officer_phrase("age_in_minutes", language,
                                 ReasonParams{{"minutes", fmt::to_string(*age)}})
          : std::string(visa::officer_word("age_not_known", language));
  return line_of("basis", language,
                 {{"ruleset", inspection.ruleset_id},
                  {"bundle", fmt::to_string(inspection.bundle_sequence)},
                  {"age", old}});
}

}  // namespace

std::string to_text(const Inspection& inspection, const visa::ReasonTable& table,
                    Language language) {
  std::string text(visa::officer_word(visa::to_string(inspection.outcome), language));
  if (inspection.headline) text += fmt::format("  {}", visa::to_string(*inspection.headline));
  text += "\n";
  for (const auto& reason : inspection.reasons) text += reason_line(reason, table, language);
  text += traveller_line(inspection, table, language);
  text += inspection.visa ? visa_lines(*inspection.visa, language)
                          : line_of("no_visa_proved", language);
  if (inspection.exit_deadline)
    text += line_of("to_leave_by", language, {{"date", inspection.exit_deadline->iso()}});
  if (inspection.duplicate_of)
    text += line_of("on_record_already", language, {{"event", inspection.duplicate_of->text()}});
  text += also_failed_line(inspection, language);
  text += unsettled_line(inspection, language);
  text += basis_line(inspection, language);
  return text;
}

}  // namespace evisa::verifier
