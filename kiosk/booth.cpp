// One booth at work: what it trusts, what it has on record, its verdicts and its records.
#include "kiosk/booth.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <variant>

#include "cli/own_file.h"
#include "kiosk/known_events.h"
#include "verifier/seal_scan.h"

namespace evisa::kiosk {
namespace {

Result<void> fits(const crypto::TrustBundle& bundle, const BoothIdentity& identity) {
  if (bundle.test_only() == identity.test_only) return {};
  return fail(Errc::untrusted,
              fmt::format("bundle {} is {}, booth {} is {}", bundle.sequence(),
                          bundle.test_only() ? "test-marked" : "for production", identity.name(),
                          identity.test_only ? "test-marked" : "for production"),
              "a booth takes bundles of its own kind only");
}

/// The entry that a claim stands for, unless it is known already: its event may still be on its
/// way.
void add_winner(const db::Claim& claim, visa::VisaNumber number,
                std::vector<visa::Crossing>& history) {
  if (std::ranges::find(history, claim.event, &visa::Crossing::id) != history.end()) return;
  visa::Crossing entry;
  entry.id = claim.event;
  entry.time = claim.time;
  entry.visa = number;
  entry.airport = claim.airport;
  history.push_back(std::move(entry));
}

}  // namespace

Result<std::unique_ptr<Booth>> Booth::open(BoothHome home) {
  auto trust = cli::of_own_file(db::TrustStore::open(home.trust_folder(), home.authority()),
                                home.trust_folder());
  if (!trust) return std::unexpected(trust.error());
  auto log =
      cli::of_own_file(db::CrossingLog::open(home.log_file(), db::Open::existing), home.log_file());
  if (!log) return std::unexpected(log.error());
  const std::string name = home.identity().name();
  const auto remembered = (*trust)->head(name);
  if (!remembered) return std::unexpected(remembered.error());
  if (auto same = db::check_head(**log, name, *remembered); !same) {
    return std::unexpected(same.error());
  }
  std::unique_ptr<Booth> booth(new Booth(std::move(home), std::move(*trust), std::move(*log)));
  // After a crash between the two the log is ahead of the memory.
  if (auto noted = booth->remember_head(std::nullopt); !noted) {
    return std::unexpected(noted.error());
  }
  return booth;
}

Result<std::shared_ptr<const crypto::TrustBundle>> Booth::import_bundle(
    const std::filesystem::path& bundle) {
  return trust_->import(
      bundle, bundle.string() + ".minisig",
      [this](const crypto::TrustBundle& seen) { return fits(seen, home_.identity()); });
}

Result<std::shared_ptr<const crypto::TrustBundle>> Booth::replace_authority(
    const BoothHome& home, const db::NextAuthority& next) {
  const std::array pinned{home.authority_file()};
  return db::replace_authority(
      home.trust_folder(), next, pinned,
      [&](const crypto::TrustBundle& seen) { return fits(seen, home.identity()); });
}

Result<Verdict> Booth::inspect(const Presented& presented, visa::Instant now) const {
  auto trust = trusted(now);
  if (!trust) return std::unexpected(trust.error());
  Verdict verdict{std::move(*trust), {}, {}};

  auto& request = verdict.request;
  request.seal = verifier::validate_reading(presented.reading, verdict.trust.signers(), now);
  request.passport = presented.passport;
  request.direction = presented.direction;
  request.checkpoint = home_.identity().airport;
  request.booth = home_.identity().name();
  request.ticks = presented.ticks;
  request.arrival = presented.arrival;
  request.flight = presented.flight;
  request.now = now;
  bool answered = link_ != nullptr && link_->state() == LinkState::up;
  if (request.seal->verified && request.seal->verified->visa().number) {
    auto known =
        known_events(*request.seal->verified->visa().number, *log_, home_.identity().name(), link_);
    if (!known) return std::unexpected(cli::own_file_fault(known.error(), home_.log_file()));
    request.history = std::move(known->events);
    request.history_asked = true;
    if (presented.lost_to)
      add_winner(*presented.lost_to, *request.seal->verified->visa().number, request.history);
    answered = known->asked_service;
  }
  // Without an answer the rule set's offline_entry decides.
  request.cut_off = !answered;
  verdict.inspection = verifier::inspect(request, verdict.trust.trust());
  return verdict;
}

Result<Outcome> Booth::record(const Verdict& verdict, const verifier::OfficerAct& act,
                              const crypto::Ed25519SecretKey& key) {
  const auto& rules = *verdict.trust.trust().rules;
  const bool rests_on_service =
      !verdict.request.cut_off && rules.offline_entry == visa::OfflineEntry::second_look;
  if (!rests_on_service) return record_as(verdict, act, key, verifier::Unclaimed::provisional);
  auto outcome = record_as(verdict, act, key, verifier::Unclaimed::refused);
  if (outcome || outcome.error().code != Errc::unavailable) return outcome;
  // The service was lost since the inspection, and the authority wants such entries looked at.
  Verdict alone{verdict.trust, verdict.request, {}};
  alone.request.cut_off = true;
  alone.inspection = verifier::inspect(alone.request, alone.trust.trust());
  outcome = record_as(alone, act, key, verifier::Unclaimed::provisional);
  if (!outcome) outcome.error().message = "without the airport service: " + outcome.error().message;
  return outcome;
}

Result<Outcome> Booth::record_as(const Verdict& verdict, const verifier::OfficerAct& act,
                                 const crypto::Ed25519SecretKey& key,
                                 verifier::Unclaimed unclaimed) {
  auto draft =
      verifier::draft_crossing(verdict.inspection, verdict.request, act, verdict.trust.trust());
  if (!draft) return std::unexpected(draft.error());
  auto outcome = write(*draft, verdict.trust.trust().clock, key, unclaimed);
  if (outcome && outcome->event)
    outcome->reasons =
        verifier::after_record(verdict.inspection, *outcome->event, verdict.trust.trust());
  return outcome;
}

Result<std::shared_ptr<const crypto::TrustBundle>> Booth::in_force() const {
  auto bundle = trust_->current();
  if (bundle) {
    if (auto ok = fits(**bundle, home_.identity()); !ok) bundle = std::unexpected(ok.error());
  }
  return cli::of_own_file(std::move(bundle), home_.trust_folder());
}

Result<verifier::LoadedTrust> Booth::trusted(visa::Instant now) const {
  const auto bundle = in_force();
  if (!bundle) return std::unexpected(bundle.error());
  const auto latest = cli::of_own_file(trust_->latest_time(), home_.trust_folder());
  if (!latest) return std::unexpected(latest.error());
  auto trust = verifier::LoadedTrust::of(*bundle);
  trust.judge_clock(now, *latest, link_ != nullptr ? link_->service_now() : std::nullopt);
  return trust;
}

Result<void> Booth::remember_head(std::optional<visa::Instant> when) {
  const std::string name = home_.identity().name();
  const auto head = log_->head(name);
  if (!head) return std::unexpected(head.error());
  return trust_->saw_head(name, *head, when);
}

Result<void> Booth::heard_time(visa::Instant there) {
  const auto bundle = in_force();
  if (!bundle) return {};  // nothing is decided here yet
  // Told by one machine: it must not make every right time untrusted ever after.
  const std::chrono::days longest{(*bundle)->rules().clock_ahead_max_days};
  if (there - (*bundle)->issued_at() > longest) return {};
  return remember_head(there);
}

std::optional<std::uint64_t> Booth::bundle_sequence() const {
  const auto bundle = in_force();
  return bundle ? std::optional((*bundle)->sequence()) : std::nullopt;
}

Result<db::RecordAnswer> Booth::store(const verifier::Draft& draft,
                                      const crypto::Ed25519SecretKey& key,
                                      verifier::Unclaimed unclaimed) {
  if (link_ == nullptr)
    return log_->record(draft.crossing, key, draft.idempotency_key, draft.forced).get();
  const bool entry = draft.crossing.kind == visa::EventKind::entry;
  const bool ask = entry ? link_->is_worth_asking() : link_->state() == LinkState::up;
  if (entry && !ask && unclaimed == verifier::Unclaimed::refused)
    return fail(Errc::unavailable, link_->fault());
  return verifier::record_claimed(*log_, ask ? link_ : nullptr, draft, key, unclaimed);
}

Result<Outcome> Booth::write(const verifier::Draft& draft, const visa::ClockState& clock,
                             const crypto::Ed25519SecretKey& key, verifier::Unclaimed unclaimed) {
  Outcome outcome;
  if (draft.already) {
    outcome.kind = Outcome::Kind::already;
    outcome.earlier = draft.already;
    return outcome;
  }
  // What an earlier act could not note any more is noted first: nothing is recorded that could be
  // taken away unnoticed.
  if (auto noted = remember_head(std::nullopt); !noted) return std::unexpected(noted.error());
  auto answer = store(draft, key, unclaimed);
  // Malformed is what lies in the log; what the rules do not allow is out of range.
  if (!answer && answer.error().code == Errc::malformed)
    return std::unexpected(cli::own_file_fault(std::move(answer.error()), home_.log_file()));
  if (!answer) return std::unexpected(answer.error());
  if (const auto* refused = std::get_if<db::Refused>(&*answer)) {
    outcome.kind = Outcome::Kind::refused;
    outcome.earlier = refused->winner.event;
    outcome.winner = refused->winner;
    return outcome;
  }
  const auto& recorded = std::get<db::Recorded>(*answer);
  // The act is on disk by now and must not be reported as failed; the next one notes it otherwise.
  std::ignore = remember_head(clock.trusted() ? std::optional(recorded.event.time) : std::nullopt);
  outcome.kind = recorded.already ? Outcome::Kind::already : Outcome::Kind::recorded;
  outcome.event = recorded.event;
  if (recorded.already) outcome.earlier = recorded.event.id;
  return outcome;
}

}  // namespace evisa::kiosk
