// A register record as `evisa-issuer show --json` prints it.
#include "verifier/record_input.h"

#include <fmt/format.h>

#include "db/record_json.h"

namespace evisa::verifier {
namespace {

constexpr std::string_view kHint =
    "evisa-issuer show NUMBER --json prints one; an inspection never chooses between visas";

/// The visa numbers of a list's records, for the choice. Errors: as db::record_from_json.
Result<std::string> numbers_of(const crypto::Json& list) {
  std::string numbers;
  for (const auto& item : list) {
    const auto record = db::record_from_json(item);
    if (!record) return std::unexpected(record.error());
    const auto& number = record->visa.number;
    numbers += (numbers.empty() ? "" : ", ") + (number ? number->text() : "one without a number");
  }
  return numbers;
}

}  // namespace

Result<visa::VisaRecord> parse_one_record(std::string_view text) {
  const auto json = crypto::parse_json(text);
  if (!json) return std::unexpected(json.error());
  if (!json->is_array()) return db::parse_record(text);
  if (json->size() == 1) return db::record_from_json(json->front());
  if (json->empty())
    return fail(Errc::out_of_range, "found a list without a record, expected one record",
                std::string(kHint));
  const auto numbers = numbers_of(*json);
  if (!numbers) return std::unexpected(numbers.error());
  return fail(Errc::out_of_range,
              fmt::format("found {} records, expected one: visas {}", json->size(), *numbers),
              std::string(kHint));
}

}  // namespace evisa::verifier
