// Values of the page as people read them: dates, sex, stay, entries, category.
#pragma once

#include "issuer/page_fields.h"

namespace evisa::issuer {

/// `05 JAN 2027`, and `05.01.2027` behind it (Doc 9303-3: day, month in letters, year).
[[nodiscard]] FieldValue date_value(const visa::Date& date);
/// As a date; unknown parts are `XX`.
[[nodiscard]] FieldValue birth_value(const visa::BirthDate& birth);
[[nodiscard]] FieldValue sex_value(visa::Sex sex, bool chinese);
[[nodiscard]] FieldValue entries_value(unsigned entries, bool chinese);
/// `30 days`; `1 + 15 months + days`; the three special values of Doc 9303-7 9.1 in words.
[[nodiscard]] FieldValue stay_value(const visa::DurationOfStay& stay, bool chinese);
[[nodiscard]] FieldValue category_value(visa::CategoryCode category, const PageTables& tables);
[[nodiscard]] FieldValue country_value(visa::CountryCode code, const PageTables& tables);

}  // namespace evisa::issuer
