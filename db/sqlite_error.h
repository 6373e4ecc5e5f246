// SQLite's exceptions end here: each becomes one Error that names the file and says what to do.
#pragma once

#include <SQLiteCpp/Exception.h>

#include <filesystem>
#include <type_traits>

#include "visa/result.h"

namespace evisa::db {

/// An SQLite failure as an Error: io (disk, permission), unavailable (locked), malformed (damaged),
/// conflict (a constraint).
[[nodiscard]] Error describe(const SQLite::Exception& exception, const std::filesystem::path& file);

/// Runs `work`, which returns a Result and may call SQLite.
template <class Work>
[[nodiscard]] auto guarded(const std::filesystem::path& file, Work&& work)
    -> std::invoke_result_t<Work> {
  try {
    return work();
  } catch (const SQLite::Exception& exception) {
    return std::unexpected(describe(exception, file));
  }
}

}  // namespace evisa::db
