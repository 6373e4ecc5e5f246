// evisa-kiosk: the booth. Wiring only.
#include <fmt/core.h>

#include <chrono>

#include "cli/command_line.h"
#include "kiosk/commands.h"

int main(int argc, char** argv) {
  using namespace evisa;
  CLI::App app(
      "The passport control booth: reads the e-visa's code from a camera, inspects it with "
      "the passport's MRZ, and records the officer's act. Works without any network.",
      "evisa-kiosk");
  cli::describe(app);
  kiosk::Options options;
  kiosk::declare(app, options);
  return cli::main_with(app, argc, argv, [&] {
    const auto done = [&]() -> Result<int> {
      if (app.got_subcommand("init")) return kiosk::make_booth(options);
      if (app.got_subcommand("bundle")) return kiosk::take_bundle(options);
      const auto now =
          std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
      if (kiosk::is_by_hand(options)) return kiosk::record_by_hand(options, now);
      if (options.source.empty()) {
        fmt::print(stderr, "evisa-kiosk: error: no --source\nhint: evisa-kiosk --help\n");
        return cli::kUsage;
      }
      return kiosk::serve_traveller(options, now);
    }();
    return done ? *done : cli::report("evisa-kiosk", done.error());
  });
}
