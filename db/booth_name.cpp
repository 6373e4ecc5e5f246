// A booth's name, held against what events can carry.
#include "db/booth_name.h"

#include <fmt/format.h>

#include "visa/crossing.h"

namespace evisa::db {

Result<std::string> airport_of_booth(std::string_view name) {
  const auto id = visa::EventId::parse(std::string(name) + "/1");
  const auto hyphen = name.rfind('-');
  const bool two_words = hyphen != std::string_view::npos && hyphen > 0 && hyphen + 1 < name.size();
  if (!id || id->booth != name || !two_words) {
    return fail(Errc::malformed, fmt::format("\"{}\" is not a booth's name", name.substr(0, 40)),
                "airport, hyphen, number: ALA-03");
  }
  return std::string(name.substr(0, hyphen));
}

}  // namespace evisa::db
