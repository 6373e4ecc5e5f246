// The data files of visa/data as compiled in; the definitions are generated at build time.
#pragma once

#include <string_view>

namespace evisa::visa {

extern const std::string_view k_reasons_csv;
extern const std::string_view k_airports_csv;
extern const std::string_view k_countries_csv;
extern const std::string_view k_countries_i18n_csv;
extern const std::string_view k_ruleset_txt;

}  // namespace evisa::visa
