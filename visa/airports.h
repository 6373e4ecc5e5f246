// Airports of Kazakhstan, from data/airports.csv. Keyed by IATA code, never by city name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "visa/codes.h"
#include "visa/language.h"
#include "visa/result.h"

namespace evisa::visa {

struct Airport {
  AirportCode iata;
  std::string icao;
  std::string name;
  std::vector<std::string> aliases;
  bool default_list = false;   ///< in the default list of e-visa airports (rules.md C2)
  bool international = false;  ///< called international by a source
};

class AirportTable {
 public:
  [[nodiscard]] static const AirportTable& builtin();
  /// Errors: malformed.
  [[nodiscard]] static Result<AirportTable> parse(std::string_view csv);
  /// By IATA code, ICAO code or alias (`TSE`, `Нур-Султан`, `Astana`), upper or lower case.
  [[nodiscard]] const Airport* find(std::string_view code_or_alias) const;
  [[nodiscard]] const std::vector<Airport>& all() const { return airports_; }

 private:
  std::vector<Airport> airports_;
};

/// The city a traveller knows an airport by: en `Astana`, ru, kk, zh. Empty for an unknown airport.
[[nodiscard]] std::string_view city_name(AirportCode iata, Language language);

}  // namespace evisa::visa
