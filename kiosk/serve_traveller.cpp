// One traveller: watch until a seal is stable, inspect, record when told to.
#include <fmt/core.h>

#include <optional>

#include "cli/command_line.h"
#include "kiosk/booth.h"
#include "kiosk/commands.h"
#include "verifier/input.h"
#include "verifier/inspection_json.h"
#include "verifier/inspection_text.h"

namespace evisa::kiosk {
namespace {

/// The options name the booth again, so that a wrong folder is noticed.
Result<void> same_booth(const Options& options, const BoothIdentity& identity) {
  const auto differs = [](const std::string& given, const std::string& own) {
    return !given.empty() && given != own;
  };
  if (!differs(options.airport, identity.airport) && !differs(options.booth, identity.booth))
    return {};
  return fail(Errc::conflict,
              fmt::format("asked for booth {}-{}, {} belongs to {}", options.airport, options.booth,
                          options.home, identity.name()),
              "give the --home of that booth");
}

Result<visa::Instant> time_of(const Options& options, const BoothIdentity& identity,
                              visa::Instant clock) {
  if (options.at.empty()) return clock;
  if (!identity.test_only) {
    return fail(Errc::untrusted, "--at: a production booth takes the time from its clock only");
  }
  return visa::parse_instant(options.at);
}

Result<Presented> read_presented(const Options& options, const visa::Date& today) {
  Presented presented;
  if (!options.passport_mrz.empty()) {
    const auto text = verifier::read_lines_argument(options.passport_mrz);
    if (!text) return std::unexpected(text.error());
    auto mrz = visa::parse_mrz(*text, today);
    if (!mrz) return std::unexpected(mrz.error());
    presented.passport = std::move(*mrz);
  }
  const auto direction = visa::parse_direction(options.direction);
  if (!direction) return std::unexpected(direction.error());
  presented.direction = *direction;
  if (!options.arrival.empty()) {
    const auto arrival = visa::parse_instant(options.arrival);
    if (!arrival) return std::unexpected(arrival.error());
    presented.arrival = *arrival;
  }
  presented.flight = options.flight;
  presented.ticks.passport_in_doubt = options.passport_doubt;
  presented.ticks.blank_pages = options.blank_pages;
  presented.ticks.children_travelling = options.children;
  presented.ticks.companion_without_visa = options.companion_without_visa;
  presented.ticks.replaced_passport = options.replaced_passport;
  return presented;
}

verifier::Act act_for(const Options& options, const Verdict& verdict) {
  using verifier::Act;
  if (options.act == "admit") return Act::admit;
  if (options.act == "refuse") return Act::refuse;
  if (options.act == "refer") return Act::refer;
  if (options.act == "exit") return Act::let_out;
  const bool overridden = !options.reason.empty();
  const auto outcome = verdict.inspection.outcome;
  if (verdict.request.direction == visa::Direction::exit) {
    return outcome <= visa::Severity::notice || overridden ? Act::let_out : Act::refer;
  }
  if (outcome <= visa::Severity::notice) return Act::admit;
  if (outcome == visa::Severity::second_look) return overridden ? Act::admit : Act::refer;
  return Act::refuse;
}

Result<Outcome> record(Booth& booth, const Verdict& verdict, const Options& options) {
  const auto passphrase = crypto::read_passphrase(
      options.passphrase_file,
      fmt::format("Passphrase for the key of booth {}: ", booth.home().identity().name()));
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto key = booth.home().unlock(*passphrase);
  if (!key) return std::unexpected(key.error());
  verifier::OfficerAct act;
  act.act = act_for(options, verdict);
  act.officer = options.officer;
  act.note = options.reason;
  act.senior = options.senior;
  act.provisional = true;  // this booth has no airport service to claim the visa with
  return booth.record(verdict, act, *key);
}

std::string_view to_string(Outcome::Kind kind) {
  switch (kind) {
    case Outcome::Kind::recorded:
      return "recorded";
    case Outcome::Kind::already:
      return "already_recorded";
    case Outcome::Kind::refused:
      return "conflict";
  }
  return "";
}

crypto::Json to_json(const Outcome& outcome, const visa::ReasonTable& table,
                     visa::Language language) {
  crypto::Json json = {{"result", to_string(outcome.kind)}};
  if (outcome.event) {
    json["event"] = outcome.event->id.text();
    json["kind"] = visa::to_string(outcome.event->kind);
    json["provisional"] = outcome.event->provisional;
  }
  if (outcome.earlier) json["earlier"] = outcome.earlier->text();
  json["reasons"] = crypto::Json::array();
  for (const auto& reason : outcome.reasons) {
    json["reasons"].push_back(verifier::to_json(reason, table, language));
  }
  return json;
}

void print(const Outcome& outcome, const visa::ReasonTable& table, visa::Language language) {
  switch (outcome.kind) {
    case Outcome::Kind::recorded:
      fmt::print("RECORDED  {} as event {}{}\n", visa::to_string(outcome.event->kind),
                 outcome.event->id.text(),
                 outcome.event->provisional ? " (provisional: airport service not asked)" : "");
      break;
    case Outcome::Kind::already:
      fmt::print("ALREADY RECORDED  as event {}\n", outcome.earlier->text());
      break;
    case Outcome::Kind::refused:
      fmt::print("NOT RECORDED  the visa was used by event {}\n", outcome.earlier->text());
      break;
  }
  for (const auto& reason : outcome.reasons) {
    fmt::print("  {}\n", table.officer_text(reason, language));
  }
}

int exit_code(const Verdict& verdict, const std::optional<Outcome>& outcome) {
  if (outcome && outcome->kind == Outcome::Kind::refused) return cli::kRefused;
  return verdict.inspection.outcome <= visa::Severity::notice ? cli::kOk : cli::kRefused;
}

Result<Watched> watch(const Options& options) {
  auto source = reader::open_frames(options.source);
  if (!source) return std::unexpected(source.error());
  return watch_for_seal(**source, options.limits);
}

}  // namespace

Result<int> serve_traveller(const Options& options, visa::Instant clock) {
  auto home = BoothHome::open(options.home);
  if (!home) return std::unexpected(home.error());
  if (auto ok = same_booth(options, home->identity()); !ok) return std::unexpected(ok.error());
  const auto now = time_of(options, home->identity(), clock);
  if (!now) return std::unexpected(now.error());
  const auto language = visa::parse_language(options.language);
  if (!language) return std::unexpected(language.error());
  auto presented = read_presented(options, visa::LocalTime::kazakhstan().date_of(*now));
  if (!presented) return std::unexpected(presented.error());
  auto booth = Booth::open(std::move(*home));
  if (!booth) return std::unexpected(booth.error());

  auto watched = watch(options);
  if (!watched) return std::unexpected(watched.error());
  presented->reading = std::move(watched->reading);
  const auto verdict = (*booth)->inspect(*presented, *now);
  if (!verdict) return std::unexpected(verdict.error());
  std::optional<Outcome> outcome;
  if (options.record) {
    auto recorded = record(**booth, *verdict, options);
    if (!recorded) return std::unexpected(recorded.error());
    outcome = std::move(*recorded);
  }

  const auto& table = *verdict->trust.trust().reasons;
  if (options.json) {
    crypto::Json json = verifier::to_json(verdict->inspection, verdict->request, table, *language);
    json["camera"] = {{"frames", watched->frames},
                      {"frames_read", watched->frames_read},
                      {"stable", watched->stable}};
    json["record"] = outcome ? to_json(*outcome, table, *language) : crypto::Json(nullptr);
    fmt::print("{}\n", json.dump(2));
  } else {
    fmt::print("{}", verifier::to_text(verdict->inspection, table, *language));
    if (outcome) print(*outcome, table, *language);
  }
  return exit_code(*verdict, outcome);
}

}  // namespace evisa::kiosk
