// What an officer did at this booth since he logged in, counted from the log.
#pragma once

#include <string>

#include "kiosk/booth.h"

namespace evisa::kiosk {

struct Shift {
  std::string badge;
  visa::Instant since{};
  std::size_t entries = 0, exits = 0, refusals = 0, referrals = 0, reversals = 0;
  std::size_t provisional = 0;  ///< of all of them
};

/// Errors: as CrossingLog::between.
[[nodiscard]] Result<Shift> shift_of(const Booth& booth, const std::string& badge,
                                     visa::Instant since);
/// The message `shift` of docs/booth-page.md.
[[nodiscard]] std::string to_json(const Shift& shift);

}  // namespace evisa::kiosk
