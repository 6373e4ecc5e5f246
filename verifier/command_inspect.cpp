// evisa-verifier inspect: the decision for one traveller; read-only.
#include <fmt/format.h>

#include "cli/command_line.h"
#include "cli/own_file.h"
#include "db/crossing_log.h"
#include "verifier/commands.h"
#include "verifier/input.h"
#include "verifier/inspect_options.h"
#include "verifier/inspection_json.h"
#include "verifier/inspection_text.h"
#include "verifier/own_data.h"
#include "verifier/presented.h"
#include "verifier/record_input.h"
#include "verifier/seal_scan.h"

namespace evisa::verifier {
namespace {

constexpr std::size_t kRecordLimit = 1U << 20;

Result<void> take_seal(const InspectOptions& options, const LoadedTrust& trust,
                       const visa::Date& today, InspectionRequest& request) {
  if (!options.text.empty())
    request.seal = validate_scan(crypto::as_bytes(options.text), trust.signers(), request.now);
  if (options.file.empty()) return {};
  const auto document = read_document(options.file);
  if (!document) return std::unexpected(document.error());
  present(*document, trust.signers(), today, request);
  return {};
}

Result<void> take_record(const InspectOptions& options, InspectionRequest& request) {
  if (options.record.empty()) return {};
  const auto text = read_input(options.record, kRecordLimit);
  if (!text) return std::unexpected(text.error());
  auto record = parse_one_record(crypto::as_text(*text));
  if (!record) return std::unexpected(cli::about(options.record, record.error()));
  request.record = std::move(*record);
  request.register_asked = true;
  return {};
}

Result<void> take_passport(const InspectOptions& options, const visa::Date& today,
                           InspectionRequest& request) {
  if (options.passport_mrz.empty()) return {};
  const auto lines = read_lines_argument(options.passport_mrz);
  if (!lines) return std::unexpected(lines.error());
  auto mrz = read_passport(*lines, today);
  if (!mrz) return std::unexpected(mrz.error());
  request.passport = std::move(*mrz);
  return {};
}

Result<void> take_history(const InspectOptions& options, InspectionRequest& request) {
  if (options.log.empty()) return {};
  if (!std::filesystem::exists(options.log))
    return fail(Errc::not_found, fmt::format("{}: no such crossing log", options.log),
                "an inspection never makes a log: an empty one would hide an earlier entry");
  const auto log = db::CrossingLog::open(options.log, db::Open::existing);
  if (!log) return std::unexpected(cli::about(options.log, log.error()));
  const auto number = proved_number(request);
  if (!number) return {};
  auto history = (*log)->history(*number);
  if (!history) return std::unexpected(cli::about(options.log, history.error()));
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
  if (!at) return report_usage(at.error());
  const auto language = visa::parse_language(options.language);
  if (!language) return report_usage(language.error());
  const auto trust = load_trust(options.trust, *at);
  if (!trust) return report_own(trust.error());
  if (const auto known = check_airport(options.airport, trust->trust()); !known)
    return report_usage(known.error());
  auto request = make_request(options, *trust, *at);
  if (!request) return cli::report(kProgram, request.error());
  if (const auto done = take_history(options, *request); !done) return report_own(done.error());
  const Inspection inspection = inspect(*request, trust->trust());
  print(options, inspection, *request, trust->trust(), *language);
  return inspection.outcome <= visa::Severity::notice ? cli::kOk : cli::kRefused;
}

}  // namespace

void add_inspect_command(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("inspect", "Decide on one traveller; records nothing");
  auto options = std::make_shared<InspectOptions>();
  declare(*command, *options);
  command->callback([&session, options] {
    require_sense(*options);
    session.chosen = [options, now = session.now] { return run(*options, now); };
  });
}

}  // namespace evisa::verifier
