// What an error is about decides the exit code.
#include "verifier/own_data.h"

#include "cli/command_line.h"
#include "verifier/commands.h"
#include "visa/trim.h"

namespace evisa::verifier {

int report_own(const Error& error) {
  cli::report(kProgram, error);
  return cli::kFailed;
}

int report_usage(const Error& error) {
  cli::report(kProgram, error);
  return cli::kUsage;
}

std::string not_empty(const std::string& text) {
  return visa::trim(text).empty() ? "found nothing, expected a text" : "";
}

Error about(const std::string& file, Error error) {
  if (!error.message.contains(file)) error.message = file + ": " + error.message;
  return error;
}

}  // namespace evisa::verifier
