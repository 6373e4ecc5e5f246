// How long a holder may stay (rules.md 5.3).
#include "verifier/stay.h"

#include <algorithm>

namespace evisa::verifier {

int longest_stay_days(const visa::Visa& visa, const visa::Date& entry_date) {
  if (visa.stay.is_special()) return visa.valid_until.days_since(entry_date) + 1;
  const int months = visa.stay.months + 12 * visa.stay.years;
  return entry_date.plus_months(months).plus_days(visa.stay.days).days_since(entry_date);
}

visa::Date exit_deadline(const visa::Visa& visa, const visa::Date& entry_date,
                         const visa::RuleSet& rules) {
  // A special duration has no days of its own: "valid until" is the only limit that is known.
  if (visa.stay.is_special()) return visa.valid_until;
  const int first_day = rules.stay_counts_entry_day ? 1 : 0;
  const visa::Date by_stay = entry_date.plus_days(longest_stay_days(visa, entry_date) - first_day);
  switch (rules.valid_until_means) {
    case visa::ValidUntilMeans::enter_by:
      return by_stay;
    case visa::ValidUntilMeans::exit_by:
      break;
  }
  return std::min(visa.valid_until, by_stay);
}

int overstay_days(const visa::Date& exit_deadline, const visa::Date& exit_date) {
  return std::max(0, exit_date.days_since(exit_deadline));
}

std::string_view overstay_band(int days) {
  if (days <= 3) return "1-3";
  if (days <= 5) return "4-5";
  if (days <= 10) return "6-10";
  return ">10";
}

}  // namespace evisa::verifier
