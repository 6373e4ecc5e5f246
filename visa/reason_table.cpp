// The table of severities and texts: reading it, checking a replacement, filling placeholders.
#include <fmt/format.h>

#include <algorithm>

#include "visa/countries.h"
#include "visa/csv.h"
#include "visa/embedded_data.h"
#include "visa/officer_words.h"
#include "visa/reason.h"
#include "visa/reason_variants.h"
#include "visa/text_template.h"

namespace evisa::visa {
namespace {

constexpr std::array kDirections{Direction::entry, Direction::exit, Direction::boarding};
constexpr std::array kLanguages{Language::en, Language::ru, Language::kk, Language::zh};

std::size_t index(Language language) { return static_cast<std::size_t>(language); }
std::size_t index(Direction direction) { return static_cast<std::size_t>(direction); }
std::size_t index(ReasonCode code) { return static_cast<std::size_t>(code); }

/// Parameters that are stable words or lists of them, and are said in the reader's language. All
/// others are names, numbers, dates and codes.
constexpr std::array<std::string_view, 3> kWorded{"field", "why", "n"};

/// A parameter as it is said: in the officer's words, a territory by its name, else as it is.
std::string said(std::string_view name, const std::string& value, Language language) {
  if (std::ranges::find(kWorded, name) != kWorded.end()) return officer_words(value, language);
  const auto territory = CountryCode::parse(value);
  if (name != "territory" || !territory) return value;
  const std::string country = country_name(*territory, language);
  return country == value ? value : fmt::format("{} ({})", country, value);
}

std::string fill_in(std::string_view text, const ReasonParams& params, Language language) {
  return fill(text, [&](std::string_view name) {
    const auto found = std::ranges::find(params, name, &ReasonParams::value_type::first);
    return found == params.end() ? std::string("?") : said(name, found->second, language);
  });
}

Result<std::optional<Severity>> parse_letter(std::string_view text) {
  if (text == "-") return std::nullopt;
  if (text == "OK") return Severity::ok;
  if (text == "N") return Severity::notice;
  if (text == "S") return Severity::second_look;
  if (text == "R") return Severity::refuse;
  return fail(Errc::malformed,
              fmt::format("found severity \"{}\", expected R, S, N, OK or -", text));
}

/// The columns of reasons.csv by what they hold.
struct Columns {
  std::size_t code;
  std::array<std::size_t, 3> severity;
  std::array<std::optional<std::size_t>, 4> officer, traveller;

  static Result<Columns> of(const CsvTable& table) {
    Columns columns{};
    std::optional<Error> missing;
    const auto at = [&](const std::string& name) {
      const auto found = table.column(name);
      if (!found && !missing) missing = Error{Errc::malformed, found.error().message};
      return found.value_or(0);
    };
    columns.code = at("code");
    for (const Direction d : kDirections)
      columns.severity[index(d)] = at(std::string{to_string(d)});
    for (const Language l : kLanguages) {
      columns.traveller[index(l)] = at(fmt::format("traveller_{}", to_string(l)));
      if (l != Language::zh)
        columns.officer[index(l)] = at(fmt::format("officer_{}", to_string(l)));
    }
    if (missing) return std::unexpected(*missing);
    return columns;
  }
};

std::unexpected<Error> in_line(std::size_t line, Error error) {
  error.message = fmt::format("reason table, line {}: {}", line, error.message);
  return std::unexpected(std::move(error));
}

}  // namespace

const ReasonTable& ReasonTable::builtin() {
  static const ReasonTable table = sound(read(k_reasons_csv));
  return table;
}

Result<ReasonTable> ReasonTable::parse(std::string_view csv) {
  auto table = read(csv);
  if (!table) return table;
  if (auto ok = table->check_replaces(builtin()); !ok) return std::unexpected(ok.error());
  return table;
}

Result<ReasonTable> ReasonTable::read(std::string_view csv) {
  const auto text = parse_csv(csv);
  if (!text) return std::unexpected(text.error());
  const auto columns = Columns::of(*text);
  if (!columns) return std::unexpected(columns.error());
  std::vector<std::optional<Row>> rows(kReasonCount);
  for (std::size_t i = 0; i < text->rows.size(); ++i) {
    const auto& fields = text->rows[i];
    const std::string& name = fields[columns->code];
    const auto code = find_reason_code(name);
    if (!code || rows[index(*code)]) {
      return in_line(text->lines[i],
                     {Errc::malformed, fmt::format("reason code \"{}\" is {}", name,
                                                   code ? "there twice" : "not known")});
    }
    Row& row = rows[index(*code)].emplace();
    for (const Direction direction : kDirections) {
      const auto severity = parse_letter(fields[columns->severity[index(direction)]]);
      if (!severity) return in_line(text->lines[i], severity.error());
      row.severity[index(direction)] = *severity;
      if (!*severity) continue;
      const auto allowed = check_severity_limit(*code, direction, **severity);
      if (!allowed) return in_line(text->lines[i], allowed.error());
    }
    for (const Language language : kLanguages) {
      const std::size_t l = index(language);
      if (columns->officer[l]) row.officer[l] = fields[*columns->officer[l]];
      if (columns->traveller[l]) row.traveller[l] = fields[*columns->traveller[l]];
    }
  }
  ReasonTable table;
  for (std::size_t i = 0; i < kReasonCount; ++i) {
    if (!rows[i]) {
      return fail(Errc::malformed, fmt::format("reason table: {} is missing",
                                               to_string(static_cast<ReasonCode>(i))));
    }
    table.rows_.push_back(std::move(*rows[i]));
  }
  return table;
}

Result<void> ReasonTable::check_replaces(const ReasonTable& original) const {
  for (std::size_t i = 0; i < kReasonCount; ++i) {
    const auto code = to_string(static_cast<ReasonCode>(i));
    const Row& ours = rows_[i];
    const Row& theirs = original.rows_[i];
    for (const Direction direction : kDirections) {
      // "-" would drop a check in silence; OK keeps it on record.
      if (theirs.severity[index(direction)] && !ours.severity[index(direction)]) {
        return fail(Errc::out_of_range,
                    fmt::format("reason table: {} at {} may not be switched off", code,
                                to_string(direction)));
      }
    }
    const auto equal_placeholders = [&](const auto& texts, const auto& original_texts) {
      return std::ranges::equal(texts, original_texts, [](const auto& a, const auto& b) {
        const auto found = placeholders(a);
        return found && found == placeholders(b) && a.empty() == b.empty();
      });
    };
    if (!equal_placeholders(ours.officer, theirs.officer) ||
        !equal_placeholders(ours.traveller, theirs.traveller)) {
      return fail(Errc::malformed,
                  fmt::format("reason table: a text of {} is missing or its placeholders are not "
                              "those of the built-in text \"{}\"",
                              code, theirs.officer[0]));
    }
  }
  return {};
}

std::optional<Severity> ReasonTable::severity(ReasonCode code, Direction direction) const {
  return rows_[index(code)].severity[index(direction)];
}

std::string ReasonTable::officer_text(const Reason& reason, Language language) const {
  const Language spoken = language == Language::zh ? Language::en : language;
  const ReasonVariant* variant = find_variant(reason);
  const std::string_view text = variant != nullptr
                                    ? std::string_view(variant->officer[index(spoken)])
                                    : officer_template(reason.code, language);
  return fill_in(text, reason.params, spoken);
}

std::string ReasonTable::traveller_text(const Reason& reason, Language language) const {
  const ReasonVariant* variant = find_variant(reason);
  const bool own = variant != nullptr && !variant->traveller[index(language)].empty();
  const std::string& text = own ? variant->traveller[index(language)]
                                : rows_[index(reason.code)].traveller[index(language)];
  return fill_in(text, reason.params, language);
}

std::string_view ReasonTable::officer_template(ReasonCode code, Language language) const {
  const auto& texts = rows_[index(code)].officer;
  const std::string& text = texts[index(language)];
  return text.empty() ? texts[index(Language::en)] : text;
}

}  // namespace evisa::visa
