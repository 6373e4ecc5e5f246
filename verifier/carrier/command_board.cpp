// evisa-verifier board: may the passengers of this flight board? A whole flight, offline or asked
// of an airport's service.
#include <fmt/format.h>

#include <filesystem>

#include "cli/command_line.h"
#include "cli/progress.h"
#include "cli/token_file.h"
#include "crypto/files.h"
#include "verifier/carrier/flight.h"
#include "verifier/carrier/offline.h"
#include "verifier/carrier/online.h"
#include "verifier/commands.h"
#include "verifier/input.h"
#include "verifier/trust_source.h"

namespace evisa::verifier {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kManifestLimit = 4U << 20;

struct BoardOptions {
  std::string manifest, flight, airport, arrival, record_file, log, language = "en", out, at;
  std::string service, service_ca, service_token, receipts;
  TrustOptions trust;
  bool json = false;
};

/// Nobody was answered: never the exit code of a flight of which some may not board.
int not_done(const Error& error) {
  cli::report(kProgram, error);
  return cli::kFailed;
}

Result<std::vector<carrier::ManifestRow>> read_manifest(const BoardOptions& options,
                                                        const visa::Date& today) {
  const auto bytes = read_input(options.manifest, kManifestLimit);
  if (!bytes) return std::unexpected(bytes.error());
  auto rows = carrier::parse_manifest(crypto::as_text(*bytes), today);
  if (!rows) rows.error().message = fmt::format("{}: {}", options.manifest, rows.error().message);
  return rows;
}

Result<carrier::Flight> read_flight(const BoardOptions& options,
                                    const visa::AirportTable& airports) {
  carrier::Flight flight;
  flight.number = carrier::parse_flight(options.flight).value();  // checked by the command line
  flight.arrival = visa::parse_instant(options.arrival).value();
  flight.language = visa::parse_language(options.language).value();
  const visa::Airport* airport = airports.find(options.airport);
  if (airport == nullptr)
    return fail(Errc::out_of_range,
                fmt::format("--airport {}: no airport of Kazakhstan", options.airport),
                "the airport at which the flight lands in Kazakhstan: ALA, NQZ, ...");
  flight.airport = airport->iata;
  return flight;
}

/// The content of the code in a picture, PDF or scan that lies beside the manifest.
Result<crypto::Bytes> read_seal(const std::string& manifest, const std::string& file) {
  const fs::path beside = fs::path(manifest).parent_path() / file;
  auto document = read_document(beside.string());
  if (!document) return std::unexpected(document.error());
  if (document->pages.empty()) return std::move(document->scanned);
  const auto view = one_view(document->pages);
  if (view.seal) return *view.seal;
  return fail(
      Errc::unreadable,
      fmt::format("{}: {}", beside.string(),
                  view.several_seals ? "several different e-visas" : "no e-visa seal found"),
      "one print-out in one file; scan it flat, upright and whole");
}

void print(const BoardOptions& options, const std::vector<carrier::BoardedRow>& rows,
           const carrier::Flight& flight) {
  if (options.json)
    fmt::print("{}\n", to_json(rows, flight).dump(2));
  else
    fmt::print("{}", to_text(rows));
  fmt::print(stderr, "{}: {}\n", kProgram, summary(rows, flight));
  if (options.log.empty() && options.service.empty())
    fmt::print(stderr,
               "hint: no crossing log was given (--log), so nobody's visa is known to be unused\n");
}

/// A receipt's file is named by its number: ALA-S1-42.json.
Result<void> keep_receipts(const std::string& folder,
                           const std::vector<carrier::BoardedRow>& rows) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  for (const auto& row : rows) {
    if (!row.receipt) continue;
    const auto receipt = crypto::parse_receipt(row.receipt->json);
    if (!receipt) return std::unexpected(receipt.error());
    const auto name = fmt::format("{}-{}.json", receipt->id.booth, receipt->id.sequence);
    const auto content = crypto::write_receipt_file(*row.receipt);
    if (auto done = crypto::write_file(fs::path(folder) / name, crypto::as_bytes(content)); !done)
      return done;
  }
  return {};
}

/// What was answered, told and kept; the exit code.
int tell(const BoardOptions& options, const std::vector<carrier::BoardedRow>& boarded,
         const carrier::Flight& flight) {
  if (!options.receipts.empty()) {
    if (auto kept = keep_receipts(options.receipts, boarded); !kept) return not_done(kept.error());
  }
  if (!options.out.empty()) {
    const auto written = crypto::write_file(options.out, crypto::as_bytes(to_csv(boarded)));
    if (!written) return not_done(written.error());
  }
  print(options, boarded, flight);
  return all_board(boarded) ? cli::kOk : cli::kRefused;
}

int run_online(const BoardOptions& options, visa::Instant now) {
  // The service's own tables decide; these know how to read an MRZ and an airport's name.
  const auto flight = read_flight(options, visa::AirportTable::builtin());
  if (!flight) {
    cli::report(kProgram, flight.error());
    return cli::kUsage;
  }
  auto token = cli::read_token_file(options.service_token);
  if (!token) return not_done(token.error());
  auto desk = carrier::OnlineDesk::create(
      {.url = options.service, .ca = options.service_ca, .token = std::move(*token)});
  if (!desk) return not_done(desk.error());
  auto rows = read_manifest(options, visa::RuleSet::builtin().local_time.date_of(now));
  if (!rows) return not_done(rows.error());
  Result<std::vector<carrier::BoardedRow>> boarded;
  {
    cli::Progress progress("checking", rows->size());
    boarded = desk->board(
        std::move(*rows), *flight,
        [&](const std::string& file) { return read_seal(options.manifest, file); },
        [&](std::size_t done) { progress.step(done); });
  }
  if (!boarded) return not_done(boarded.error());
  return tell(options, *boarded, *flight);
}

int run(const BoardOptions& options, visa::Instant now) {
  if (!options.service.empty()) return run_online(options, now);
  const auto at = instant_or(options.at, now);
  if (!at) return not_done(at.error());
  const auto trust = load_trust(options.trust, *at);
  if (!trust) return not_done(trust.error());
  const auto flight = read_flight(options, *trust->trust().airports);
  if (!flight) {
    cli::report(kProgram, flight.error());
    return cli::kUsage;
  }
  auto rows = read_manifest(options, trust->trust().rules->local_time.date_of(*at));
  if (!rows) return not_done(rows.error());
  auto known = carrier::OfflineKnowledge::open(options.record_file, options.log);
  if (!known) return not_done(known.error());
  const auto check = [&](const carrier::BoardingRequest& request) {
    return carrier::check_boarding(
        request, trust->signers(), trust->trust(),
        [&](const auto& which) { return known->of(which.number); }, *at);
  };
  std::vector<carrier::BoardedRow> boarded;
  {
    cli::Progress progress("checking", rows->size());
    boarded = board_flight(
        std::move(*rows), *flight, check,
        [&](const std::string& file) { return read_seal(options.manifest, file); },
        [&](std::size_t done) { progress.step(done); });
  }
  if (known->failure()) return not_done(*known->failure());
  return tell(options, boarded, *flight);
}

/// The service knows log, register and time by itself; a file beside it would look as if it
/// counted.
void check_sources(const BoardOptions& options) {
  if (options.service.empty()) {
    for (const auto* alone : {&options.service_ca, &options.service_token, &options.receipts})
      if (!alone->empty())
        throw CLI::RequiredError("--service (with --service-ca, --service-token, --receipts)");
    return;
  }
  if (options.service_token.empty()) throw CLI::RequiredError("--service-token (with --service)");
  for (const auto* offline :
       {&options.trust.bundle, &options.trust.authority, &options.trust.folder,
        &options.record_file, &options.log, &options.at})
    if (!offline->empty())
      throw CLI::ValidationError("--service",
                                 "answers by itself: without --bundle, --authority, --trust, "
                                 "--record-file, --log and --at");
}

/// A parser of the domain as a check of an option: what it refuses is a usage error.
template <class Parse>
CLI::Validator parsed_by(Parse parse) {
  return {[parse](std::string& text) {
            const auto value = parse(std::string_view(text));
            return value ? std::string() : value.error().message;
          },
          ""};
}

}  // namespace

void add_board_command(CLI::App& app, Session& session) {
  auto* command =
      app.add_subcommand("board",
                         "May the passengers of a flight board? Offline, or asked of an "
                         "airport; records nothing");
  auto options = std::make_shared<BoardOptions>();
  command
      ->add_option("MANIFEST", options->manifest,
                   "CSV, one passenger a row (docs/carriers.md); - for standard input")
      ->required();
  command->add_option("--flight", options->flight, "KC872")
      ->required()
      ->check(parsed_by(carrier::parse_flight));
  command->add_option("--airport", options->airport, "Where it lands in Kazakhstan: ALA")
      ->required();
  command->add_option("--arrival", options->arrival, "Scheduled arrival, UTC: 2026-11-20T21:10:00Z")
      ->required()
      ->check(parsed_by(visa::parse_instant));
  add_bundle_options(*command, options->trust);
  command
      ->add_option("--record-file", options->record_file,
                   "Records of the visas, JSON; a visa that is not among them does not exist")
      ->type_name("FILE");
  command->add_option("--log", options->log, "Crossing log with earlier entries")
      ->type_name("FILE");
  command->add_option("--lang", options->language, "en, ru, kk or zh")
      ->check(CLI::IsMember({"en", "ru", "kk", "zh"}));
  command->add_option("--out", options->out, "Answers as CSV")->type_name("FILE");
  command->add_option("--at", options->at, "Instant to judge at, 2026-11-20T10:00:00Z; default now")
      ->check(parsed_by(visa::parse_instant));
  command->add_option("--service", options->service,
                      "Ask an airport's service, https://NAME:PORT, in place of --bundle");
  command->add_option("--service-ca", options->service_ca, "PEM; the only root it may be under")
      ->type_name("FILE");
  command
      ->add_option("--service-token", options->service_token, "File with the airline's token, 0600")
      ->type_name("FILE");
  command->add_option("--receipts", options->receipts, "Folder for the service's signed receipts")
      ->type_name("DIR");
  command->add_flag("--json", options->json, "For machines");
  command->parse_complete_callback([options] { check_sources(*options); });
  command->footer(
      "Exit codes: 0 all may board, 1 answered and some may not, 2 usage, 3 nobody was answered.");
  command->callback([&session, options] {
    session.chosen = [options, now = session.now] { return run(*options, now); };
  });
}

}  // namespace evisa::verifier
