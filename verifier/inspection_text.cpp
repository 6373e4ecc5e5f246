// An inspection as lines for an officer at a terminal.
#include "verifier/inspection_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "visa/printable.h"

namespace evisa::verifier {
namespace {

std::string stay_text(const visa::DurationOfStay& stay) {
  if (stay.is_until_valid_until()) return "until valid until";
  if (stay.is_special()) return "stay decided on entry";
  if (stay.months == 0 && stay.years == 0) return fmt::format("{} days", stay.days);
  return fmt::format("{} days, {} months, {} years", stay.days, stay.months, stay.years);
}

std::string visa_line(const visa::Visa& visa) {
  return fmt::format("visa {}  {}  {}  {}  passport {}\n     {} to {}, {}\n",
                     visa.number ? visa.number->text() : "without a number", visa.category.text(),
                     visa.name.display(), visa.nationality.text(), visa.passport_number.text(),
                     visa.valid_from ? visa.valid_from->iso() : "?", visa.valid_until.iso(),
                     stay_text(visa.stay));
}

std::string reason_line(const visa::Reason& reason, const visa::ReasonTable& table,
                        visa::Language language) {
  std::string line =
      fmt::format("  {:<11} {}  {}", visa::to_string(reason.severity), visa::to_string(reason.code),
                  visa::printable(table.officer_text(reason, language)));
  const auto band = std::ranges::find(reason.params, "band", [](const auto& p) { return p.first; });
  if (band != reason.params.end()) line += fmt::format(" (band {} days)", band->second);
  return line + "\n";
}

std::string unsettled_line(const Inspection& inspection) {
  std::string names;
  for (const auto& check : inspection.checks) {
    const bool open =
        check.result == CheckResult::undetermined || check.result == CheckResult::aborted;
    if (open) names += fmt::format(" {} ({})", check.id, to_string(check.result));
  }
  return names.empty() ? "" : "not settled:" + names + "\n";
}

/// Checks that failed while the reasons of other rows say it all.
std::string also_failed_line(const Inspection& inspection) {
  std::string names;
  for (const auto& check : inspection.checks)
    if (check.result == CheckResult::failed && check.reasons.empty()) names += " " + check.id;
  return names.empty() ? "" : "failed as well:" + names + "\n";
}

/// Always on screen, fresh or not (design.md section 5).
std::string age_text(const Inspection& inspection) {
  if (!inspection.data_age_minutes) return "age not known";
  return fmt::format("{} min old", *inspection.data_age_minutes);
}

}  // namespace

std::string to_text(const Inspection& inspection, const visa::ReasonTable& table,
                    visa::Language language) {
  std::string text(visa::to_string(inspection.outcome));
  if (inspection.headline) text += fmt::format("  {}", visa::to_string(*inspection.headline));
  text += "\n";
  for (const auto& reason : inspection.reasons) text += reason_line(reason, table, language);
  for (const auto& reason : inspection.reasons) {
    if (inspection.headline != reason.code) continue;
    if (reason.severity < visa::Severity::second_look) break;  // goes through: nothing to explain
    const std::string told = table.traveller_text(reason, language);
    if (!told.empty()) text += fmt::format("tell the traveller: {}\n", visa::printable(told));
    break;
  }
  text += inspection.visa ? visa_line(*inspection.visa) : "no visa was proved\n";
  if (inspection.exit_deadline)
    text += fmt::format("to leave by {}\n", inspection.exit_deadline->iso());
  if (inspection.duplicate_of)
    text += fmt::format("on record already as {}\n", inspection.duplicate_of->text());
  text += also_failed_line(inspection);
  text += unsettled_line(inspection);
  text += fmt::format("rule set {}, bundle {} ({})\n", inspection.ruleset_id,
                      inspection.bundle_sequence, age_text(inspection));
  return text;
}

}  // namespace evisa::verifier
