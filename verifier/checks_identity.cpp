// Rows 5 to 9: do visa and passport belong together? rules.md 5.4, 6.3, 6.4; Doc 9303-7 9.4.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "verifier/check.h"
#include "visa/look_alikes.h"
#include "visa/name_match.h"

namespace evisa::verifier {
namespace {

using visa::ReasonCode;

bool comparable(const Facts& facts) { return facts.visa != nullptr && facts.passport != nullptr; }

std::string text_of(visa::CountryCode code) { return std::string(code.text()); }

/// The number without blanks and hyphens, as the visa holds it.
std::string passport_number(const visa::Mrz& mrz) {
  auto parsed = visa::PassportNumber::parse(mrz.document_number);
  return parsed ? parsed->text() : mrz.document_number;
}

/// SPEC: Doc 9303-7 9.4: passport number and issuing State are compared. A State that differs makes
/// it another passport, so both share PASSPORT_NUMBER_MISMATCH; codes that a territory row joins
/// (Bermuda: BMU, GBD) need a human instead.
CheckResult compare_issuing_state(const Facts& facts, Findings& findings,
                                  const std::string& number) {
  const auto& issued_for = facts.visa->passport_issuing_state;
  const visa::CountryCode presented = facts.passport->issuing_state;
  if (!issued_for) return CheckResult::successful;
  if (facts.misread("issuing_state")) return CheckResult::undetermined;
  if (*issued_for == presented) return CheckResult::successful;
  if (facts.countries.related_by_territory(*issued_for, presented)) {
    findings.add(ReasonCode::NATIONALITY_TERRITORY,
                 {{"nat", text_of(presented)}, {"territory", text_of(*issued_for)}});
    return CheckResult::undetermined;
  }
  findings.add(ReasonCode::PASSPORT_NUMBER_MISMATCH,
               {{"visa_pp", fmt::format("{} {}", issued_for->text(), number)},
                {"pp", fmt::format("{} {}", presented.text(), number)}});
  return CheckResult::failed;
}

template <class T>
bool agree(const std::optional<T>& a, const std::optional<T>& b) {
  return !a || !b || *a == *b;
}

/// Known parts are equal. Years by their last two digits: that is all an MRZ says, so a record's
/// 1925 and a passport's 25 must not refuse a centenarian.
bool known_parts_agree(const visa::BirthDate& a, const visa::BirthDate& b) {
  const bool years = !a.year || !b.year || *a.year % 100 == *b.year % 100;
  return years && agree(a.month, b.month) && agree(a.day, b.day);
}

/// Number, date of birth and citizenship were read, compared and are equal: whatever a rule set
/// makes of a difference, the officer is not told that there is none.
bool the_rest_matches(const Facts& facts) {
  const visa::Visa& visa = *facts.visa;
  const visa::Mrz& passport = *facts.passport;
  constexpr std::array<std::string_view, 4> kFields{"document_number", "issuing_state",
                                                    "nationality", "date_of_birth"};
  if (std::ranges::any_of(kFields, [&](auto field) { return facts.misread(field); })) return false;
  return visa.passport_number.text() == passport_number(passport) &&
         visa.passport_issuing_state.value_or(passport.issuing_state) == passport.issuing_state &&
         visa.nationality == passport.nationality && visa.birth.complete() &&
         passport.birth.complete() && known_parts_agree(visa.birth, passport.birth);
}

}  // namespace

CheckResult check_passport_number(const Facts& facts, Findings& findings) {
  if (facts.exit() && facts.request.ticks.replaced_passport) {
    findings.add(ReasonCode::PASSPORT_REPLACED_IN_COUNTRY);
    return CheckResult::failed;
  }
  if (!comparable(facts) || facts.misread("document_number")) return CheckResult::aborted;
  const std::string& issued_for = facts.visa->passport_number.text();
  const std::string presented = passport_number(*facts.passport);
  if (issued_for == presented) return compare_issuing_state(facts, findings, presented);
  if (visa::fold_look_alikes(issued_for) == visa::fold_look_alikes(presented)) {
    findings.add(ReasonCode::DOCNO_AMBIGUOUS, {{"a", issued_for}, {"b", presented}});
    // TR-03135 5.7.4.3: this comparison is successful or failed, never undetermined.
    return CheckResult::failed;
  }
  findings.add(ReasonCode::PASSPORT_NUMBER_MISMATCH, {{"visa_pp", issued_for}, {"pp", presented}});
  return CheckResult::failed;
}

CheckResult check_citizenship(const Facts& facts, Findings& findings) {
  if (!comparable(facts)) return CheckResult::aborted;
  if (facts.misread("nationality")) return CheckResult::undetermined;
  const visa::CountryCode a = facts.visa->nationality;
  const visa::CountryCode b = facts.passport->nationality;
  if (a == b) return CheckResult::successful;
  if (facts.countries.related_by_territory(a, b)) {
    findings.add(ReasonCode::NATIONALITY_TERRITORY,
                 {{"nat", text_of(b)}, {"territory", text_of(a)}});
    return CheckResult::undetermined;
  }
  findings.add(ReasonCode::NATIONALITY_MISMATCH, {{"a", text_of(a)}, {"b", text_of(b)}});
  return CheckResult::failed;
}

CheckResult check_date_of_birth(const Facts& facts, Findings& findings) {
  if (!comparable(facts) || facts.misread("date_of_birth")) return CheckResult::aborted;
  const visa::BirthDate& a = facts.visa->birth;
  const visa::BirthDate& b = facts.passport->birth;
  if (!known_parts_agree(a, b)) {
    findings.add(ReasonCode::BIRTHDATE_MISMATCH, {{"a", a.display()}, {"b", b.display()}});
    return CheckResult::failed;
  }
  if (a.complete() && b.complete()) return CheckResult::successful;
  findings.add(ReasonCode::BIRTHDATE_PARTIAL, {{"a", a.display()}, {"b", b.display()}});
  return CheckResult::undetermined;
}

CheckResult check_sex(const Facts& facts, Findings& findings) {
  if (!comparable(facts)) return CheckResult::aborted;
  if (facts.misread("sex")) return CheckResult::undetermined;
  if (facts.visa->sex == facts.passport->sex) return CheckResult::successful;
  findings.add(ReasonCode::SEX_MISMATCH, {{"a", std::string(1, mrz_char(facts.visa->sex))},
                                          {"b", std::string(1, mrz_char(facts.passport->sex))}});
  return CheckResult::failed;
}

CheckResult check_name(const Facts& facts, Findings& findings) {
  if (!comparable(facts)) return CheckResult::aborted;
  if (facts.misread("name")) return CheckResult::undetermined;
  const visa::MrzName& a = facts.visa->name;
  const visa::MrzName& b = facts.passport->name;
  const visa::NameMatch match = visa::match_names(a, b);
  switch (match) {
    case visa::NameMatch::exact:
      return CheckResult::successful;
    case visa::NameMatch::truncated:
      findings.add(ReasonCode::NAME_TRUNCATED);
      return CheckResult::successful;
    case visa::NameMatch::transliteration:
      findings.add(ReasonCode::NAME_TRANSLITERATION, {{"a", a.display()}, {"b", b.display()}});
      return CheckResult::successful;
    case visa::NameMatch::close:
    case visa::NameMatch::different:
      break;
  }
  visa::ReasonParams params{{"a", a.display()},
                            {"b", b.display()},
                            {"match", match == visa::NameMatch::close ? "close" : "different"}};
  if (!the_rest_matches(facts)) params.emplace_back("variant", "others_differ");
  findings.add(ReasonCode::NAME_MISMATCH, std::move(params));
  return CheckResult::failed;
}

}  // namespace evisa::verifier
