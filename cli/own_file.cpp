// A program's own files: damage in them is the machine's fault.
#include "cli/own_file.h"

#include "cli/command_line.h"

namespace evisa::cli {

Error about(const std::filesystem::path& file, Error error) {
  if (!error.message.contains(file.string())) error.message = file.string() + ": " + error.message;
  return error;
}

Error own_file_fault(Error error, const std::filesystem::path& file) {
  if (exit_code_of(error.code) != kRefused) return error;
  error.code = Errc::io;
  return about(file, std::move(error));
}

}  // namespace evisa::cli
