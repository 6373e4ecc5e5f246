// The table of airports, and the names of the two cities that e-visas lead to.
#include "visa/airports.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "visa/csv.h"
#include "visa/embedded_data.h"
#include "visa/utf8.h"

namespace evisa::visa {
namespace {

std::vector<std::string> split_aliases(std::string_view text) {
  std::vector<std::string> aliases;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    if (end > 0) aliases.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return aliases;
}

Result<bool> parse_yes(std::string_view text) {
  if (text == "yes") return true;
  if (text.empty() || text == "no") return false;
  return fail(Errc::malformed, fmt::format("found \"{}\", expected yes, no or nothing", text));
}

bool answers_to(const Airport& airport, std::string_view capitals) {
  return airport.iata.text() == capitals || (!airport.icao.empty() && airport.icao == capitals) ||
         std::ranges::any_of(airport.aliases,
                             [&](const auto& alias) { return to_capitals(alias) == capitals; });
}

struct Columns {
  std::size_t iata, icao, name, default_list, international, aliases;

  static Result<Columns> of(const CsvTable& table) {
    constexpr std::array<std::string_view, 6> kNames{
        "iata", "icao", "name", "default_list", "called_international_by_source", "aliases"};
    std::array<std::size_t, kNames.size()> at{};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      const auto column = table.column(kNames[i]);
      if (!column) return fail(Errc::malformed, "airport table: " + column.error().message);
      at[i] = *column;
    }
    return Columns{at[0], at[1], at[2], at[3], at[4], at[5]};
  }
};

Result<Airport> read_row(const Columns& columns, const std::vector<std::string>& fields) {
  const auto iata = AirportCode::parse(fields[columns.iata]);
  if (!iata) return std::unexpected(iata.error());
  const auto listed = parse_yes(fields[columns.default_list]);
  if (!listed) return std::unexpected(listed.error());
  const auto international = parse_yes(fields[columns.international]);
  if (!international) return std::unexpected(international.error());
  return Airport{
      *iata,   fields[columns.icao], fields[columns.name], split_aliases(fields[columns.aliases]),
      *listed, *international};
}

}  // namespace

const AirportTable& AirportTable::builtin() {
  static const AirportTable table = sound(parse(k_airports_csv));
  return table;
}

Result<AirportTable> AirportTable::parse(std::string_view csv) {
  const auto text = parse_csv(csv);
  if (!text) return std::unexpected(text.error());
  const auto columns = Columns::of(*text);
  if (!columns) return std::unexpected(columns.error());
  AirportTable table;
  for (std::size_t i = 0; i < text->rows.size(); ++i) {
    auto airport = read_row(*columns, text->rows[i]);
    if (!airport) {
      return fail(Errc::malformed, fmt::format("airport table, line {}: {}", text->lines[i],
                                               airport.error().message));
    }
    std::vector<std::string> names = airport->aliases;
    names.emplace_back(airport->iata.text());
    names.push_back(airport->icao);
    for (const std::string& name : names) {
      if (!name.empty() && table.find(name) != nullptr) {
        return fail(
            Errc::malformed,
            fmt::format("airport table, line {}: \"{}\" names two airports", text->lines[i], name));
      }
    }
    table.airports_.push_back(std::move(*airport));
  }
  if (table.airports_.empty()) return fail(Errc::malformed, "airport table: no airports");
  return table;
}

const Airport* AirportTable::find(std::string_view code_or_alias) const {
  const std::string capitals = to_capitals(code_or_alias);
  const auto found = std::ranges::find_if(
      airports_, [&](const Airport& airport) { return answers_to(airport, capitals); });
  return found == airports_.end() ? nullptr : &*found;
}

std::string_view city_name(AirportCode iata, Language language) {
  const bool astana = iata.text() == "NQZ";
  if (!astana && iata.text() != "ALA") return {};
  switch (language) {
    case Language::en:
      return astana ? "Astana" : "Almaty";
    case Language::ru:
    case Language::kk:
      return astana ? "Астана" : "Алматы";
    case Language::zh:
      return astana ? "阿斯塔纳" : "阿拉木图";
  }
  return {};
}

}  // namespace evisa::visa
