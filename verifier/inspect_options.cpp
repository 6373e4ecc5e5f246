// The words of `evisa-verifier inspect`.
#include "verifier/inspect_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/taken_by.h"
#include "verifier/differences.h"
#include "verifier/flight_number.h"
#include "verifier/own_data.h"

namespace evisa::verifier {
namespace {

std::string a_field(const std::string& text) {
  const auto names = field_names();
  if (std::ranges::find(names, text) != names.end()) return {};
  std::string all;
  for (const auto name : names) all += fmt::format("{}{}", all.empty() ? "" : ", ", name);
  return fmt::format("found field \"{}\", expected one of {}", text, all);
}

void declare_papers(CLI::App& command, InspectOptions& options) {
  command.add_option("FILE", options.file, "Picture, PDF, scanned text or bytes; - for stdin")
      ->check(cli::not_empty);
  command.add_option("--text", options.text, "The code's text, KZV1...")
      ->check(cli::not_empty)
      ->excludes("FILE");
  command.add_option("--record", options.record, "Register record as JSON")
      ->type_name("FILE")
      ->check(cli::not_empty);
  command.add_option("--passport-mrz", options.passport_mrz, "Two lines 'L1\\nL2', @FILE, or -")
      ->check(cli::not_empty);
}

void declare_circumstances(CLI::App& command, InspectOptions& options) {
  command.add_option("--direction", options.direction, "entry, exit or boarding")
      ->check(CLI::IsMember({"entry", "exit", "boarding"}))
      ->required();
  command.add_option("--airport", options.airport, "IATA code, or the checkpoint's name")
      ->check(cli::not_empty)
      ->required();
  command.add_option("--booth", options.booth, "ALA-03, to know duplicate scans");
  command.add_option("--at", options.at, "Instant to judge at, 2026-11-20T10:00:00Z; default now")
      ->check(cli::taken_by(visa::parse_instant));
  command.add_option("--log", options.log, "Crossing log with earlier events")
      ->type_name("FILE")
      ->check(cli::not_empty);
  command
      .add_option("--arrival", options.arrival,
                  "Landed (entry) or scheduled to land (boarding), UTC")
      ->check(cli::taken_by(visa::parse_instant));
  command.add_option("--flight", options.flight, "Flight number, KC964")
      ->check(cli::taken_by(parse_flight_number));
  command.add_flag("--cut-off", options.cut_off, "The airport service cannot be asked");
}

void declare_ticks(CLI::App& command, InspectOptions& options) {
  command.add_flag("--passport-doubt", options.ticks.passport_in_doubt,
                   "Tick: authenticity, holder, marks, erasures, torn or unsewn pages");
  command.add_option("--blank-pages", options.blank_pages, "Tick: blank pages counted")
      ->check(CLI::NonNegativeNumber);
  command.add_flag("--children", options.ticks.children_travelling, "Tick: travels with children");
  command.add_flag("--companion-without-visa", options.ticks.companion_without_visa,
                   "Tick: a companion has no visa");
  command.add_flag("--no-printout", options.no_printout, "Tick: the print-out was not shown");
  command
      .add_option("--printout-differs", options.ticks.printout_differs,
                  "Tick: field in which the paper differs")
      ->type_name("FIELD")
      ->check(a_field)
      ->allow_extra_args(false);
  command.add_flag("--replaced-passport", options.ticks.replaced_passport,
                   "Tick: leaves on another document than at entry");
}

}  // namespace

void declare(CLI::App& command, InspectOptions& options) {
  declare_papers(command, options);
  declare_circumstances(command, options);
  add_bundle_options(command, options.trust);
  add_certificate_options(command, options.trust);
  declare_ticks(command, options);
  command.add_option("--lang", options.language, "en, ru or kk")
      ->check(CLI::IsMember({"en", "ru", "kk"}));
  command.add_flag("--carrier", options.carrier, "Boarding: only what an airline may know");
  command.add_flag("--json", options.json, "For machines");
}

void require_sense(const InspectOptions& options) {
  if (options.file.empty() && options.text.empty() && options.record.empty())
    throw CLI::RequiredError("FILE, --text or --record (what there is to inspect)");
  const auto from_stdin = [](const std::string& name) { return name == "-"; };
  if (from_stdin(options.file) + from_stdin(options.record) + from_stdin(options.passport_mrz) > 1)
    throw CLI::ValidationError("-",
                               "standard input can be only one of FILE, --record and "
                               "--passport-mrz");
  require_one_source(options.trust);
  if (options.direction == "boarding" && options.arrival.empty())
    throw CLI::RequiredError("--arrival (boarding is judged by the scheduled arrival)");
  if (options.carrier && options.direction != "boarding")
    throw CLI::ValidationError("--carrier", "goes with --direction boarding");
}

Result<void> check_airport(const std::string& airport, const Trust& trust) {
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  const bool code = airport.size() == 3 && std::ranges::all_of(airport, is_letter);
  if (!code || trust.airports->find(airport) != nullptr) return {};
  std::string known;
  for (const auto& one : trust.airports->all())
    known += fmt::format("{}{}", known.empty() ? "" : ", ", one.iata.text());
  return fail(Errc::out_of_range,
              fmt::format("--airport: found {}, which is no airport of the table", airport),
              fmt::format("one of {}; a checkpoint by land, rail or sea is given by name", known));
}

}  // namespace evisa::verifier
