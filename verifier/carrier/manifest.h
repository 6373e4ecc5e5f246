// A flight's passengers as a CSV file: one row, one boarding check. Grammar in manifest.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "verifier/carrier/boarding.h"

namespace evisa::verifier::carrier {

struct ManifestRow {
  std::size_t line = 0;   ///< 1-based line of the file on which the row begins
  std::string reference;  ///< empty where the row has none that can be read
  /// What the row asks, without flight, airport and arrival, which all rows share; or what is wrong
  /// with it, naming the column.
  Result<BoardingRequest> request;
  std::string
      seal_file;  ///< where the seal is to be read from; empty: from the row, or there is none
};

/// Rows that are not in order carry their error and do not keep the others from being answered.
/// `today` decides the centuries of an MRZ. Errors: malformed (no header, a column that is unknown
/// or there twice, no rows), out_of_range (more than kMaxPassengers rows).
[[nodiscard]] Result<std::vector<ManifestRow>> parse_manifest(std::string_view text,
                                                              const visa::Date& today);

}  // namespace evisa::verifier::carrier
