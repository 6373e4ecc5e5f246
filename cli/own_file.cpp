// A program's own files: damage in them is the machine's fault.
#include "cli/own_file.h"

#include "cli/command_line.h"

namespace evisa::cli {

Error own_file_fault(Error error, const std::filesystem::path& file) {
  if (exit_code_of(error.code) != kRefused) return error;
  if (error.message.find(file.string()) == std::string::npos)
    error.message = file.string() + ": " + error.message;
  error.code = Errc::io;
  return error;
}

}  // namespace evisa::cli
