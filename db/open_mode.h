// Whether a database that is not there may be made.
#pragma once

#include <cstdint>

namespace evisa::db {

/// A lost file must not come back as an empty one: an empty register revokes nothing and gives
/// numbers twice. So the file is made where it is first set up, and only there.
enum class Open : std::uint8_t {
  existing,  ///< a file that is absent, empty or without a schema is an error
  create,    ///< made when it is absent or empty
};

}  // namespace evisa::db
