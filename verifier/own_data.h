// What an error is about decides the exit code: the papers that were asked about (1), the words of
// the command (2), or what the program itself stands on (3).
#pragma once

#include "visa/result.h"

namespace evisa::verifier {

/// Reports an error in the program's own data: trust, log, keys. Whatever its cause, the
/// traveller's papers are not to blame: exit code 3.
int report_own(const Error& error);

/// Reports an error in the words of the command that shows only after its data were loaded: exit
/// code 2.
int report_usage(const Error& error);

}  // namespace evisa::verifier
