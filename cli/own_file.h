// A program's own files: damage in them is the machine's fault, never a fault of what was asked
// about. A script must not read "the booth's key file is damaged" as "refused".
#pragma once

#include <filesystem>
#include <utility>

#include "visa/result.h"

namespace evisa::cli {

/// The error with the file in front of its message, where the message does not name it already.
[[nodiscard]] Error about(const std::filesystem::path& file, Error error);

/// The error of one of the program's own files, as one that could not be carried out (`kFailed`);
/// the message then names the file. Errors that are no refusals stay as they are.
[[nodiscard]] Error own_file_fault(Error error, const std::filesystem::path& file);

/// `result`, its error as `own_file_fault` says it.
template <class T>
[[nodiscard]] Result<T> of_own_file(Result<T> result, const std::filesystem::path& file) {
  if (result) return result;
  return std::unexpected(own_file_fault(std::move(result.error()), file));
}

}  // namespace evisa::cli
