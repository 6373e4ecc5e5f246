// Applications as comma separated values; columns in application.h.
#include "issuer/application_csv.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "issuer/field_reader.h"
#include "visa/csv.h"

namespace evisa::issuer {
namespace {

using crypto::Json;

enum class Cell { text, number, yes_no, list, mrz_name };
struct Column {
  std::string_view name;
  Cell kind;
  bool required;
};
constexpr Column kColumns[] = {{"application_number", Cell::text, true},
                               {"invitation_number", Cell::text, true},
                               {"inviter", Cell::text, true},
                               {"status", Cell::text, true},
                               {"category", Cell::text, true},
                               {"surname", Cell::text, false},
                               {"given_names", Cell::text, false},
                               {"mrz_primary", Cell::mrz_name, false},
                               {"mrz_secondary", Cell::mrz_name, false},
                               {"sex", Cell::text, true},
                               {"birth_date", Cell::text, true},
                               {"nationality", Cell::text, true},
                               {"passport_number", Cell::text, true},
                               {"passport_issuing_state", Cell::text, true},
                               {"passport_expiry", Cell::text, true},
                               {"valid_from", Cell::text, true},
                               {"valid_until", Cell::text, true},
                               {"stay_days", Cell::number, true},
                               {"entries", Cell::number, false},
                               {"entry_points", Cell::list, false},
                               {"accompanied_by_children", Cell::yes_no, true}};

const Column* find_column(std::string_view name) {
  const auto at = std::ranges::find(kColumns, name, &Column::name);
  return at == std::end(kColumns) ? nullptr : at;
}

/// Known columns only, each once, and all that must be there.
Result<void> check_header(const std::vector<std::string>& header) {
  Json object = Json::object();
  for (const auto& name : header) {
    if (object.contains(name))
      return fail(Errc::malformed,
                  fmt::format("applications: column {} is there twice", shown(name)));
    object[name] = true;
  }
  std::vector<Problem> problems;
  std::vector<std::string_view> names;
  for (const auto& column : kColumns) names.push_back(column.name);
  FieldReader(object, problems).refuse_unknown(names);
  if (!problems.empty()) {
    return fail(Errc::malformed, "applications: " + problems[0].found + " among the columns",
                problems[0].expected);
  }
  for (const auto& column : kColumns) {
    if (column.required && !object.contains(std::string(column.name))) {
      return fail(Errc::malformed, fmt::format("applications: column {} is missing", column.name));
    }
  }
  return {};
}

/// A number where the cell is one; otherwise the text, which the reader then refuses by name.
Json number(const std::string& cell) {
  std::int64_t value = 0;
  const char* const end = cell.data() + cell.size();
  const auto parsed = std::from_chars(cell.data(), end, value);
  const bool plain = parsed.ec == std::errc{} && parsed.ptr == end;
  return plain ? Json(value) : Json(cell);
}

Json yes_no(const std::string& cell) {
  if (cell == "true") return true;
  if (cell == "false") return false;
  return cell;
}

Json list(std::string_view cell) {
  Json items = Json::array();
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find(' '), cell.size());
    items.push_back(std::string(cell.substr(0, end)));
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return items;
}

void put(Json& object, const Column& column, const std::string& cell) {
  const std::string key(column.name);
  switch (column.kind) {
    case Cell::text:
      object[key] = cell;
      break;
    case Cell::number:
      object[key] = number(cell);
      break;
    case Cell::yes_no:
      object[key] = yes_no(cell);
      break;
    case Cell::list:
      object[key] = list(cell);
      break;
    case Cell::mrz_name:
      object["mrz_name"][key.substr(4)] = cell;
      break;
  }
}

}  // namespace

Result<std::vector<ApplicationRow>> read_csv(std::string_view text) {
  const auto table = visa::parse_csv(text);
  if (!table) return std::unexpected(table.error());
  if (const auto ok = check_header(table->header); !ok) return std::unexpected(ok.error());
  std::vector<ApplicationRow> rows;
  for (std::size_t i = 0; i < table->rows.size(); ++i) {
    Json object = Json::object();
    for (std::size_t c = 0; c < table->header.size(); ++c) {
      const std::string& cell = table->rows[i][c];
      if (!cell.empty()) put(object, *find_column(table->header[c]), cell);
    }
    rows.push_back({table->lines[i], read_application(object)});
  }
  return rows;
}

}  // namespace evisa::issuer
