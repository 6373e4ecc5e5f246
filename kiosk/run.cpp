// Which command the words name.
#include "kiosk/commands.h"
#include "kiosk/option_rules.h"

namespace evisa::kiosk {
namespace {

[[noreturn]] Result<int> usage(const Error& error) {
  throw CLI::ValidationError(error.hint.empty() ? error.message
                                                : error.message + "; " + error.hint);
}

}  // namespace

Result<int> run(const CLI::App& app, const Options& options, const Clock& clock) {
  if (app.got_subcommand("init")) return make_booth(options);
  if (app.got_subcommand("bundle")) return take_bundle(options);
  if (app.got_subcommand("officer")) return manage_officers(options, clock());
  if (app.got_subcommand("run")) {
    if (const auto service = check_service(options); !service)
      return std::unexpected(service.error());
    return run_booth(options, clock);
  }
  if (app.got_subcommand("calibrate")) {
    if (options.source.empty() && options.page.empty())
      throw CLI::ValidationError("calibrate needs --page FILE (to print) or --source (to look)");
    return calibrate(options);
  }
  if (options.self_test || app.got_subcommand("self-test")) {
    if (auto ok = check_self_test(options); !ok) return usage(ok.error());
    return self_test(options, clock);
  }
  if (const auto together = check_together(options); !together) return usage(together.error());
  return is_by_hand(options) ? record_by_hand(options, clock) : serve_traveller(options, clock);
}

}  // namespace evisa::kiosk
