// Decisions that a person took for an application; one JSON object a line, appended.
#include "issuer/decisions.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <string>

#include "crypto/strict_json.h"

namespace evisa::issuer {

Result<void> record_decision(const std::filesystem::path& file, std::string_view application_number,
                             std::string_view decision, std::string_view reason, visa::Instant at) {
  if (reason.find_first_not_of(' ') == std::string_view::npos) {
    return fail(Errc::malformed,
                fmt::format("the decision for application {} has no reason", application_number));
  }
  const crypto::Json json = {{"at", visa::to_string(at)},
                             {"application_number", std::string(application_number)},
                             {"decision", std::string(decision)},
                             {"reason", std::string(reason)}};
  const std::string line = json.dump(-1, ' ', false, crypto::Json::error_handler_t::replace) + "\n";
  const int handle = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  // O_APPEND and one write: a line is there whole or not at all.
  const bool written =
      handle >= 0 &&
      ::write(handle, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
      ::fsync(handle) == 0;
  if (handle >= 0) ::close(handle);
  if (!written) return fail(Errc::io, fmt::format("{}: cannot be written", file.string()));
  return {};
}

}  // namespace evisa::issuer
