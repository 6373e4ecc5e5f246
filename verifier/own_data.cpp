// What an error is about decides the exit code.
#include "verifier/own_data.h"

#include "cli/command_line.h"
#include "verifier/commands.h"

namespace evisa::verifier {

int report_own(const Error& error) {
  cli::report(kProgram, error);
  return cli::kFailed;
}

int report_usage(const Error& error) {
  cli::report(kProgram, error);
  return cli::kUsage;
}

}  // namespace evisa::verifier
