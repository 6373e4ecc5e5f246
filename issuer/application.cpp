// An application for an e-visa, read strictly; grammar in application.h.
#include "issuer/application.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>

#include "db/record_json.h"
#include "issuer/applicant_name.h"
#include "issuer/field_reader.h"
#include "visa/look_alikes.h"
#include "visa/utf8.h"

namespace evisa::issuer {
namespace {

using crypto::Json;

constexpr std::size_t kLongestInviter = 200;
constexpr std::string_view kDate = "a date that exists, YYYY-MM-DD";
const std::vector<std::string_view> kKeys = {"application_number",
                                             "invitation_number",
                                             "inviter",
                                             "status",
                                             "category",
                                             "surname",
                                             "given_names",
                                             "mrz_name",
                                             "sex",
                                             "birth_date",
                                             "nationality",
                                             "passport_number",
                                             "passport_issuing_state",
                                             "passport_expiry",
                                             "valid_from",
                                             "valid_until",
                                             "stay_days",
                                             "entries",
                                             "entry_points",
                                             "accompanied_by_children"};

/// rules.md C15: invitation and application numbers are digit strings of 6-20, never fixed length.
Result<std::string> parse_digits(std::string_view text) {
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || text.size() < 6 || text.size() > 20)
    return fail(Errc::malformed, "6 to 20 digits");
  return std::string(text);
}

/// Controls, and the invisible characters that turn text around, hide in it or join it: the line
/// on the page would not read as it was typed.
bool is_forbidden(char32_t point) {
  const auto within = [point](char32_t first, char32_t last) {
    return point >= first && point <= last;
  };
  return point < 0x20 || within(0x7F, 0x9F) || within(0x200B, 0x200F) || within(0x2028, 0x202E) ||
         within(0x2060, 0x206F) || point == 0x061C || point == 0xFEFF;
}

/// Free text for people: UTF-8, no control characters, not blank.
Result<std::string> parse_inviter(std::string_view text) {
  const std::string whole(text);
  if (text.find_first_not_of(' ') == text.npos) return fail(Errc::malformed, "blanks only");
  for (std::size_t letters = 0; !text.empty();) {
    const auto point = visa::next_code_point(text);
    if (!point) return fail(Errc::malformed, "bytes that are not UTF-8");
    if (is_forbidden(*point)) {
      return fail(Errc::malformed, fmt::format("the character U+{:04X} at letter {}",
                                               static_cast<std::uint32_t>(*point), letters + 1));
    }
    if (++letters > kLongestInviter)
      return fail(Errc::out_of_range, fmt::format("more than {} letters", kLongestInviter));
  }
  return whole;
}

/// Says what is wrong with the name: nobody sees an invisible character.
std::optional<std::string> read_inviter(FieldReader& fields) {
  constexpr std::string_view kKey = "inviter",
                             kExpected = "the inviting party's name, 1 to 200 letters of text";
  const auto typed = fields.text(kKey, kExpected);
  if (!typed) return std::nullopt;
  auto inviter = parse_inviter(*typed);
  if (inviter) return std::move(*inviter);
  fields.problem(kKey, fmt::format("{} ({})", shown(*typed), inviter.error().message), kExpected);
  return std::nullopt;
}

Result<visa::Sex> parse_sex_text(std::string_view text) {
  if (text.size() != 1) return fail(Errc::malformed, "one letter");
  return visa::parse_sex(text[0]);
}

/// Cyrillic look-alikes become the Latin letters that were meant; the original goes into a notice.
std::optional<visa::PassportNumber> read_passport_number(FieldReader& fields,
                                                         std::vector<Notice>& notices) {
  constexpr std::string_view kKey = "passport_number", kExpected = "1 to 9 letters A-Z and digits";
  const auto typed = fields.text(kKey, kExpected);
  if (!typed) return std::nullopt;
  const auto folded = visa::fold_cyrillic(*typed);
  const auto number = visa::PassportNumber::parse(folded.text);
  if (!number) {
    fields.problem(kKey, shown(*typed), kExpected);
    return std::nullopt;
  }
  if (folded.had_cyrillic) {
    notices.push_back(
        {std::string(kKey), fmt::format("typed with Cyrillic letters as {}: taken as {}; "
                                        "compare with the passport",
                                        *typed, number->text())});
  }
  return *number;
}

std::vector<visa::AirportCode> read_entry_points(FieldReader& fields) {
  constexpr std::string_view kKey = "entry_points",
                             kExpected = "a list of IATA codes, none twice: [\"ALA\", \"NQZ\"]";
  std::vector<visa::AirportCode> points;
  const Json* list = fields.find(kKey);
  if (list == nullptr) return points;
  bool right = list->is_array();
  for (std::size_t i = 0; right && i < list->size(); ++i) {
    const Json& item = (*list)[i];
    const auto code =
        visa::AirportCode::parse(item.is_string() ? item.get<std::string>() : std::string());
    right = code.has_value();
    if (right) points.push_back(*code);
  }
  std::ranges::sort(points);
  if (!right || std::ranges::adjacent_find(points) != points.end())
    fields.problem(kKey, shown_json(*list), kExpected);
  return points;
}

/// Puts a value where it belongs when there is one.
template <class T, class U>
void put(T& target, const std::optional<U>& value) {
  if (value) target = static_cast<T>(*value);
}

void read_papers(FieldReader& fields, Application& a) {
  put(a.application_number, fields.value("application_number", parse_digits, "6 to 20 digits"));
  put(a.invitation_number, fields.value("invitation_number", parse_digits, "6 to 20 digits"));
  put(a.inviter, read_inviter(fields));
  put(a.status, fields.value("status", visa::parse_visa_status,
                             "issued, or the portal's words for a status"));
  put(a.category, fields.value("category", visa::CategoryCode::parse, "a category such as B12"));
}

void read_person(FieldReader& fields, Application& a, std::vector<Notice>& notices) {
  put(a.sex, fields.value("sex", parse_sex_text, "F, M or X"));
  put(a.birth, fields.value("birth_date", db::parse_birth_date, kDate));
  put(a.nationality,
      fields.value("nationality", visa::CountryCode::parse, "a code of 1 to 3 letters A-Z"));
  put(a.passport_number, read_passport_number(fields, notices));
  put(a.passport_issuing_state, fields.value("passport_issuing_state", visa::CountryCode::parse,
                                             "a code of 1 to 3 letters A-Z"));
  put(a.passport_expiry, fields.value("passport_expiry", visa::Date::parse, kDate));
}

void read_journey(FieldReader& fields, Application& a) {
  put(a.valid_from, fields.value("valid_from", visa::Date::parse, kDate));
  put(a.valid_until, fields.value("valid_until", visa::Date::parse, kDate));
  put(a.stay_days,
      fields.integer("stay_days", 1, 253));  // 254 and 255 have meanings of their own in a seal
  if (fields.has("entries")) put(a.entries, fields.integer("entries", 0, 255));
  a.entry_points = read_entry_points(fields);
  put(a.accompanied_by_children, fields.boolean("accompanied_by_children", "true or false"));
}

}  // namespace

ApplicationReading read_application(const Json& json) {
  ApplicationReading reading;
  if (!json.is_object()) {
    reading.problems.push_back({"", shown_json(json), "an application as a JSON object"});
    return reading;
  }
  FieldReader fields(json, reading.problems);
  Application application;
  fields.refuse_unknown(kKeys);
  read_papers(fields, application);
  put(application.name, read_name(fields, json, reading.problems, reading.notices));
  read_person(fields, application, reading.notices);
  read_journey(fields, application);
  reading.application_number = application.application_number;
  if (reading.problems.empty()) reading.application = std::move(application);
  return reading;
}

Json to_json(const Application& a) {
  Json points = Json::array();
  for (const auto& point : a.entry_points) points.push_back(std::string(point.text()));
  Json json = {{"application_number", a.application_number},
               {"invitation_number", a.invitation_number},
               {"inviter", a.inviter},
               {"status", std::string(visa::to_string(a.status))},
               {"category", std::string(a.category.text())},
               {"mrz_name", {{"primary", a.name.primary}, {"secondary", a.name.secondary}}},
               {"sex", std::string(1, visa::mrz_char(a.sex))},
               {"birth_date", db::birth_date_text(a.birth)},
               {"nationality", std::string(a.nationality.text())},
               {"passport_number", a.passport_number.text()},
               {"passport_issuing_state", std::string(a.passport_issuing_state.text())},
               {"passport_expiry", a.passport_expiry.iso()},
               {"valid_from", a.valid_from.iso()},
               {"valid_until", a.valid_until.iso()},
               {"stay_days", a.stay_days},
               {"entries", a.entries}};
  if (!a.entry_points.empty()) json["entry_points"] = std::move(points);
  json["accompanied_by_children"] = a.accompanied_by_children;
  return json;
}

}  // namespace evisa::issuer
