// evisa-kiosk: the booth. Wiring only.
#include <chrono>

#include "cli/command_line.h"
#include "kiosk/commands.h"

int main(int argc, char** argv) {
  using namespace evisa;
  CLI::App app(
      "The passport control booth: reads the e-visa's code from a camera, inspects it with "
      "the passport's MRZ, and records the officer's act. Works without any network; asks the "
      "airport's service where there is one.",
      "evisa-kiosk");
  cli::describe(app);
  kiosk::Options options;
  kiosk::declare(app, options);
  return cli::main_with(app, argc, argv, [&] {
    const kiosk::Clock clock = [] {
      return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    };
    const auto done = kiosk::run(app, options, clock);
    return done ? *done : cli::report(app.get_name(), done.error());
  });
}
