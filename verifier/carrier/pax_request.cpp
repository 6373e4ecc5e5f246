// From a passenger of a PAXLST message to a boarding check.
#include "verifier/carrier/pax_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "verifier/carrier/passport_fields.h"

namespace evisa::verifier::carrier {
namespace {

constexpr std::string_view kKazakhstan = "KAZ";

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return text.empty() ? std::nullopt : std::optional(value);
}

Result<visa::Date> date_of(int year, std::string_view month, std::string_view day) {
  const auto m = digits(month), d = digits(day);
  if (!m || !d) return fail(Errc::malformed, "not a date of digits");
  return visa::Date::from_ymd(year, static_cast<unsigned>(*m), static_cast<unsigned>(*d));
}

/// DTM 102 (CCYYMMDD), 101 or nothing (YYMMDD); `expand` gives two-digit years their century.
std::optional<visa::Date> parse_sent_date(const SentDate& sent, const visa::Date& today,
                                          int (*expand)(int, const visa::Date&)) {
  const std::string_view text = sent.text;
  const bool is_short = text.size() == 6 && (sent.format.empty() || sent.format == "101");
  const bool is_long = text.size() == 8 && (sent.format.empty() || sent.format == "102");
  if (!is_short && !is_long) return std::nullopt;
  const auto year = digits(text.substr(0, text.size() - 4));
  if (!year) return std::nullopt;
  const auto date = date_of(is_short ? expand(*year, today) : *year,
                            text.substr(text.size() - 4, 2), text.substr(text.size() - 2));
  return date ? std::optional(*date) : std::nullopt;
}

template <class T>
std::optional<T> known(Result<T> value) {
  return value ? std::optional<T>(std::move(*value)) : std::nullopt;
}

/// The one document that `fits`; null where there is none, or several different ones.
const PaxDocument* only(const Pax& pax, auto fits) {
  if (std::ranges::count_if(pax.documents, fits) != 1) return nullptr;
  return &*std::ranges::find_if(pax.documents, fits);
}

bool is_passport(const PaxDocument& document) { return document.type == "P"; }
bool is_e_visa(const PaxDocument& document) {
  return document.type == "V" &&
         (document.issuing_state.empty() || document.issuing_state == kKazakhstan);
}

std::optional<visa::MrzName> name_of(const Pax& pax) {
  const auto surname = visa::transliterate(pax.surname);
  if (!surname) return std::nullopt;
  if (pax.given_names.empty()) return visa::MrzName{*surname, "", false};
  const auto given = visa::transliterate(pax.given_names);
  return given ? std::optional(visa::MrzName{*surname, *given, false}) : std::nullopt;
}

std::optional<visa::Sex> sex_of(std::string_view sent) {
  if (sent == "U") return visa::Sex::unspecified;
  return sent.size() == 1 ? known(visa::parse_sex(sent.front())) : std::nullopt;
}

PassportFields fields_of(const Pax& pax, const visa::Date& today) {
  const auto sure = [&](std::string_view field) {
    return std::ranges::find(pax.contradictions, field) == pax.contradictions.end();
  };
  PassportFields fields;
  fields.name = name_of(pax);
  if (sure("sex")) fields.sex = sex_of(pax.sex);
  if (sure("nationality")) fields.nationality = known(visa::CountryCode::parse(pax.nationality));
  if (sure("date_of_birth")) {
    const auto birth = parse_sent_date(pax.birth, today, visa::expand_birth_year);
    if (birth) fields.birth = visa::BirthDate::from(*birth);
  }
  const PaxDocument* passport = only(pax, is_passport);
  if (passport == nullptr) return fields;
  fields.number = known(visa::PassportNumber::parse(passport->number));
  fields.issuing_state = known(visa::CountryCode::parse(passport->issuing_state));
  fields.expiry = parse_sent_date(passport->expiry, today, visa::expand_expiry_year);
  return fields;
}

}  // namespace

BoardingRequest request_of(const Pax& pax, const visa::Date& today) {
  BoardingRequest request;
  request.passport = passport_of(fields_of(pax, today));
  if (const PaxDocument* document = only(pax, is_e_visa))
    request.visa_number = known(visa::VisaNumber::parse(document->number));
  if (request.visa_number) request.printout_shown = true;
  return request;
}

Result<visa::Instant> parse_sent_time(const SentDate& sent, const visa::LocalTime& local_time) {
  const std::string_view text = sent.text;
  const bool is_short = sent.format == "201" && text.size() == 10;
  const bool is_long = sent.format == "203" && text.size() == 12;
  const auto year = digits(text.substr(0, is_long ? 4 : 2));
  if ((!is_short && !is_long) || !year)
    return fail(Errc::malformed, "YYMMDDHHMM with 201 or CCYYMMDDHHMM with 203 expected");
  const std::string_view rest = text.substr(is_long ? 4 : 2);
  const auto date = date_of(is_long ? *year : 2000 + *year, rest.substr(0, 2), rest.substr(2, 2));
  if (!date) return std::unexpected(date.error());
  const auto hour = digits(rest.substr(4, 2)), minute = digits(rest.substr(6, 2));
  if (!hour || !minute || *hour > 23 || *minute > 59)
    return fail(Errc::out_of_range, "a time of day that does not exist");
  return local_time.start_of(*date) + std::chrono::hours{*hour} + std::chrono::minutes{*minute};
}

}  // namespace evisa::verifier::carrier
