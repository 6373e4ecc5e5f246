// The rules and tables that a page is printed by, with the built-in ones where none are given.
#pragma once

#include "issuer/printout.h"

namespace evisa::issuer {

struct PageTables {
  const visa::RuleSet& rules = visa::RuleSet::builtin();
  const visa::CountryTable& countries = visa::CountryTable::builtin();
  const visa::AirportTable& airports = visa::AirportTable::builtin();
  bool chinese = false;  ///< a fourth language
};

[[nodiscard]] inline PageTables tables_of(const PrintoutOptions& options) {
  const PageTables builtin;
  return {options.rules != nullptr ? *options.rules : builtin.rules,
          options.countries != nullptr ? *options.countries : builtin.countries,
          options.airports != nullptr ? *options.airports : builtin.airports, options.chinese};
}

}  // namespace evisa::issuer
