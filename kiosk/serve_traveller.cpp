// One traveller: watch until a seal is stable, inspect, record when told to.
#include <fmt/core.h>

#include <cstdio>
#include <optional>

#include "cli/command_line.h"
#include "cli/own_file.h"
#include "kiosk/camera_text.h"
#include "kiosk/commands.h"
#include "kiosk/connection.h"
#include "kiosk/link_text.h"
#include "kiosk/option_rules.h"
#include "kiosk/outcome_text.h"
#include "kiosk/session.h"
#include "verifier/input.h"
#include "verifier/inspection_json.h"
#include "verifier/inspection_text.h"

namespace evisa::kiosk {
namespace {

/// What one traveller's turn came to.
struct Served {
  Watched watched;
  Verdict verdict;
  std::optional<Outcome> outcome;  ///< where something was recorded
  LinkReport link;
};

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
  if (const auto named = named_act(options)) return *named;
  const bool overridden = !options.reason.empty();
  const auto outcome = verdict.inspection.outcome;
  if (verdict.request.direction == visa::Direction::exit) {
    return outcome <= visa::Severity::notice || overridden ? Act::let_out : Act::refer;
  }
  if (outcome <= visa::Severity::notice) return Act::admit;
  if (outcome == visa::Severity::second_look) return overridden ? Act::admit : Act::refer;
  return Act::refuse;
}

Result<Outcome> record(Booth& booth, const Verdict& verdict, const Options& options,
                       const crypto::Ed25519SecretKey& key) {
  verifier::OfficerAct act;
  act.act = act_for(options, verdict);
  act.officer = options.officer;
  act.note = options.reason;
  act.senior = options.senior;
  act.provisional = true;  // unless a service gives its claim
  return booth.record(verdict, act, key);
}

/// 0 opens a gate: only for a traveller who was found in order and not turned away by the officer.
int exit_code(const Verdict& verdict, const std::optional<Outcome>& outcome) {
  if (outcome && outcome->kind == Outcome::Kind::refused) return cli::kRefused;
  if (outcome && outcome->event &&
      (outcome->event->kind == visa::EventKind::refusal ||
       outcome->event->kind == visa::EventKind::referral)) {
    return cli::kRefused;
  }
  return verdict.inspection.outcome <= visa::Severity::notice ? cli::kOk : cli::kRefused;
}

/// The camera is the booth's own: a film that cannot be read is nothing against the traveller.
Result<Watched> watch(const Options& options) {
  auto source = cli::of_own_file(reader::open_frames(options.source), options.source);
  if (!source) return std::unexpected(source.error());
  return cli::of_own_file(watch_for_seal(**source, options.limits), options.source);
}

/// The booth's key, where something is to be recorded.
Result<std::optional<crypto::Ed25519SecretKey>> key_to_record(const Booth& booth,
                                                              const Options& options) {
  if (!options.record) return std::nullopt;
  auto key = unlock(booth, options);
  if (!key) return std::unexpected(key.error());
  return std::move(*key);
}

void print(const Served& served, const Options& options, visa::Language language) {
  const auto& [watched, verdict, outcome, link] = served;
  const auto& table = *verdict.trust.trust().reasons;
  if (options.json) {
    crypto::Json json = verifier::to_json(verdict.inspection, verdict.request, table, language);
    json["camera"] = camera_json(watched);
    put_link(json, link);
    json["record"] = outcome ? to_json(*outcome, table, language) : crypto::Json(nullptr);
    fmt::print("{}\n", json.dump(2));
    return;
  }
  fmt::print("{}{}{}", verifier::to_text(verdict.inspection, table, language),
             camera_text(watched, language), link_text(link, language));
  if (outcome) fmt::print("{}", to_text(*outcome, table, language));
}

}  // namespace

Result<int> serve_traveller(const Options& options, const Clock& clock) {
  if (const auto ok = check_together(options); !ok) return std::unexpected(ok.error());
  const auto session = open_session(options, clock);
  if (!session) return std::unexpected(session.error());
  Booth& booth = *session->booth;
  auto presented = read_presented(options, visa::LocalTime::kazakhstan().date_of(session->opened));
  if (!presented) return std::unexpected(presented.error());
  // While the key is opened and the camera looked at, the service may answer, or turn out not to.
  const auto service = Connection::open(options, booth, clock);
  if (!service) return std::unexpected(service.error());
  if (const auto trust = booth.trusted(session->opened); !trust)
    return std::unexpected(trust.error());
  const auto key = key_to_record(booth, options);
  if (!key) return std::unexpected(key.error());

  auto watched = watch(options);
  if (!watched) return std::unexpected(watched.error());
  presented->reading = std::move(watched->reading);
  auto verdict = booth.inspect(*presented, session->clock());
  if (!verdict) return std::unexpected(verdict.error());
  Served served{std::move(*watched), std::move(*verdict), {}, {}};
  std::optional<Error> not_recorded;
  if (*key) {
    auto recorded = record(booth, served.verdict, options, **key);
    if (recorded) {
      served.outcome = std::move(*recorded);
    } else {
      not_recorded = std::move(recorded.error());
    }
  }
  if (*service) served.link = (*service)->report();
  print(served, options, session->language);
  std::fflush(stdout);  // nobody waits for what comes after it
  if (*service && served.outcome) (*service)->finish(kHandIn);
  // Told after the verdict, which the officer needs all the same.
  if (not_recorded) return std::unexpected(std::move(*not_recorded));
  return exit_code(served.verdict, served.outcome);
}

}  // namespace evisa::kiosk
