// The two annexes, and what nationality codes of passports mean in them.
#include "visa/countries.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "visa/csv.h"
#include "visa/digits.h"
#include "visa/embedded_data.h"

namespace evisa::visa {
namespace {

Result<CountryMatch> parse_match(std::string_view text) {
  if (text == "NATIONALITY") return CountryMatch::nationality;
  if (text == "TERRITORY") return CountryMatch::territory;
  if (text == "AMBIGUOUS") return CountryMatch::ambiguous;
  return fail(
      Errc::malformed,
      fmt::format("found match \"{}\", expected NATIONALITY, TERRITORY or AMBIGUOUS", text));
}

Result<std::vector<CountryCode>> parse_codes(std::string_view text) {
  std::vector<CountryCode> codes;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    const auto code = CountryCode::parse(text.substr(at, end - at));
    if (!code) return std::unexpected(code.error());
    codes.push_back(*code);
    at = end + 1;
  }
  return codes;
}

struct Columns {
  std::size_t annex, number, name_en, alpha3, mrz_nationality, match_kind;

  static Result<Columns> of(const CsvTable& table) {
    constexpr std::array<std::string_view, 6> kNames{"annex",  "number",          "name_en",
                                                     "alpha3", "mrz_nationality", "match_kind"};
    std::array<std::size_t, kNames.size()> at{};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      const auto column = table.column(kNames[i]);
      if (!column) return fail(Errc::malformed, "country table: " + column.error().message);
      at[i] = *column;
    }
    return Columns{at[0], at[1], at[2], at[3], at[4], at[5]};
  }
};

Result<CountryRow> read_row(const Columns& columns, const std::vector<std::string>& fields) {
  const auto annex = read_digits(fields[columns.annex]);
  const auto number = read_digits(fields[columns.number]);
  if (!annex || !number || *annex == 0 || *number == 0) {
    return fail(Errc::malformed, fmt::format("found annex \"{}\", number \"{}\", expected numbers",
                                             fields[columns.annex], fields[columns.number]));
  }
  const auto alpha3 = CountryCode::parse(fields[columns.alpha3]);
  if (!alpha3) return std::unexpected(alpha3.error());
  auto codes = parse_codes(fields[columns.mrz_nationality]);
  if (!codes) return std::unexpected(codes.error());
  const auto match = parse_match(fields[columns.match_kind]);
  if (!match) return std::unexpected(match.error());
  return CountryRow{*annex, *number, fields[columns.name_en], *alpha3, std::move(*codes), *match};
}

bool carries(const CountryRow& row, CountryCode nationality) {
  return std::ranges::find(row.mrz_nationality, nationality) != row.mrz_nationality.end();
}

using Names = std::array<std::string, 4>;  // by Language

Result<std::map<CountryCode, Names>> read_names(std::string_view csv) {
  const auto table = parse_csv(csv);
  if (!table) return std::unexpected(table.error());
  const auto alpha3 = table->column("alpha3");
  if (!alpha3) return std::unexpected(alpha3.error());
  std::map<CountryCode, Names> names;
  for (const auto& fields : table->rows) {
    const auto code = CountryCode::parse(fields[*alpha3]);
    if (!code) return std::unexpected(code.error());
    for (const Language l : {Language::en, Language::ru, Language::kk, Language::zh}) {
      const auto column = table->column(to_string(l));
      if (!column) return std::unexpected(column.error());
      names[*code][static_cast<std::size_t>(l)] = fields[*column];
    }
  }
  return names;
}

}  // namespace

const CountryTable& CountryTable::builtin() {
  static const CountryTable table = sound(parse(k_countries_csv));
  return table;
}

Result<CountryTable> CountryTable::parse(std::string_view csv) {
  const auto text = parse_csv(csv);
  if (!text) return std::unexpected(text.error());
  const auto columns = Columns::of(*text);
  if (!columns) return std::unexpected(columns.error());
  CountryTable table;
  for (std::size_t i = 0; i < text->rows.size(); ++i) {
    auto row = read_row(*columns, text->rows[i]);
    if (!row) {
      return fail(Errc::malformed,
                  fmt::format("country table, line {}: {}", text->lines[i], row.error().message));
    }
    table.rows_.push_back(std::move(*row));
  }
  if (table.rows_.empty()) return fail(Errc::malformed, "country table: no countries");
  return table;
}

AnnexAnswer CountryTable::look_up(unsigned annex, CountryCode nationality) const {
  AnnexAnswer answer;
  for (const CountryRow& row : rows_) {
    if (row.annex != annex || !carries(row, nationality)) continue;
    if (row.match == CountryMatch::nationality) return {AnnexAnswer::Kind::listed, &row};
    if (answer.row == nullptr) answer = {AnnexAnswer::Kind::only_by_territory, &row};
  }
  return answer;
}

bool CountryTable::related_by_territory(CountryCode a, CountryCode b) const {
  const auto names = [](const CountryRow& row, CountryCode code) {
    return row.alpha3 == code || carries(row, code);
  };
  return a != b && std::ranges::any_of(rows_, [&](const CountryRow& row) {
           return row.match != CountryMatch::nationality && names(row, a) && names(row, b);
         });
}

std::string country_name(CountryCode code, Language language) {
  static const std::map<CountryCode, Names> names = sound(read_names(k_countries_i18n_csv));
  const auto found = names.find(code);
  if (found == names.end()) return std::string{code.text()};
  const std::string& name = found->second[static_cast<std::size_t>(language)];
  if (!name.empty()) return name;
  const std::string& english = found->second[static_cast<std::size_t>(Language::en)];
  return english.empty() ? std::string{code.text()} : english;
}

}  // namespace evisa::visa
