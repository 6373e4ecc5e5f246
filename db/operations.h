// operations.sqlite of an airport service: alarms and heartbeats.
#pragma once

#include <filesystem>
#include <memory>

#include "db/alarms.h"
#include "db/heartbeats.h"
#include "db/open_mode.h"

namespace evisa::db {

/// Safe to use from many threads, and by several programs at once.
class Operations {
 public:
  /// Open::create belongs to the making of a service's home alone. Errors: as open_database.
  [[nodiscard]] static Result<std::unique_ptr<Operations>> open(const std::filesystem::path& file,
                                                                Open mode);
  explicit Operations(const std::shared_ptr<KeptFile>& file) : alarms_(file), heartbeats_(file) {}
  [[nodiscard]] Alarms& alarms() { return alarms_; }
  [[nodiscard]] Heartbeats& heartbeats() { return heartbeats_; }

 private:
  Alarms alarms_;
  Heartbeats heartbeats_;
};

}  // namespace evisa::db
