// A visa register that came back from a copy: bundles may have been published after it.
#pragma once

#include <cstdint>
#include <filesystem>

#include "visa/result.h"

namespace evisa::db {

/// To be done once with a restored copy. Booths refuse a bundle whose number they have seen: the
/// next ones leave out `skipped` numbers, more than were given since the copy was taken. Returns
/// the number after which it goes on. Errors: as open_database.
[[nodiscard]] Result<std::uint64_t> begin_restored_register(const std::filesystem::path& file,
                                                            std::uint64_t skipped);

}  // namespace evisa::db
