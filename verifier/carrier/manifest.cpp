// A flight's passengers as CSV (RFC 4180, UTF-8), header row first, columns in any order:
//
//   reference        required; 1 to 64 printable characters, each row its own
//   seal             text of the print-out's code, KZV1...   } at most one of these two
//   seal_file        picture, PDF or scan, beside the manifest }
//   visa_number      11 digits; needed where there is no seal
//   passport_mrz     both lines, with a line break, `\n` or nothing between them; or else
//   passport_number, issuing_state, nationality, surname, given_names, birth_date (YYYY-MM-DD,
//   unknown parts ??), sex (F, M, X), expiry (YYYY-MM-DD)
//   printout         yes or no: the agent saw the printed e-visa
//
// An absent column is an empty one. A record that is not CSV is an error of its own row.
#include "verifier/carrier/manifest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>

#include "db/record_json.h"
#include "verifier/carrier/passport_fields.h"
#include "visa/csv.h"
#include "visa/look_alikes.h"
#include "visa/trim.h"

namespace evisa::verifier::carrier {
namespace {

constexpr std::size_t kMaxReference = 64;
constexpr std::array<std::string_view, 14> kColumns{
    "reference",       "seal",          "seal_file",   "visa_number", "passport_mrz",
    "passport_number", "issuing_state", "nationality", "surname",     "given_names",
    "birth_date",      "sex",           "expiry",      "printout"};

/// One record of the file, not yet taken apart.
struct Record {
  std::size_t line;
  std::string_view text;
};

/// Splits at line ends outside quotes, so that one bad record does not spoil the rest.
std::vector<Record> split_records(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<Record> records;
  std::size_t begin = 0, line = 1, first_line = 1;
  bool quoted = false;
  const auto close = [&](std::size_t end) {
    std::string_view record = text.substr(begin, end - begin);
    if (record.ends_with('\r')) record.remove_suffix(1);
    if (!record.empty()) records.push_back({first_line, record});
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (text[at] != '\n') continue;
    ++line;
    if (quoted) continue;
    close(at);
    begin = at + 1;
    first_line = line;
  }
  close(text.size());
  return records;
}

Result<void> check_header(const visa::CsvTable& table) {
  for (const auto& column : table.header)
    if (std::ranges::find(kColumns, column) == kColumns.end())
      return fail(Errc::malformed, fmt::format("manifest: no column is called \"{}\"", column),
                  fmt::format("columns: {}", fmt::join(kColumns, ", ")));
  if (table.column("reference")) return {};
  return fail(Errc::malformed, "manifest: no column reference",
              "the carrier's own reference tells the answers apart");
}

/// A row's fields by column; remembers the first that was wrong.
class Fields {
 public:
  explicit Fields(const visa::CsvTable& table) {
    for (std::size_t i = 0; i < table.header.size(); ++i)
      values_[table.header[i]] = std::string(visa::trim(table.rows.front()[i]));
  }
  [[nodiscard]] const std::string& text(const std::string& column) { return values_[column]; }
  [[nodiscard]] bool has(const std::string& column) { return !text(column).empty(); }

  /// nullopt where the column is empty, or wrong.
  template <class Parse>
  auto value(const std::string& column, Parse parse)
      -> std::optional<typename std::invoke_result_t<Parse, const std::string&>::value_type> {
    if (!has(column)) return std::nullopt;
    auto result = parse(text(column));
    if (result) return std::move(*result);
    wrong(column, result.error().message, result.error().hint);
    return std::nullopt;
  }
  void wrong(const std::string& column, const std::string& message, std::string hint = {}) {
    if (!error_) error_ = {Errc::malformed, column + ": " + message, std::move(hint)};
  }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  std::map<std::string, std::string> values_;
  std::optional<Error> error_;
};

/// Text that may be shown on a terminal; only an MRZ may hold a line break.
void check_printable(Fields& fields) {
  for (const std::string_view column : kColumns) {
    const std::string name(column);
    const bool mrz = column == "passport_mrz";
    const bool control = std::ranges::any_of(fields.text(name), [&](char c) {
      const bool line_end = c == '\n' || c == '\r';
      return (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) && !(mrz && line_end);
    });
    if (control) fields.wrong(name, "a control character");
  }
}

void take_reference(Fields& fields, ManifestRow& row, BoardingRequest& request) {
  const auto& reference = fields.text("reference");
  if (reference.empty() || reference.size() > kMaxReference)
    return fields.wrong("reference",
                        fmt::format("{} bytes, 1 to {} expected", reference.size(), kMaxReference));
  row.reference = request.reference = reference;
}

void take_visa(Fields& fields, ManifestRow& row, BoardingRequest& request) {
  request.visa_number = fields.value("visa_number", visa::VisaNumber::parse);
  if (fields.has("seal") && fields.has("seal_file"))
    fields.wrong("seal_file", "the row has a seal already");
  if (fields.has("seal")) {
    const auto bytes = crypto::as_bytes(fields.text("seal"));
    request.scan = crypto::Bytes(bytes.begin(), bytes.end());
  }
  row.seal_file = fields.text("seal_file");
  if (!fields.has("seal") && !fields.has("seal_file") && !fields.has("visa_number"))
    fields.wrong("visa_number", "neither a seal nor a visa number",
                 "scan the print-out's code, or type the visa number");
}

Result<visa::PassportNumber> typed_passport_number(const std::string& text) {
  return visa::PassportNumber::parse(visa::fold_cyrillic(text).text);
}

Result<visa::Sex> typed_sex(const std::string& text) {
  if (text.size() == 1) return visa::parse_sex(text.front());
  return fail(Errc::malformed, fmt::format("\"{}\", F, M or X expected", text));
}

PassportFields typed_passport(Fields& fields) {
  PassportFields passport;
  passport.number = fields.value("passport_number", typed_passport_number);
  passport.issuing_state = fields.value("issuing_state", visa::CountryCode::parse);
  passport.nationality = fields.value("nationality", visa::CountryCode::parse);
  passport.birth = fields.value("birth_date", db::parse_birth_date);
  passport.sex = fields.value("sex", typed_sex);
  passport.expiry = fields.value("expiry", visa::Date::parse);
  const auto given = fields.value("given_names", visa::transliterate);
  if (const auto surname = fields.value("surname", visa::transliterate))
    passport.name = visa::MrzName{*surname, given.value_or(""), false};
  else if (given)
    fields.wrong("surname", "given names without a surname",
                 "a holder with one name only has it as the surname");
  return passport;
}

/// An MRZ may come with `\n` as two characters, as the command line's does.
Result<visa::Mrz> typed_mrz(std::string text, const visa::Date& today) {
  for (std::size_t at = 0; (at = text.find("\\n", at)) != std::string::npos; ++at)
    text.replace(at, 2, "\n");
  return visa::parse_mrz(text, today);
}

void take_passport(Fields& fields, const visa::Date& today, BoardingRequest& request) {
  const PassportFields typed = typed_passport(fields);
  const bool nothing_typed = missing_fields(typed).size() == missing_fields({}).size();
  if (fields.has("passport_mrz")) {
    if (!nothing_typed)
      fields.wrong("passport_mrz", "the row has a passport's fields as well, one of both expected");
    request.passport = fields.value(
        "passport_mrz", [&](const std::string& text) { return typed_mrz(text, today); });
    return;
  }
  if (nothing_typed)
    return fields.wrong("passport_mrz", "no passport",
                        "give passport_mrz, or passport_number and the columns after it");
  request.passport = passport_of(typed);
}

Result<bool> typed_yes_or_no(const std::string& text) {
  if (text == "yes") return true;
  if (text == "no") return false;
  return fail(Errc::malformed, fmt::format("\"{}\", yes or no expected", text));
}

ManifestRow read_row(const Record& header, const Record& record, const visa::Date& today) {
  ManifestRow row{record.line, {}, BoardingRequest{}, {}};
  const auto table = visa::parse_csv(fmt::format("{}\n{}\n", header.text, record.text));
  if (!table) {
    // Its line numbers count from the header that stands before every record here.
    Error error = table.error();
    if (const auto colon = error.message.find(": "); error.message.starts_with("line "))
      error.message.erase(0, colon + 2);
    row.request = std::unexpected(std::move(error));
    return row;
  }
  Fields fields(*table);
  BoardingRequest request;
  check_printable(fields);
  if (!fields.error()) take_reference(fields, row, request);
  take_visa(fields, row, request);
  take_passport(fields, today, request);
  request.printout_shown = fields.value("printout", typed_yes_or_no);
  if (fields.error())
    row.request = std::unexpected(*fields.error());
  else
    row.request = std::move(request);
  return row;
}

/// Two rows with one reference: nobody could tell their answers apart. The first one is answered.
void refuse_repeated(std::vector<ManifestRow>& rows) {
  std::map<std::string, std::size_t> seen;
  for (auto& row : rows) {
    if (row.reference.empty()) continue;
    const auto [first, is_new] = seen.emplace(row.reference, row.line);
    if (!is_new)
      row.request = fail(Errc::conflict,
                         fmt::format("reference: the same as that of line {}", first->second));
  }
}

}  // namespace

Result<std::vector<ManifestRow>> parse_manifest(std::string_view text, const visa::Date& today) {
  const auto records = split_records(text);
  if (records.empty()) return fail(Errc::malformed, "manifest: empty, a header row expected");
  const auto header = visa::parse_csv(fmt::format("{}\n", records.front().text));
  if (!header) return std::unexpected(header.error());
  if (auto ok = check_header(*header); !ok) return std::unexpected(ok.error());
  const std::size_t count = records.size() - 1;
  if (count == 0) return fail(Errc::malformed, "manifest: no passengers");
  if (count > kMaxPassengers)
    return fail(Errc::out_of_range,
                fmt::format("manifest: {} passengers, at most {}", count, kMaxPassengers));
  std::vector<ManifestRow> rows;
  rows.reserve(count);
  for (std::size_t i = 1; i < records.size(); ++i)
    rows.push_back(read_row(records.front(), records[i], today));
  refuse_repeated(rows);
  return rows;
}

}  // namespace evisa::verifier::carrier
