// Arguments are text: what is not UTF-8 is refused before anything is made of it.
#pragma once

#include <CLI/CLI.hpp>

namespace evisa::cli {

/// Throws CLI::ValidationError naming the option of `app`, or of a command that was chosen, with an
/// argument that is not UTF-8.
void require_utf8(const CLI::App& app);

}  // namespace evisa::cli
