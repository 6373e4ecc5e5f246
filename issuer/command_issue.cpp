// evisa-issuer issue: applications in, e-visas and a report of the refused out.
#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <optional>

#include "cli/own_file.h"
#include "cli/progress.h"
#include "crypto/files.h"
#include "issuer/command_options.h"
#include "issuer/decisions.h"
#include "issuer/issue_messages.h"
#include "issuer/issuing_lock.h"
#include "issuer/issuing_run.h"
#include "issuer/office_files.h"
#include "issuer/pending_page.h"
#include "issuer/report_file.h"

namespace evisa::issuer {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kLargestInput = 256U << 20;

struct Options {
  std::string applications, home, out, passphrase_file, at, format, profile, report;
  std::vector<std::string> approvals;  // APPLICATION=REASON
  RuleFiles rule_files;
  PageFlags page;
  bool no_pdf = false, json = false;
};

Result<std::string> read_stdin() {
  std::string text;
  char block[65536];
  while (const auto n = std::fread(block, 1, sizeof block, stdin)) {
    if (text.size() + n > kLargestInput) {
      return fail(Errc::out_of_range,
                  fmt::format("standard input: more than {} bytes", kLargestInput));
    }
    text.append(block, n);
  }
  if (std::ferror(stdin) != 0) return fail(Errc::io, "standard input cannot be read");
  return text;
}

Result<std::vector<ApplicationRow>> load_applications(const Options& options) {
  const bool piped = options.applications == "-";
  const auto format = !options.format.empty() ? parse_application_format(options.format)
                      : piped                 ? Result<ApplicationFormat>(ApplicationFormat::json)
                                              : format_of(options.applications);
  if (!format) return std::unexpected(format.error());
  if (piped) {
    const auto text = read_stdin();
    if (!text) return std::unexpected(text.error());
    return read_applications(*text, *format);
  }
  const auto bytes = crypto::read_file(options.applications, kLargestInput);
  if (!bytes) return std::unexpected(bytes.error());
  auto rows = read_applications(crypto::as_text(*bytes), *format);
  if (!rows)
    rows.error().message = fmt::format("{}: {}", options.applications, rows.error().message);
  return rows;
}

/// `APPLICATION=REASON`, each named one by one: a list cannot be waved through.
Result<Approvals::value_type> parse_approval(std::string_view text) {
  const std::size_t at = text.find('=');
  if (at == text.npos || at == 0 || text.find_first_not_of(' ', at + 1) == text.npos) {
    return fail(Errc::malformed, fmt::format("found \"{}\", expected APPLICATION=REASON", text));
  }
  return Approvals::value_type(text.substr(0, at), text.substr(at + 1));
}

Result<Approvals> parse_approvals(const std::vector<std::string>& texts) {
  Approvals approvals;
  for (const auto& text : texts) {
    const auto approval = parse_approval(text);
    if (!approval) return std::unexpected(approval.error());
    approvals[approval->first] = approval->second;
  }
  return approvals;
}

Result<void> record_approvals(const AuthorityHome& home, const Approvals& approvals,
                              visa::Instant at) {
  for (const auto& [application, reason] : approvals) {
    const auto done = record_decision(home.folder() / "decisions.jsonl", application,
                                      "territory_approved", reason, at);
    if (!done) return done;
  }
  return {};
}

Reader reader_of_stderr() { return ::isatty(STDERR_FILENO) == 1 ? Reader::terminal : Reader::log; }

RunEvents events_of(const Options& options, cli::Progress& progress) {
  return {[&options](const Issued& issued) {
            fmt::print("{}", issued_line(issued, options.json));
            std::fflush(stdout);
          },
          [](const ApplicationRow& row, const Notice& notice) {
            fmt::print(stderr, "{}", notice_line(row, notice, reader_of_stderr()));
          },
          [&progress](std::size_t done) { progress.step(done); }};
}

/// The folder of the pages, swept of what an interrupted run left.
Result<void> prepare_out(const fs::path& out, const std::string& tag,
                         const db::VisaRegister& visas) {
  std::error_code error;
  fs::create_directories(out, error);
  if (error) return fail(Errc::io, fmt::format("{}: {}", out.string(), error.message()));
  const auto swept = sweep_pending(out, tag, visas);
  if (!swept) return std::unexpected(swept.error());
  for (const auto& file : swept->published) {
    fmt::print(stderr, "evisa-issuer: notice: {} is from an interrupted run\n", file.string());
  }
  return {};
}

Result<void> check_profile(const Options& options, const HomeSettings& settings) {
  if (options.profile.empty() || options.profile == crypto::to_string(settings.profile)) return {};
  return fail(Errc::ineligible,
              fmt::format("--profile {}: this home signs with the {} profile", options.profile,
                          crypto::to_string(settings.profile)),
              "evisa-issuer init --profile makes another home");
}

/// All that a run stands on, opened before the first application is looked at.
struct Desk {
  AuthorityHome home;
  Rules rules;
  IssuingLock lock;
  std::unique_ptr<db::VisaRegister> visas;
  crypto::SealSigner signer;
};

Result<Desk> open_desk(const Options& options, const AuthorityHome& home, visa::Instant now) {
  auto rules = load_rules(options.rule_files);
  if (!rules) return std::unexpected(rules.error());
  auto lock = IssuingLock::take(home.lock_file());
  if (!lock) return std::unexpected(lock.error());
  const auto passphrase = passphrase_from(options.passphrase_file);
  if (!passphrase) return std::unexpected(passphrase.error());
  auto signer = cli::of_own_file(home.unlock_signer(*passphrase, now), home.folder() / "signers");
  if (!signer) return std::unexpected(signer.error());
  auto visas = open_register(home);
  if (!visas) return std::unexpected(visas.error());
  return Desk{home, std::move(*rules), std::move(*lock), std::move(*visas), std::move(*signer)};
}

/// nullopt when none is asked for.
Result<std::optional<ReportFile>> open_report(const std::string& place) {
  if (place.empty()) return std::nullopt;
  auto report = ReportFile::open(place);
  if (!report) return std::unexpected(report.error());
  return std::optional<ReportFile>(std::move(*report));
}

Result<int> run_rows(const std::vector<ApplicationRow>& rows, const Options& options,
                     const Desk& desk, const std::function<visa::Instant()>& clock,
                     const Approvals& approvals, const Commands& commands) {
  IssuingOffice office;
  const auto authority = desk.home.authority();
  if (!authority) return std::unexpected(authority.error());
  office.signer = &desk.signer;
  office.visas = desk.visas.get();
  office.rules = desk.rules.tables();
  office.random_digits = commands.random_digits;
  office.out = options.out;
  office.tag = authority->id_hex();
  if (options.no_pdf) {
    office.printout.reset();
  } else {
    office.printout = printout_options(options.page, desk.home.settings());
    if (const auto ok = prepare_out(office.out, office.tag, *desk.visas); !ok)
      return std::unexpected(ok.error());
  }
  auto report = open_report(options.report);
  if (!report) return std::unexpected(report.error());
  Result<IssuingRun> run = IssuingRun{};
  {
    cli::Progress progress("issuing", rows.size());
    run = issue_rows(rows, office, clock, approvals, events_of(options, progress));
  }
  // What stops a run is never an application: those are refused row by row.
  if (!run) return std::unexpected(cli::own_file_fault(run.error(), desk.home.folder()));
  fmt::print(stderr, "{}", run_summary(*run, rows.size(), reader_of_stderr(), report->has_value()));
  if (*report) {
    const auto written = (*report)->publish(report_csv(run->refused));
    if (!written) return std::unexpected(written.error());
  }
  return run->refused.empty() ? cli::kOk : cli::kRefused;
}

Result<int> run(const Options& options, const Commands& commands) {
  const auto approvals = parse_approvals(options.approvals);
  if (!approvals) return std::unexpected(approvals.error());
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  if (const auto ok = check_profile(options, home->settings()); !ok)
    return std::unexpected(ok.error());
  const auto clock = clock_of(options.at, home->settings(), commands);
  if (!clock) return std::unexpected(clock.error());
  const auto rows = load_applications(options);
  if (!rows) return std::unexpected(rows.error());
  const auto desk = open_desk(options, *home, (*clock)());
  if (!desk) return std::unexpected(desk.error());
  if (const auto ok = record_approvals(*home, *approvals, (*clock)()); !ok)
    return std::unexpected(ok.error());
  return run_rows(*rows, options, *desk, *clock, *approvals, commands);
}

}  // namespace

void add_issue(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      add_command(app, "issue", "Issue e-visas from applications, each row all or nothing");
  command
      ->add_option("applications", options->applications,
                   "APPLICATION.json, APPLICATIONS.jsonl or .csv, or - for standard input")
      ->required();
  add_home(*command, options->home);
  command->add_option("--out", options->out, "Folder for the pages, NUMBER.pdf each");
  add_passphrase(*command, options->passphrase_file);
  add_at(*command, options->at);
  add_rules(*command, options->rule_files);
  add_page(*command, options->page);
  command
      ->add_option("--format", options->format,
                   "json, jsonl or csv; by the file's ending without it (-: json)")
      ->check(CLI::IsMember({"json", "jsonl", "csv"}));
  command->add_option("--profile", options->profile, "Fail unless the home signs with this profile")
      ->check(CLI::IsMember({"national", "icao"}));
  command->add_option("--report", options->report, "Write the refused rows and why, as CSV");
  command
      ->add_option("--approve-territory", options->approvals,
                   "APPLICATION=REASON: a person looked at the passport of a territory (recorded)")
      ->allow_extra_args(false)
      ->check(taken_by(parse_approval));
  command->add_flag("--no-pdf", options->no_pdf, "Sign and register, print nothing");
  command->add_flag("--json", options->json, "One JSON object a line for each visa issued");
  command->callback([options, &commands] {
    if (options->out.empty() && !options->no_pdf) {
      throw CLI::ValidationError("--out", "is missing (--no-pdf registers without a page)");
    }
    if (!options->out.empty() && options->no_pdf) {
      throw CLI::ValidationError("--out", "says where pages go, but --no-pdf makes none");
    }
    commands.chosen = [options, &commands] { return run(*options, commands); };
  });
}

}  // namespace evisa::issuer
