// Problems and notices as a person reads them.
#include "issuer/problem.h"

#include <fmt/core.h>

namespace evisa::issuer {

std::string to_string(const Problem& problem) {
  const std::string where = problem.field.empty() ? "" : problem.field + ": ";
  return fmt::format("{}found {}, expected {}", where, problem.found, problem.expected);
}

std::string to_string(const Notice& notice) { return notice.field + ": " + notice.text; }

}  // namespace evisa::issuer
