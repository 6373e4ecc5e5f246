// The rules that the office works by: the built-in ones, or files given in their place.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "issuer/eligibility.h"
#include "visa/reason.h"

namespace evisa::issuer {

/// Names of the files; empty ones mean the built-in texts.
struct RuleFiles {
  std::string ruleset, airports, countries, reasons;
};

/// The texts as they are, and what they say.
struct Rules {
  std::string ruleset_text, airports_csv, countries_csv, reasons_csv;
  visa::RuleSet ruleset;
  visa::AirportTable airports;
  visa::CountryTable countries;
  visa::ReasonTable reasons;
  [[nodiscard]] IssuingRules tables() const { return {&ruleset, &countries, &airports}; }
};

/// Errors: not_found, io, malformed, out_of_range (each names the file).
[[nodiscard]] Result<Rules> load_rules(const RuleFiles& files);

}  // namespace evisa::issuer
