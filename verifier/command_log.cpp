// evisa-verifier log verify|show: the crossing log, re-checked and told.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/command_line.h"
#include "cli/own_file.h"
#include "cli/taken_by.h"
#include "crypto/files.h"
#include "crypto/strict_json.h"
#include "db/crossing_log.h"
#include "verifier/commands.h"
#include "verifier/own_data.h"
#include "visa/printable.h"

namespace evisa::verifier {
namespace {

constexpr std::size_t kKeyFileLimit = 4096;
constexpr std::size_t kPage = 1000;

struct LogOptions {
  std::string file, visa;
  std::vector<std::string> booths;  ///< NAME=FILE
  bool json = false;
};

Result<std::unique_ptr<db::CrossingLog>> open_log(const LogOptions& options) {
  if (!std::filesystem::exists(options.file))
    return fail(Errc::not_found, fmt::format("{}: no such crossing log", options.file));
  return db::CrossingLog::open(options.file, db::Open::existing);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
    text.remove_suffix(1);
  return text;
}

Result<crypto::Ed25519PublicKey> read_booth_key(const std::string& file) {
  const auto content = crypto::read_file(file, kKeyFileLimit);
  if (!content) return std::unexpected(content.error());
  const auto bytes = crypto::from_base64(trimmed(crypto::as_text(*content)));
  crypto::Ed25519PublicKey key{};
  if (!bytes || bytes->size() != key.size())
    return fail(Errc::malformed,
                fmt::format("{}: not a booth's public key (32 bytes in base64)", file));
  std::ranges::copy(*bytes, key.begin());
  return key;
}

std::string a_booth(const std::string& text) {
  const auto equals = text.find('=');
  const bool both = equals != std::string::npos && equals > 0 && equals + 1 < text.size();
  return both ? "" : fmt::format("found {}, expected NAME=FILE, such as ALA-03=booth.pub", text);
}

/// `booths`: each as `a_booth` takes it.
Result<db::BoothKeys> read_booth_keys(const std::vector<std::string>& booths) {
  db::BoothKeys keys;
  for (const auto& booth : booths) {
    const auto equals = booth.find('=');
    auto key = read_booth_key(booth.substr(equals + 1));
    if (!key) return std::unexpected(key.error());
    keys[booth.substr(0, equals)].push_back(*key);
  }
  return keys;
}

std::string_view to_string(db::ChainDefect::Kind kind) {
  switch (kind) {
    case db::ChainDefect::Kind::gap:
      return "gap";
    case db::ChainDefect::Kind::fork:
      return "fork";
    case db::ChainDefect::Kind::bad_signature:
      return "bad_signature";
    case db::ChainDefect::Kind::unknown_booth:
      return "unknown_booth";
    case db::ChainDefect::Kind::malformed:
      return "malformed";
  }
  return "malformed";
}

int print_defects(const std::vector<db::ChainDefect>& defects, bool as_json) {
  crypto::Json json = crypto::Json::array();
  for (const auto& defect : defects) {
    json.push_back({{"kind", to_string(defect.kind)},
                    {"event", defect.event.text()},
                    {"detail", defect.detail}});
    if (!as_json)
      fmt::print("{} at {}: {}\n", to_string(defect.kind), visa::printable(defect.event.text()),
                 visa::printable(defect.detail));
  }
  if (as_json)
    fmt::print("{}\n", json.dump(2));
  else if (defects.empty())
    fmt::print("every chain and every signature is in order\n");
  return defects.empty() ? cli::kOk : cli::kRefused;
}

/// Without a booth's key nothing that it signed can be verified: not a fault of the log.
void hint_at_keys(const std::vector<db::ChainDefect>& defects) {
  std::set<std::string> booths;
  for (const auto& defect : defects) booths.insert(defect.event.booth);
  std::string words;
  for (const auto& booth : booths) words += fmt::format(" --booth {}=FILE", booth);
  fmt::print(stderr, "hint: no booth's key was given; name them:{} (FILE: the booth's booth.pub)\n",
             visa::printable(words));
}

int verify(const LogOptions& options) {
  const auto log = open_log(options);
  if (!log) return report_own(cli::about(options.file, log.error()));
  const auto keys = read_booth_keys(options.booths);
  if (!keys) return report_own(keys.error());
  const auto defects = (*log)->verify(*keys);
  if (!defects) return report_own(cli::about(options.file, defects.error()));
  if (options.booths.empty() && !defects->empty()) hint_at_keys(*defects);
  return print_defects(*defects, options.json);
}

bool wanted(const LogOptions& options, const visa::Crossing& crossing) {
  return options.visa.empty() || (crossing.visa && crossing.visa->text() == options.visa);
}

void print(const visa::Crossing& event) {
  std::string reasons;
  for (const auto& code : event.reasons) reasons += " " + code;
  const std::string line =
      fmt::format("{}  {}  {:<10} visa {}  {}  officer {}  {}{}{}{}", event.id.text(),
                  visa::to_string(event.time), visa::to_string(event.kind),
                  event.visa ? event.visa->text() : "none", event.airport.text(), event.officer,
                  visa::to_string(event.outcome), reasons, event.provisional ? "  provisional" : "",
                  event.manual ? "  manual" : "");
  fmt::print("{}\n", visa::printable(line));
}

Result<void> print_all(const db::CrossingLog& log, const LogOptions& options) {
  crypto::Json all = crypto::Json::array();
  std::uint64_t cursor = 0;
  for (;;) {
    const auto page = log.feed(cursor, kPage);
    if (!page) return std::unexpected(page.error());
    if (page->empty()) break;
    for (const auto& stored : *page) {
      cursor = stored.cursor;
      const auto event = crypto::parse_event(stored.event.json);
      if (!event) return std::unexpected(event.error());
      if (!wanted(options, event->crossing)) continue;
      if (!options.json) {
        print(event->crossing);
        continue;
      }
      auto json = crypto::parse_json(stored.event.json);
      if (!json) return std::unexpected(json.error());
      all.push_back(std::move(*json));
    }
  }
  if (options.json) fmt::print("{}\n", all.dump(2));
  return {};
}

int show(const LogOptions& options) {
  const auto log = open_log(options);
  if (!log) return report_own(cli::about(options.file, log.error()));
  const auto done = print_all(**log, options);
  return done ? cli::kOk : report_own(cli::about(options.file, done.error()));
}

using Run = int (*)(const LogOptions&);

void finish(CLI::App& command, Session& session, std::shared_ptr<LogOptions> options, Run run) {
  command.add_option("FILE", options->file, "crossings.sqlite")->required();
  command.add_flag("--json", options->json, "For machines");
  command.callback(
      [&session, options, run] { session.chosen = [options, run] { return run(*options); }; });
}

}  // namespace

void add_log_command(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("log", "The crossing log");
  command->require_subcommand(1);
  auto options = std::make_shared<LogOptions>();
  auto* check = command->add_subcommand("verify", "Re-check every signature and chain");
  check->add_option("--booth", options->booths, "NAME=FILE: a booth and its public key")
      ->type_name("NAME=FILE")
      ->check(a_booth)
      ->allow_extra_args(false);
  finish(*check, session, options, verify);
  auto* tell = command->add_subcommand("show", "Print the events");
  tell->add_option("--visa", options->visa, "Only this visa's")
      ->check(cli::taken_by(visa::VisaNumber::parse));
  finish(*tell, session, options, show);
}

}  // namespace evisa::verifier
