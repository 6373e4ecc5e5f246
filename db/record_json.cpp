// A register record as JSON; grammar in record_json.h.
#include "db/record_json.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>

namespace evisa::db {
namespace {

using crypto::Json;
using crypto::JsonObject;
using crypto::JsonWriter;

constexpr std::string_view kFormat = "evisa-record-1";
constexpr std::size_t kMaxRecord = 64 * 1024;

/// Takes values out of an object; the first error stays and later calls change nothing.
class RecordReader {
 public:
  explicit RecordReader(JsonObject object) : object_(std::move(object)) {}

  std::string text(std::string_view key) { return take(object_.text(key), std::string()); }
  bool boolean(std::string_view key) { return take(object_.boolean(key), false); }
  std::int64_t integer(std::string_view key, std::int64_t most) {
    const auto value = take(object_.integer(key), std::int64_t{0});
    if (value < 0 || value > most) {
      note({Errc::out_of_range,
            fmt::format("record: {}: found {}, expected 0 to {}", key, value, most)});
    }
    return value;
  }
  template <class T>
  T parsed(std::string_view key, Result<T> (*parse)(std::string_view), T fallback) {
    const auto word = text(key);
    if (error_) return fallback;
    return take(named(key, parse(word)), std::move(fallback));
  }
  template <class T>
  std::optional<T> parsed_or_null(std::string_view key, Result<T> (*parse)(std::string_view)) {
    const Json* value = find(key);
    if (value == nullptr || value->is_null()) return std::nullopt;
    if (!value->is_string()) {
      note({Errc::malformed,
            fmt::format("record: {}: found {}, expected text or null", key, value->type_name())});
      return std::nullopt;
    }
    auto result = named(key, parse(value->get_ref<const std::string&>()));
    if (result) return *result;
    note(result.error());
    return std::nullopt;
  }
  /// The value of a key that must be there.
  const Json* find(std::string_view key) {
    const Json* value = object_.find(key);
    if (value == nullptr) note({Errc::malformed, fmt::format("record: {} is missing", key)});
    return value;
  }
  /// An object inside the record; `read` takes it apart.
  template <class Read>
  void nested(const Json* value, std::string where, const Read& read) {
    if (value == nullptr || error_) return;
    auto object = JsonObject::open(*value, std::move(where));
    if (!object) return note(object.error());
    RecordReader inner(std::move(*object));
    read(inner);
    if (const auto done = inner.finish(); !done) note(done.error());
  }
  void note(Error error) {
    if (!error_) error_ = std::move(error);
  }
  [[nodiscard]] Result<void> finish() const {
    if (error_) return std::unexpected(*error_);
    return object_.finish();
  }

 private:
  template <class T>
  T take(Result<T> result, T fallback) {
    if (result) return std::move(*result);
    note(result.error());
    return fallback;
  }
  template <class T>
  static Result<T> named(std::string_view key, Result<T> result) {
    if (!result)
      result.error().message = fmt::format("record: {}: {}", key, result.error().message);
    return result;
  }
  JsonObject object_;
  std::optional<Error> error_;
};

Result<visa::Sex> sex_from_text(std::string_view text) {
  if (text.size() != 1)
    return fail(Errc::malformed, fmt::format("found \"{}\", expected F, M or <", text));
  return visa::parse_sex(text[0]);
}

visa::Date date(RecordReader& in, std::string_view key) {
  return in.parsed(key, visa::Date::parse, visa::Date::from_days({}));
}

Result<std::string> digits(std::string_view text) {
  const bool all = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!all || text.size() < 6 || text.size() > 20) {
    return fail(Errc::malformed, fmt::format("found \"{}\", expected 6 to 20 digits", text));
  }
  return std::string(text);
}

void read_name(RecordReader& in, visa::MrzName& name) {
  in.nested(in.find("name"), "name", [&](RecordReader& inner) {
    name.primary = inner.text("primary");
    name.secondary = inner.text("secondary");
    name.truncated = inner.boolean("truncated");
    const auto letters = [](const std::string& part) {
      return std::ranges::all_of(part, [](char c) { return c == ' ' || (c >= 'A' && c <= 'Z'); });
    };
    if (name.primary.empty() || !letters(name.primary) || !letters(name.secondary)) {
      inner.note({Errc::malformed,
                  "record: name: expected A-Z and spaces, the primary identifier not empty"});
    }
  });
}

void read_stay(RecordReader& in, visa::DurationOfStay& stay) {
  in.nested(in.find("stay"), "stay", [&](RecordReader& inner) {
    stay.days = static_cast<std::uint8_t>(inner.integer("days", 255));
    stay.months = static_cast<std::uint8_t>(inner.integer("months", 255));
    stay.years = static_cast<std::uint8_t>(inner.integer("years", 255));
  });
}

void read_entry_points(RecordReader& in, std::vector<visa::AirportCode>& points) {
  const Json* value = in.find("entry_points");
  if (value == nullptr) return;
  if (!value->is_array())
    return in.note({Errc::malformed, "record: entry_points: expected a list"});
  for (const auto& item : *value) {
    const auto code =
        visa::AirportCode::parse(item.is_string() ? item.get<std::string>() : std::string());
    if (!code)
      return in.note({Errc::malformed, "record: entry_points: expected IATA codes of 3 letters"});
    points.push_back(*code);
  }
  if (!std::ranges::is_sorted(points, std::less_equal{})) {  // ascending, so none twice
    in.note({Errc::malformed, "record: entry_points: expected in order, none twice"});
  }
}

void read_revocation(RecordReader& in, std::optional<visa::Revocation>& revocation) {
  const Json* value = in.find("revocation");
  if (value == nullptr || value->is_null()) return;
  in.nested(value, "revocation", [&](RecordReader& inner) {
    revocation = visa::Revocation{
        date(inner, "date"),
        inner.parsed("reason", visa::parse_revocation_reason, visa::RevocationReason::other)};
  });
}

visa::Visa read_visa(RecordReader& in) {
  visa::Visa visa;
  visa.number = in.parsed_or_null("visa_number", visa::VisaNumber::parse);
  visa.category = in.parsed("category", visa::CategoryCode::parse, {});
  read_name(in, visa.name);
  visa.issuing_state = in.parsed("issuing_state", visa::CountryCode::parse, {});
  visa.nationality = in.parsed("nationality", visa::CountryCode::parse, {});
  visa.birth = in.parsed("birth_date", parse_birth_date, {});
  visa.sex = in.parsed("sex", sex_from_text, visa::Sex::unspecified);
  visa.passport_number = in.parsed("passport_number", visa::PassportNumber::parse, {});
  visa.passport_issuing_state =
      in.parsed_or_null("passport_issuing_state", visa::CountryCode::parse);
  visa.valid_from = in.parsed_or_null("valid_from", visa::Date::parse);
  visa.valid_until = date(in, "valid_until");
  visa.entries = static_cast<unsigned>(in.integer("entries", 255));
  read_stay(in, visa.stay);
  read_entry_points(in, visa.entry_points);
  visa.issue_date = date(in, "issue_date");
  return visa;
}

/// Refuses spellings that parse but are not the ones written: `"26 1234..."`, a lower-case number.
Result<void> check_canonical(const Json& found, const visa::VisaRecord& record) {
  const Json canonical = to_json(record);
  for (const auto& [key, value] : canonical.items()) {
    // As unordered values: the order of keys inside `name` and `stay` is the writer's choice.
    if (nlohmann::json(found[key]) == nlohmann::json(value)) continue;
    return fail(Errc::malformed, fmt::format("record: {}: found {}, expected {}", key,
                                             found[key].dump(), value.dump()));
  }
  return {};
}

}  // namespace

void write_visa(JsonWriter& json, const visa::Visa& visa) {
  json.key("category").text(visa.category.text());
  json.key("name").begin_object();
  json.key("primary").text(visa.name.primary);
  json.key("secondary").text(visa.name.secondary);
  json.key("truncated").flag(visa.name.truncated).end_object();
  json.key("issuing_state").text(visa.issuing_state.text());
  json.key("nationality").text(visa.nationality.text());
  json.key("birth_date").text(birth_date_text(visa.birth));
  json.key("sex").text(std::string(1, visa::mrz_char(visa.sex)));
  json.key("passport_number").text(visa.passport_number.text());
  json.key("passport_issuing_state").text_or_null(visa.passport_issuing_state);
  json.key("valid_from").text_or_null(visa.valid_from, [](const auto& day) { return day.iso(); });
  json.key("valid_until").text(visa.valid_until.iso());
  json.key("entries").number(visa.entries);
  json.key("stay").begin_object();
  json.key("days").number(visa.stay.days);
  json.key("months").number(visa.stay.months);
  json.key("years").number(visa.stay.years).end_object();
  json.key("entry_points").texts(visa.entry_points, [](const auto& code) { return code.text(); });
  json.key("issue_date").text(visa.issue_date.iso());
}

std::string record_text(const visa::VisaRecord& record) {
  JsonWriter json;
  json.begin_object();
  json.key("format").text(kFormat);
  json.key("visa_number").text_or_null(record.visa.number);
  json.key("status").text(visa::to_string(record.status));
  json.key("version").number(record.version);
  json.key("application_number").text(record.application_number);
  json.key("invitation_number").text(record.invitation_number);
  json.key("inviter").text(record.inviter);
  write_visa(json, record.visa);
  json.key("revocation");
  if (record.revocation) {
    json.begin_object();
    json.key("date").text(record.revocation->date.iso());
    json.key("reason").text(visa::to_string(record.revocation->why)).end_object();
  } else {
    json.null();
  }
  return json.end_object().take();
}

Json to_json(const visa::VisaRecord& record) {
  return crypto::parse_json(record_text(record)).value();
}

Result<visa::VisaRecord> record_from_json(const Json& json) {
  auto object = JsonObject::open(json, "record");
  if (!object) return std::unexpected(object.error());
  RecordReader in(std::move(*object));
  if (const auto format = in.text("format"); !format.empty() && format != kFormat) {
    return fail(Errc::unsupported,
                fmt::format("record: found format \"{}\", expected \"{}\"", format, kFormat));
  }
  visa::VisaRecord record;
  record.visa = read_visa(in);
  record.status = in.parsed("status", visa::parse_visa_status, visa::VisaStatus::applied);
  record.version = static_cast<unsigned>(in.integer("version", std::numeric_limits<int>::max()));
  record.application_number = in.parsed("application_number", digits, {});
  record.invitation_number = in.parsed("invitation_number", digits, {});
  record.inviter = in.text("inviter");
  read_revocation(in, record.revocation);
  if (const auto done = in.finish(); !done) return std::unexpected(done.error());
  if (const auto ok = check_canonical(json, record); !ok) return std::unexpected(ok.error());
  return record;
}

Result<visa::VisaRecord> parse_record(std::string_view text) {
  const auto json = crypto::parse_json(text, kMaxRecord);
  if (!json) return std::unexpected(json.error());
  return record_from_json(*json);
}

}  // namespace evisa::db
