// Which command the words name.
#include "kiosk/commands.h"
#include "kiosk/option_rules.h"

namespace evisa::kiosk {

Result<int> run(const CLI::App& app, const Options& options, const Clock& clock) {
  if (app.got_subcommand("init")) return make_booth(options);
  if (app.got_subcommand("bundle")) return take_bundle(options);
  if (app.got_subcommand("officer")) return manage_officers(options, clock());
  if (app.got_subcommand("run")) {
    if (const auto service = check_service(options); !service)
      return std::unexpected(service.error());
    return run_booth(options, clock);
  }
  if (const auto together = check_together(options); !together) {
    const auto& [code, message, hint] = together.error();
    throw CLI::ValidationError(hint.empty() ? message : message + "; " + hint);
  }
  return is_by_hand(options) ? record_by_hand(options, clock) : serve_traveller(options, clock);
}

}  // namespace evisa::kiosk
