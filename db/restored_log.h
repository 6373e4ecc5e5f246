// A crossing log that came back from a copy: what was stored after the copy is not in it.
//
// Others still have it: booths keep their own events, peers all that they have read. Two things let
// it come back, and nothing is decided wrongly before it has:
// - The log gets a new name. Whoever reads its feed by cursor, or hands events in, notices and
//   begins anew (docs/storage.md).
// - The peers that were known are awaited: until the feed of each has been read to its end, the log
//   signs no event of its own and gives no claim. A service that signed on from the copy's end
//   would sign a second history of its own chain; a claim given then might be of a visa that was
//   used.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "visa/result.h"

namespace evisa::db {

/// To be done once with a restored copy, before a program opens it as its log. `peers`: may be
/// empty. Returns the new name. Errors: as open_database.
[[nodiscard]] Result<std::string> begin_restored_log(const std::filesystem::path& file,
                                                     const std::vector<std::string>& peers);

}  // namespace evisa::db
