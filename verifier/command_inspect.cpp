// evisa-verifier inspect: the decision for one traveller; read-only.
#include <fmt/format.h>

#include "cli/command_line.h"
#include "db/crossing_log.h"
#include "db/record_json.h"
#include "verifier/commands.h"
#include "verifier/input.h"
#include "verifier/inspection_json.h"
#include "verifier/inspection_text.h"
#include "verifier/seal_scan.h"
#include "verifier/trust_source.h"

namespace evisa::verifier {
namespace {

constexpr std::size_t kRecordLimit = 1U << 20;

struct InspectOptions {
  std::string file, text, record, passport_mrz, direction = "entry", airport, booth, at, log;
  std::string arrival, flight, language = "en";
  TrustOptions trust;
  OfficerTicks ticks;
  int blank_pages = -1;
  bool no_printout = false, cut_off = false, carrier = false, json = false;
};

/// The printed MRZ of the e-visa among those on the page.
std::optional<visa::Mrz> printed_mrz(const reader::Reading& reading, const visa::Date& today) {
  for (const auto& found : reading.mrzs) {
    std::string lines;
    for (const auto& line : found.lines) lines += line + "\n";
    auto mrz = visa::parse_mrz(lines, today);
    if (mrz && mrz->format != visa::MrzFormat::td3) return std::move(*mrz);
  }
  return std::nullopt;
}

Result<void> take_seal(const InspectOptions& options, const LoadedTrust& trust,
                       const visa::Date& today, InspectionRequest& request) {
  if (!options.text.empty())
    request.seal = validate_scan(crypto::as_bytes(options.text), trust.signers(), request.now);
  if (options.file.empty()) return {};
  const auto document = read_document(options.file);
  if (!document) return std::unexpected(document.error());
  if (document->pages.empty()) {
    request.seal = validate_scan(document->scanned, trust.signers(), request.now);
    return {};
  }
  const auto view = one_view(document->pages);
  request.seal = validate_reading(view, trust.signers(), request.now);
  request.printed_mrz = printed_mrz(view, today);
  return {};
}

Result<void> take_record(const InspectOptions& options, InspectionRequest& request) {
  if (options.record.empty()) return {};
  const auto text = read_input(options.record, kRecordLimit);
  if (!text) return std::unexpected(text.error());
  auto record = db::parse_record(crypto::as_text(*text));
  if (!record) return std::unexpected(record.error());
  request.record = std::move(*record);
  request.register_asked = true;
  return {};
}

Result<void> take_passport(const InspectOptions& options, const visa::Date& today,
                           InspectionRequest& request) {
  if (options.passport_mrz.empty()) return {};
  const auto lines = read_lines_argument(options.passport_mrz);
  if (!lines) return std::unexpected(lines.error());
  auto mrz = visa::parse_mrz(*lines, today);
  if (!mrz) {
    mrz.error().message = "passport " + mrz.error().message;
    return std::unexpected(mrz.error());
  }
  request.passport = std::move(*mrz);
  return {};
}

/// The number under which the log knows the visa; none as long as nothing is proved.
std::optional<visa::VisaNumber> proved_number(const InspectionRequest& request) {
  if (request.seal && request.seal->verified && request.seal->verified->visa().number)
    return request.seal->verified->visa().number;
  return request.record ? request.record->visa.number : std::nullopt;
}

Result<void> take_history(const InspectOptions& options, InspectionRequest& request) {
  if (options.log.empty()) return {};
  if (!std::filesystem::exists(options.log))
    return fail(Errc::not_found, fmt::format("{}: no such crossing log", options.log),
                "an inspection never makes a log: an empty one would hide an earlier entry");
  const auto log = db::CrossingLog::open(options.log, db::Open::existing);
  if (!log) return std::unexpected(log.error());
  const auto number = proved_number(request);
  if (!number) return {};
  auto history = (*log)->history(*number);
  if (!history) return std::unexpected(history.error());
  request.history = std::move(*history);
  request.history_asked = true;
  return {};
}

Result<void> take_circumstances(const InspectOptions& options, InspectionRequest& request) {
  const auto direction = visa::parse_direction(options.direction);
  if (!direction) return std::unexpected(direction.error());
  request.direction = *direction;
  request.checkpoint = options.airport;
  request.booth = options.booth;
  request.flight = options.flight;
  request.cut_off = options.cut_off;
  request.ticks = options.ticks;
  if (options.blank_pages >= 0) request.ticks.blank_pages = options.blank_pages;
  if (options.no_printout) request.ticks.printout_shown = false;
  if (options.arrival.empty()) return {};
  const auto arrival = visa::parse_instant(options.arrival);
  if (!arrival) return std::unexpected(arrival.error());
  request.arrival = *arrival;
  return {};
}

Result<InspectionRequest> make_request(const InspectOptions& options, const LoadedTrust& trust,
                                       visa::Instant at) {
  InspectionRequest request;
  request.now = at;
  const visa::Date today = trust.trust().rules->local_time.date_of(at);
  if (auto done = take_circumstances(options, request); !done) return std::unexpected(done.error());
  if (auto done = take_passport(options, today, request); !done)
    return std::unexpected(done.error());
  if (auto done = take_seal(options, trust, today, request); !done)
    return std::unexpected(done.error());
  if (auto done = take_record(options, request); !done) return std::unexpected(done.error());
  if (auto done = take_history(options, request); !done) return std::unexpected(done.error());
  return request;
}

void print(const InspectOptions& options, const Inspection& inspection,
           const InspectionRequest& request, const Trust& trust, visa::Language language) {
  if (options.carrier)
    fmt::print("{}\n", carrier_answer(inspection, request, *trust.reasons, language).dump(2));
  else if (options.json)
    fmt::print("{}\n", to_json(inspection, request, *trust.reasons, language).dump(2));
  else
    fmt::print("{}", to_text(inspection, *trust.reasons, language));
}

int run(const InspectOptions& options, visa::Instant now) {
  const auto at = instant_or(options.at, now);
  if (!at) return cli::report(kProgram, at.error());
  const auto language = visa::parse_language(options.language);
  if (!language) return cli::report(kProgram, language.error());
  const auto trust = load_trust(options.trust, *at);
  if (!trust) return cli::report(kProgram, trust.error());
  const auto request = make_request(options, *trust, *at);
  if (!request) return cli::report(kProgram, request.error());
  const Inspection inspection = inspect(*request, trust->trust());
  print(options, inspection, *request, trust->trust(), *language);
  return inspection.outcome <= visa::Severity::notice ? cli::kOk : cli::kRefused;
}

void add_ticks(CLI::App& command, InspectOptions& options) {
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
      ->allow_extra_args(false);
  command.add_flag("--replaced-passport", options.ticks.replaced_passport,
                   "Tick: leaves on another document than at entry");
}

void add_circumstances(CLI::App& command, InspectOptions& options) {
  command.add_option("--passport-mrz", options.passport_mrz, "Two lines 'L1\\nL2', @FILE, or -");
  command.add_option("--direction", options.direction, "entry, exit or boarding")
      ->check(CLI::IsMember({"entry", "exit", "boarding"}));
  command.add_option("--airport", options.airport, "IATA code, or the checkpoint's name")
      ->required();
  command.add_option("--booth", options.booth, "ALA-03, to know duplicate scans");
  command.add_option("--at", options.at, "Instant to judge at, 2026-11-20T10:00:00Z; default now");
  command.add_option("--log", options.log, "Crossing log with earlier events")->type_name("FILE");
  command.add_option("--arrival", options.arrival,
                     "Landed (entry) or scheduled to land (boarding), UTC");
  command.add_option("--flight", options.flight, "Flight number");
  command.add_flag("--cut-off", options.cut_off, "The airport service cannot be asked");
}

}  // namespace

void add_inspect_command(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("inspect", "Decide on one traveller; records nothing");
  auto options = std::make_shared<InspectOptions>();
  command->add_option("FILE", options->file, "Picture, PDF, scanned text or bytes; - for stdin");
  command->add_option("--text", options->text, "The code's text, KZV1...")->excludes("FILE");
  command->add_option("--record", options->record, "Register record as JSON")->type_name("FILE");
  add_circumstances(*command, *options);
  add_bundle_options(*command, options->trust);
  add_certificate_options(*command, options->trust);
  add_ticks(*command, *options);
  command->add_option("--lang", options->language, "en, ru or kk")
      ->check(CLI::IsMember({"en", "ru", "kk"}));
  command->add_flag("--carrier", options->carrier, "Boarding: only what an airline may know");
  command->add_flag("--json", options->json, "For machines");
  command->callback([&session, options] {
    if (options->direction == "boarding" && options->arrival.empty())
      throw CLI::RequiredError("--arrival (boarding is judged by the scheduled arrival)");
    if (options->carrier && options->direction != "boarding")
      throw CLI::ValidationError("--carrier", "goes with --direction boarding");
    session.chosen = [options, now = session.now] { return run(*options, now); };
  });
}

}  // namespace evisa::verifier
