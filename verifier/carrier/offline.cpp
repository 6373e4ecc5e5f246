// What is known of visas without the airport service.
#include "verifier/carrier/offline.h"

#include <fmt/format.h>

#include <filesystem>

#include "db/record_json.h"
#include "verifier/input.h"

namespace evisa::verifier::carrier {
namespace {

constexpr std::size_t kRecordsLimit = 16U << 20;

Result<std::unique_ptr<db::CrossingLog>> open_log(const std::string& file) {
  if (!std::filesystem::exists(file))
    return fail(Errc::not_found, fmt::format("{}: no such crossing log", file),
                "a check never makes a log: an empty one would hide an earlier entry");
  return db::CrossingLog::open(file, db::Open::existing);
}

}  // namespace

Result<std::map<visa::VisaNumber, visa::VisaRecord>> parse_records(std::string_view text) {
  auto json = crypto::parse_json(text, kRecordsLimit);
  if (!json) return std::unexpected(json.error());
  if (!json->is_array()) json = crypto::Json::array({std::move(*json)});
  std::map<visa::VisaNumber, visa::VisaRecord> records;
  for (std::size_t i = 0; i < json->size(); ++i) {
    auto record = db::record_from_json((*json)[i]);
    if (!record) {
      record.error().message = fmt::format("record {}: {}", i + 1, record.error().message);
      return std::unexpected(record.error());
    }
    if (!record->visa.number)
      return fail(Errc::malformed, fmt::format("record {}: no visa number", i + 1));
    const visa::VisaNumber number = *record->visa.number;
    if (!records.emplace(number, std::move(*record)).second)
      return fail(Errc::conflict,
                  fmt::format("record {}: visa {} is there twice", i + 1, number.text()));
  }
  return records;
}

Result<OfflineKnowledge> OfflineKnowledge::open(const std::string& record_file,
                                                const std::string& log_file) {
  OfflineKnowledge known;
  if (!record_file.empty()) {
    const auto bytes = read_input(record_file, kRecordsLimit);
    if (!bytes) return std::unexpected(bytes.error());
    auto records = parse_records(crypto::as_text(*bytes));
    if (!records) {
      records.error().message = fmt::format("{}: {}", record_file, records.error().message);
      return std::unexpected(records.error());
    }
    known.records_ = std::move(*records);
  }
  if (!log_file.empty()) {
    auto log = open_log(log_file);
    if (!log) return std::unexpected(log.error());
    known.log_ = std::move(*log);
  }
  return known;
}

VisaKnowledge OfflineKnowledge::of(const std::optional<visa::VisaNumber>& number) {
  VisaKnowledge known;
  if (!number) return known;
  if (records_) {
    known.register_asked = true;
    if (const auto found = records_->find(*number); found != records_->end())
      known.record = found->second;
  }
  if (log_ == nullptr) return known;
  auto history = log_->history(*number);
  if (!history) {
    if (!failure_) failure_ = history.error();
    return known;
  }
  known.history = std::move(*history);
  known.history_asked = true;
  return known;
}

}  // namespace evisa::verifier::carrier
