// A crossing log in a folder of its own, with booths that have keys.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "db/crossing_log.h"
#include "tests/sample/temp_folder.h"

namespace evisa::db {

inline visa::VisaNumber visa_no(std::uint32_t n) {
  return visa::VisaNumber::compose(26, n).value();
}

/// Minutes after 2026-11-20T10:00:00Z.
inline visa::Instant minute(std::int64_t n) {
  return visa::parse_instant("2026-11-20T10:00:00Z").value() + std::chrono::minutes(n);
}

inline visa::Crossing act(std::string booth, visa::EventKind kind, std::uint32_t visa,
                          std::int64_t at, std::optional<visa::EventId> reverses = {}) {
  visa::Crossing crossing;
  crossing.airport = visa::AirportCode::parse(booth.substr(0, 3)).value();
  crossing.id.booth = std::move(booth);
  crossing.kind = kind;
  crossing.visa = visa_no(visa);
  crossing.time = minute(at);
  crossing.officer = "KZ-1234";
  crossing.ruleset_id = "kz-evisa-default-1";
  crossing.bundle_sequence = 7;
  crossing.software = "evisa test";
  crossing.reverses = std::move(reverses);
  return crossing;
}

inline visa::Crossing resolving(std::string booth, std::uint32_t visa, std::int64_t at,
                                visa::EventId kept, std::vector<visa::EventId> sets_aside) {
  visa::Crossing resolution =
      act(std::move(booth), visa::EventKind::resolution, visa, at, std::move(kept));
  resolution.sets_aside = std::move(sets_aside);
  return resolution;
}

/// One key for each booth, the same in every process of a test.
inline const crypto::Ed25519SecretKey& key_of(const std::string& booth) {
  static std::map<std::string, crypto::Ed25519SecretKey> keys = [] {
    std::map<std::string, crypto::Ed25519SecretKey> made;
    for (const char* name : {"ALA-01", "ALA-02", "NQZ-01", "NQZ-02"}) {
      made.emplace(name, crypto::Ed25519SecretKey::generate());
    }
    return made;
  }();
  return keys.at(booth);
}

inline BoothKeys all_keys() {
  BoothKeys keys;
  for (const char* name : {"ALA-01", "ALA-02", "NQZ-01", "NQZ-02"}) {
    keys[name] = {key_of(name).public_key()};
  }
  return keys;
}

/// One log with short ways to record in it.
class LogNode {
 public:
  explicit LogNode(const char* name = "log.sqlite") : file_(folder_ / name) { open(); }
  void open() { log_ = CrossingLog::open(file_).value(); }
  void close() { log_.reset(); }

  Result<RecordAnswer> record(const visa::Crossing& crossing, std::string key = {},
                              bool forced = false) {
    return log_->record(crossing, key_of(crossing.id.booth), std::move(key), forced).get();
  }
  /// Records and expects that it is done. Returns the event's id.
  visa::EventId done(const visa::Crossing& crossing, bool forced = false) {
    const auto answer = record(crossing, {}, forced);
    if (!answer) {
      ADD_FAILURE() << answer.error().message;
      return {};
    }
    const auto* recorded = std::get_if<Recorded>(&*answer);
    EXPECT_NE(recorded, nullptr) << "refused";
    return recorded ? recorded->event.id : visa::EventId{};
  }
  /// Records and expects an error. Returns its cause.
  Errc refused(const visa::Crossing& crossing) {
    const auto answer = record(crossing);
    EXPECT_FALSE(answer) << "recorded";
    return answer ? Errc::unreadable : answer.error().code;
  }
  [[nodiscard]] visa::VisaUseState state(std::uint32_t visa) {
    return visa::fold_crossings(log_->history(visa_no(visa)).value());
  }
  [[nodiscard]] std::vector<crypto::SignedEvent> events() {
    std::vector<crypto::SignedEvent> all;
    auto feed = log_->feed(0, 1'000'000).value();
    for (auto& stored : feed) all.push_back(std::move(stored.event));
    return all;
  }
  CrossingLog* operator->() { return log_.get(); }
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  sample::TempFolder folder_;
  std::filesystem::path file_;
  std::unique_ptr<CrossingLog> log_;
};

inline std::string print(const std::vector<ChainDefect>& defects) {
  std::string text;
  for (const auto& defect : defects) text += defect.event.text() + ": " + defect.detail + "\n";
  return text;
}

}  // namespace evisa::db
