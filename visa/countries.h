// Countries whose citizens may have an e-visa, by annex, from data/countries.csv and
// countries_i18n.csv.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "visa/codes.h"
#include "visa/language.h"
#include "visa/result.h"

namespace evisa::visa {

enum class CountryMatch {
  nationality,  ///< the passport's nationality code is the listed State
  territory,    ///< the list names a territory whose passports carry another State's code
  ambiguous,    ///< the list's name fits more than one place
};

struct CountryRow {
  unsigned annex = 0;
  unsigned number = 0;
  std::string name_en;
  CountryCode alpha3;
  std::vector<CountryCode> mrz_nationality;
  CountryMatch match = CountryMatch::nationality;
};

/// Whether an annex lists a nationality. A territory or ambiguous row never makes it `listed`
/// (the Macao trap, rules.md section 2): it can only lead to a second look.
struct AnnexAnswer {
  enum class Kind { listed, only_by_territory, not_listed } kind = Kind::not_listed;
  const CountryRow* row = nullptr;  ///< the row that matched, null when not listed
};

class CountryTable {
 public:
  [[nodiscard]] static const CountryTable& builtin();
  /// Errors: malformed.
  [[nodiscard]] static Result<CountryTable> parse(std::string_view csv);
  [[nodiscard]] AnnexAnswer look_up(unsigned annex, CountryCode nationality) const;
  /// True when both codes appear together on a territory or ambiguous row (alpha3 and nationality).
  [[nodiscard]] bool related_by_territory(CountryCode a, CountryCode b) const;
  [[nodiscard]] const std::vector<CountryRow>& rows() const { return rows_; }

 private:
  std::vector<CountryRow> rows_;
};

/// A country's name in a language; falls back to English, then to the code itself.
[[nodiscard]] std::string country_name(CountryCode code, Language language);

}  // namespace evisa::visa
