// The data files of visa/data as compiled in; the definitions are generated at build time.
#pragma once

#include <cstdlib>
#include <iostream>
#include <string_view>
#include <utility>

#include "visa/result.h"

namespace evisa::visa {

extern const std::string_view k_reasons_csv;
extern const std::string_view k_reason_variants_csv;
extern const std::string_view k_officer_words_csv;
extern const std::string_view k_airports_csv;
extern const std::string_view k_countries_csv;
extern const std::string_view k_countries_i18n_csv;
extern const std::string_view k_ruleset_txt;

/// The value of a compiled-in table. A table that does not parse is a broken build: the tests parse
/// every one of them, and a program must not decide anything without its tables.
template <class T>
[[nodiscard]] T sound(Result<T> table) {
  if (!table) {
    std::cerr << "evisa: built-in data is broken: " << table.error().message << '\n';
    std::abort();
  }
  return *std::move(table);
}

}  // namespace evisa::visa
