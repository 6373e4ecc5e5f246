// How far a booth's own chain has come, as somebody else than the log remembers it: a log that was
// emptied, replaced or rolled back behind the program's back is noticed when it is opened.
#pragma once

#include <optional>
#include <string>

#include "crypto/crossing_event.h"
#include "visa/result.h"

namespace evisa::db {

class CrossingLog;

/// The last event of a booth's chain; sequence 0 and a zero hash before its first.
struct ChainHead {
  std::uint64_t sequence = 0;
  crypto::EventHash hash{};
  bool operator==(const ChainHead&) const = default;
};

/// Whether `log` still holds the chain of `booth` up to the head that is remembered; it may have
/// gone further, because a head is remembered after the log's commit. Without a memory all is well.
/// Errors: conflict (the log's head is before it, or another event is at its place: names both;
/// nothing must be recorded then), io.
[[nodiscard]] Result<void> check_head(const CrossingLog& log, const std::string& booth,
                                      const std::optional<ChainHead>& remembered);

}  // namespace evisa::db
