// The rule set's text form.
//
//   text    = *(line LF)
//   line    = [key "=" value] [";" comment]
//   key     = name of a member | "category." CODE | "severity." REASON "." direction
#include "visa/rule_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "visa/embedded_data.h"
#include "visa/rule_set_keys.h"
#include "visa/rule_set_values.h"
#include "visa/trim.h"

namespace evisa::visa {
namespace {

constexpr std::string_view kCategory = "category.";
constexpr std::string_view kSeverity = "severity.";

Result<void> read_category(RuleSet& rules, std::string_view code, std::string_view value) {
  const auto rule = parse_category_rule(code, value);
  if (!rule) return std::unexpected(rule.error());
  const auto old = std::ranges::find(rules.category_rules, rule->code, &CategoryRule::code);
  if (old != rules.category_rules.end()) {
    *old = *rule;
  } else {
    rules.category_rules.push_back(*rule);
  }
  return {};
}

/// `name`: `VISA_EXPIRED.entry`.
Result<void> read_severity(RuleSet& rules, std::string_view name, std::string_view value) {
  const auto dot = name.find('.');
  const auto code = find_reason_code(name.substr(0, dot));
  if (!code || dot == std::string_view::npos) {
    return fail(Errc::malformed,
                fmt::format("found \"{}\", expected a reason code, a dot and a direction", name),
                "for example severity.PRINTOUT_MISSING.entry = NOTICE");
  }
  const auto direction = parse_direction(name.substr(dot + 1));
  if (!direction) return std::unexpected(direction.error());
  const auto severity = parse_severity(value);
  if (!severity) return std::unexpected(severity.error());
  if (!ReasonTable::builtin().severity(*code, *direction)) {
    return fail(Errc::out_of_range,
                fmt::format("{} does not apply to {}", to_string(*code), to_string(*direction)));
  }
  if (auto ok = check_severity_limit(*code, *direction, *severity); !ok) return ok;
  rules.severity_overrides[{*code, *direction}] = *severity;
  return {};
}

Result<void> read_value(RuleSet& rules, std::string_view key, std::string_view value) {
  if (key.starts_with(kCategory)) return read_category(rules, key.substr(kCategory.size()), value);
  if (key.starts_with(kSeverity)) return read_severity(rules, key.substr(kSeverity.size()), value);
  if (const RuleKey* known = find_rule_key(key)) return known->read(rules, value);
  return fail(Errc::malformed, "no such key",
              fmt::format("did you mean {}?", nearest_rule_key(key)));
}

std::unexpected<Error> in_line(std::size_t line, std::string_view key, Error error) {
  error.message = fmt::format("rule set, line {}, {}: {}", line, key, error.message);
  return std::unexpected(std::move(error));
}

/// Settings that only make sense together.
Result<void> check_consistent(const RuleSet& rules) {
  if (rules.passport_months_notice < rules.passport_months_min) {
    return fail(Errc::out_of_range,
                fmt::format("rule set: passport_months_notice {} is below passport_months_min {}",
                            rules.passport_months_notice, rules.passport_months_min));
  }
  if (rules.data_stale_second_look_min < rules.data_stale_min) {
    return fail(Errc::out_of_range,
                fmt::format("rule set: data_stale_second_look_min {} is below data_stale_min {}",
                            rules.data_stale_second_look_min, rules.data_stale_min));
  }
  return {};
}

Result<RuleSet> parse_onto(RuleSet rules, std::string_view text) {
  std::set<std::string_view> seen;
  for (std::size_t at = 0, number = 1; at < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    line = trim(line.substr(0, line.find(';')));
    if (line.empty()) continue;
    const auto equals = line.find('=');
    const std::string_view key = trim(line.substr(0, equals));
    if (equals == std::string_view::npos || key.empty()) {
      return fail(
          Errc::malformed,
          fmt::format("rule set, line {}: found \"{}\", expected key = value", number, line));
    }
    if (!seen.insert(key).second) {
      return in_line(number, key, {Errc::malformed, "the key is there twice"});
    }
    if (auto ok = read_value(rules, key, trim(line.substr(equals + 1))); !ok) {
      return in_line(number, key, ok.error());
    }
  }
  if (!seen.contains("ruleset_id")) {
    return fail(Errc::malformed, "rule set: ruleset_id is missing",
                "every decision is stored with the id of its rule set");
  }
  if (auto ok = check_consistent(rules); !ok) return std::unexpected(ok.error());
  return rules;
}

}  // namespace

const RuleSet& RuleSet::builtin() {
  static const RuleSet rules = sound(parse_onto(RuleSet{}, k_ruleset_txt));
  return rules;
}

Result<RuleSet> RuleSet::parse(std::string_view text) { return parse_onto(builtin(), text); }

std::string RuleSet::text() const {
  std::string out;
  const auto put = [&](std::string_view key, std::string_view value) {
    out += fmt::format("{} ={}{}\n", key, value.empty() ? "" : " ", value);
  };
  for (const RuleKey& key : rule_keys()) put(key.name, key.write(*this));
  for (const CategoryRule& rule : category_rules) {
    put(fmt::format("{}{}", kCategory, rule.code.text()), category_rule_text(rule));
  }
  for (const auto& [where, severity] : severity_overrides) {
    put(fmt::format("{}{}.{}", kSeverity, to_string(where.first), to_string(where.second)),
        to_string(severity));
  }
  return out;
}

const CategoryRule* RuleSet::find_category(CategoryCode code) const {
  const auto found = std::ranges::find(category_rules, code, &CategoryRule::code);
  return found == category_rules.end() ? nullptr : &*found;
}

std::optional<Severity> RuleSet::severity(const ReasonTable& table, ReasonCode code,
                                          Direction direction) const {
  const auto changed = severity_overrides.find({code, direction});
  return changed == severity_overrides.end() ? table.severity(code, direction) : changed->second;
}

}  // namespace evisa::visa
