// Arguments are text.
#include "cli/argument_text.h"

#include "visa/printable.h"

namespace evisa::cli {

void require_utf8(const CLI::App& app) {
  for (const auto* option : app.get_options())
    for (const auto& value : option->results())
      if (!visa::is_utf8(value))
        throw CLI::ValidationError(option->get_name(),
                                   "found \"" + value + "\", which is not UTF-8 text");
  for (const auto* chosen : app.get_subcommands([](const CLI::App*) { return true; }))
    if (chosen->parsed() || chosen->get_name().empty()) require_utf8(*chosen);
}

}  // namespace evisa::cli
