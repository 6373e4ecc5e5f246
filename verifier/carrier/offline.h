// What is known of visas without the airport service: the records of a file and a crossing log.
#pragma once

#include <map>
#include <memory>

#include "db/crossing_log.h"
#include "verifier/carrier/boarding.h"

namespace evisa::verifier::carrier {

/// Records by number. Text: one record as `evisa-issuer` shows it, or a list of them. Errors:
/// malformed (which record), conflict (one number twice), out_of_range.
[[nodiscard]] Result<std::map<visa::VisaNumber, visa::VisaRecord>> parse_records(
    std::string_view json);

class OfflineKnowledge {
 public:
  /// Either may be empty: then that question was asked of nobody. Errors: not_found, and those of
  /// the files.
  [[nodiscard]] static Result<OfflineKnowledge> open(const std::string& record_file,
                                                     const std::string& log_file);
  /// Of a visa; a log that cannot be read is remembered in `failure` and proves nothing.
  [[nodiscard]] VisaKnowledge of(const std::optional<visa::VisaNumber>& number);
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

 private:
  std::optional<std::map<visa::VisaNumber, visa::VisaRecord>> records_;
  std::unique_ptr<db::CrossingLog> log_;
  std::optional<Error> failure_;
};

}  // namespace evisa::verifier::carrier
