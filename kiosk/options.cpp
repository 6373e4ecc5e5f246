// The kiosk's command line as values.
#include "kiosk/options.h"

#include <fmt/format.h>

#include "cli/taken_by.h"
#include "http/client.h"
#include "kiosk/booth_home.h"
#include "visa/airports.h"
#include "visa/crossing.h"

namespace evisa::kiosk {
namespace {

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

/// An airport of Kazakhstan by its present IATA code: events carry it, so a booth has no other
/// name.
Result<void> check_airport(std::string_view text) {
  const auto& table = visa::AirportTable::builtin();
  const visa::Airport* airport = table.find(text);
  if (airport != nullptr && airport->iata.text() == text) return {};
  if (airport != nullptr)
    return fail(Errc::malformed,
                fmt::format("found {}, expected its IATA code {}", text, airport->iata.text()));
  std::string known;
  for (const auto& each : table.all()) known += fmt::format(" {}", each.iata.text());
  return fail(Errc::malformed, fmt::format("found {}, expected one of{}", text, known));
}

void declare_home(CLI::App& app, Options& options) {
  app.add_option("--home", options.home, "The booth's folder")->capture_default_str();
}

void declare_passphrase(CLI::App& app, Options& options) {
  app.add_option("--passphrase-file", options.passphrase_file,
                 "First line opens the booth's key; without it you are asked");
}

void declare_init(CLI::App& app, Options& options) {
  auto* init = app.add_subcommand("init", "Make a booth's folder with its key");
  declare_home(*init, options);
  declare_passphrase(*init, options);
  init->add_option("--airport", options.airport, "IATA code, such as ALA")
      ->transform(upper)
      ->check(cli::taken_by(check_airport))
      ->required();
  init->add_option("--booth", options.booth, "The booth's number at this airport, such as 03")
      ->check(cli::taken_by(check_booth_number))
      ->required();
  init->add_option("--authority", options.authority, "The authority's public key file")->required();
  init->add_flag("--production", options.production,
                 "Not a test booth: takes production bundles only, and its own clock");
}

void declare_bundle(CLI::App& app, Options& options) {
  auto* bundle = app.add_subcommand("bundle", "Take over a trust bundle, for example from USB");
  declare_home(*bundle, options);
  bundle->add_option("FILE", options.bundle, "trust.bundle, with trust.bundle.minisig beside it")
      ->required();
  bundle->add_option("--new-authority", options.new_authority,
                     "The authority has a new key, this file, and FILE is its first bundle");
}

void declare_inspection(CLI::App& app, Options& options) {
  app.add_option("--source", options.source,
                 "Camera number, video file, http://... stream, or folder of pictures");
  app.add_option("--airport", options.airport, "Checked against the booth's folder")
      ->transform(upper);
  app.add_option("--booth", options.booth, "Checked against the booth's folder");
  app.add_option("--stable", options.limits.stable_frames, "Frames that must agree on the code")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  app.add_option("--frames", options.limits.frames, "Give up after so many frames")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--passport-mrz", options.passport_mrz,
                 "Two lines as text (\\n between), @FILE, or - for standard input");
  app.add_option("--direction", options.direction, "entry or exit")
      ->check(CLI::IsMember({"entry", "exit"}))
      ->capture_default_str();
  app.add_option("--arrival", options.arrival, "When the flight landed, UTC")
      ->check(cli::taken_by(visa::parse_instant));
  app.add_option("--flight", options.flight, "Flight number");
  app.add_option("--at", options.at, "Pretend it is this instant, UTC (test booths only)")
      ->check(cli::taken_by(visa::parse_instant));
  app.add_option("--lang", options.language, "Officer's language: en, ru, kk")
      ->check(CLI::IsMember({"en", "ru", "kk"}))
      ->capture_default_str();
  app.add_flag("--json", options.json, "Result as JSON");
}

void declare_service(CLI::App& app, Options& options) {
  auto* service =
      app.add_option("--service", options.service,
                     "The airport's service, https://NAME:PORT; without it the booth works alone")
          ->check(cli::taken_by(http::Endpoint::parse));
  app.add_option("--service-ca", options.service_ca,
                 "Root that the service's certificate is under, PEM")
      ->type_name("FILE")
      ->needs(service);
  auto* token = app.add_option("--service-token", options.service_token,
                               "First line is this booth's token (evisa-verifier token create)")
                    ->type_name("FILE")
                    ->needs(service);
  service->needs(token);
}

void declare_ticks(CLI::App& app, Options& options) {
  app.add_flag("--passport-doubt", options.passport_doubt,
               "Tick: the passport's condition is in doubt");
  app.add_option("--blank-pages", options.blank_pages, "Tick: blank pages in the passport")
      ->check(CLI::Range(0, 200));
  app.add_flag("--children", options.children, "Tick: travels with children");
  app.add_flag("--companion-without-visa", options.companion_without_visa,
               "Tick: a companion has no visa");
  app.add_flag("--replaced-passport", options.replaced_passport,
               "Tick: leaves on another document than at entry");
}

void declare_recording(CLI::App& app, Options& options) {
  auto* record = app.add_flag("--record", options.record, "Record the officer's act");
  app.add_option("--act", options.act,
                 "admit, refuse, refer or exit, else what follows from the verdict; reverse, "
                 "resolve")
      ->check(CLI::IsMember({"admit", "refuse", "refer", "exit", "reverse", "resolve"}))
      ->needs(record);
  app.add_option("--visa", options.visa,
                 "With --act exit: the visa's number, where the paper cannot be read")
      ->check(cli::taken_by(visa::VisaNumber::parse));
  app.add_option("--event", options.event,
                 "With --act reverse or resolve: the event taken back or kept, ALA-03/17")
      ->check(cli::taken_by(visa::EventId::parse));
  // An act without --record would be lost without a word, and a record needs somebody's badge.
  auto* officer =
      app.add_option("--officer", options.officer, "Badge of the officer who acts")->needs(record);
  record->needs(officer);
  app.add_option("--reason", options.reason, "Why a second look or refusal is overridden")
      ->needs(record);
  app.add_option("--senior", options.senior, "Badge of the senior officer, where one is needed")
      ->needs(record);
}

void declare_run(CLI::App& app, Options& options) {
  auto* run = app.add_subcommand(
      "run", "The booth at work: camera, officer's page on loopback, crossing log");
  declare_home(*run, options);
  declare_passphrase(*run, options);
  run->add_option("--source", options.source,
                  "Camera number, http://... stream; a video file or folder stands in for one")
      ->required();
  run->add_option("--listen", options.listen, "Port of the page on 127.0.0.1, 0: any free one")
      ->capture_default_str();
  run->add_option("--passport-reader", options.passport_reader,
                  "Serial line of a passport reader (9600 8N1), such as /dev/ttyACM0")
      ->type_name("DEVICE");
  run->add_option("--at", options.at, "Pretend it is this instant, UTC (test booths only)")
      ->check(cli::taken_by(visa::parse_instant));
  declare_service(*run, options);
}

void declare_camera(CLI::App& command, Options& options) {
  command.add_option("--source", options.source,
                     "Camera number, http://... stream, film or folder");
  command.add_flag("--json", options.json, "Result as JSON");
}

void declare_self_test(CLI::App& app, Options& options) {
  constexpr auto kWhat = "Look at camera, light, focus, clock, bundle, disk and link";
  app.add_flag("--self-test", options.self_test, kWhat);
  auto* command = app.add_subcommand("self-test", kWhat);
  declare_home(*command, options);
  declare_camera(*command, options);
  declare_service(*command, options);
}

void declare_calibrate(CLI::App& app, Options& options) {
  auto* command = app.add_subcommand("calibrate", "Set a booth up: print a test page, look at it");
  declare_camera(*command, options);
  auto* page = command->add_option("--page", options.page, "Write the test page to this PDF");
  page->excludes(command->get_option("--source"));
}

void declare_officer(CLI::App& app, Options& options) {
  auto* officer = app.add_subcommand("officer", "Who may log in at this booth");
  officer->require_subcommand(1);
  const auto add = [&](const char* name, const char* what) {
    auto* command = officer->add_subcommand(name, what);
    declare_home(*command, options);
    command->callback([&options, name] { options.officer_command = name; });
    return command;
  };
  const auto about = [&](const char* name, const char* what) {
    auto* command = add(name, what);
    command->add_option("BADGE", options.badge, "Badge, such as KZ-1204")->required();
    return command;
  };
  const auto with_pin = [&](CLI::App* command) {
    command->add_option("--pin-file", options.pin_file,
                        "First line of this file; without it you are asked");
    return command;
  };
  with_pin(about("add", "Let a badge in"))
      ->add_option("--role", options.role, "officer, senior or supervisor")
      ->check(CLI::IsMember({"officer", "senior", "supervisor"}))
      ->required();
  with_pin(about("pin", "Set a new PIN"));
  about("disable", "Let a badge in no more");
  about("enable", "Let a disabled badge in again");
  add("list", "All badges");
}

}  // namespace

void declare(CLI::App& app, Options& options) {
  declare_home(app, options);
  declare_passphrase(app, options);
  declare_init(app, options);
  declare_bundle(app, options);
  declare_run(app, options);
  declare_self_test(app, options);
  declare_calibrate(app, options);
  declare_officer(app, options);
  declare_service(app, options);
  declare_inspection(app, options);
  declare_ticks(app, options);
  declare_recording(app, options);
}

}  // namespace evisa::kiosk
