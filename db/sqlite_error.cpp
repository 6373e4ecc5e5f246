// SQLite's result codes to the project's causes, with a hint for the person at the machine.
#include "db/sqlite_error.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace evisa::db {

Error describe(const SQLite::Exception& exception, const std::filesystem::path& file) {
  const std::string name = file.string();
  const std::string_view why = exception.what();
  switch (exception.getErrorCode()) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Errc::unavailable, fmt::format("{} is in use by another program: {}", name, why),
              "close the other program, or try again"};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return {Errc::malformed, fmt::format("{} is damaged or not a database: {}", name, why),
              "keep the file for inspection and restore it from the last copy"};
    case SQLITE_FULL:
      return {Errc::io, fmt::format("no space left for {}: {}", name, why),
              "free some space on the disk; nothing that was acknowledged is lost"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
      return {Errc::io, fmt::format("{} cannot be written: {}", name, why),
              "check the owner and the permissions of the file and of its folder"};
    case SQLITE_CONSTRAINT:
      return {Errc::conflict, fmt::format("{} does not accept this: {}", name, why)};
    default:
      return {Errc::io, fmt::format("{}: {}", name, why), "check the disk"};
  }
}

}  // namespace evisa::db
