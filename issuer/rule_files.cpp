// The rules that the office works by: the built-in ones, or files given in their place.
#include "issuer/rule_files.h"

#include <fmt/core.h>

#include "crypto/files.h"
#include "visa/embedded_data.h"

namespace evisa::issuer {
namespace {

constexpr std::size_t kLargestTable = 4U << 20;

/// One text with what it parses to; the file's name goes before every message.
template <class T>
Result<void> load(const std::string& file, std::string_view builtin,
                  Result<T> (*parse)(std::string_view), std::string& text, T& table) {
  text = builtin;
  if (!file.empty()) {
    const auto bytes = crypto::read_file(file, kLargestTable);
    if (!bytes) return std::unexpected(bytes.error());
    text = crypto::as_text(*bytes);
  }
  auto parsed = parse(text);
  if (!parsed) {
    auto error = parsed.error();
    if (!file.empty()) error.message = fmt::format("{}: {}", file, error.message);
    return std::unexpected(error);
  }
  table = std::move(*parsed);
  return {};
}

}  // namespace

Result<Rules> load_rules(const RuleFiles& files) {
  Rules rules;
  auto done = load(files.ruleset, visa::k_ruleset_txt, visa::RuleSet::parse, rules.ruleset_text,
                   rules.ruleset);
  if (done)
    done = load(files.airports, visa::k_airports_csv, visa::AirportTable::parse, rules.airports_csv,
                rules.airports);
  if (done)
    done = load(files.countries, visa::k_countries_csv, visa::CountryTable::parse,
                rules.countries_csv, rules.countries);
  if (done)
    done = load(files.reasons, visa::k_reasons_csv, visa::ReasonTable::parse, rules.reasons_csv,
                rules.reasons);
  if (!done) return std::unexpected(done.error());
  return rules;
}

}  // namespace evisa::issuer
