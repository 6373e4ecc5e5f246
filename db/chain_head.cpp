// The remembered head of a booth's chain against the log.
#include "db/chain_head.h"

#include <fmt/format.h>

#include "db/crossing_log.h"

namespace evisa::db {
namespace {

constexpr const char* kHint =
    "restore the log from its latest copy; where no copy goes that far, set the booth up anew "
    "under "
    "another name: going on from an older state would sign a second history";

std::string name_of(const std::string& booth, const ChainHead& head) {
  if (head.sequence == 0) return "nothing";
  return fmt::format("{} (hash {})", visa::EventId{booth, head.sequence}.text(),
                     crypto::to_hex(head.hash).substr(0, 16));
}

}  // namespace

Result<void> check_head(const CrossingLog& log, const std::string& booth,
                        const std::optional<ChainHead>& remembered) {
  if (!remembered || remembered->sequence == 0) return {};
  const auto head = log.head(booth);
  if (!head) return std::unexpected(head.error());
  if (head->sequence < remembered->sequence) {
    return fail(Errc::conflict,
                fmt::format("the crossing log was rolled back or replaced: its last event of this "
                            "booth is {}, this device remembers {}",
                            name_of(booth, *head), name_of(booth, *remembered)),
                kHint);
  }
  const auto held = log.hash_of(visa::EventId{booth, remembered->sequence});
  if (!held) return std::unexpected(held.error());
  if (*held && **held == remembered->hash) return {};
  return fail(Errc::conflict,
              fmt::format("the crossing log was replaced: at the place of {} that this device "
                          "remembers it holds {}",
                          name_of(booth, *remembered),
                          *held ? name_of(booth, {remembered->sequence, **held}) : "nothing"),
              kHint);
}

}  // namespace evisa::db
