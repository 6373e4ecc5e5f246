// One airport's service: claims, intake, feed, sync, resolutions.
#include "tests/sim/airports/site.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/files.h"
#include "tests/sample/must.h"
#include "tests/sim/airports/serial_log.h"
#include "verifier/recording.h"
#include "verifier/service/peer_round.h"
#include "verifier/service/raise_alarms.h"

namespace evisa::airports {
namespace {

using sample::must;

constexpr std::size_t kAlarms = 10'000;

verifier::ServiceHome make_home(const std::filesystem::path& folder, const std::string& airport,
                                const crypto::SecretBytes& passphrase) {
  const auto authority = crypto::MinisignSecretKey::generate().public_key();
  must(crypto::write_file(folder / "authority.pub", crypto::as_bytes(authority.text("test"))));
  return must(verifier::ServiceHome::create(
      folder / "home", {{airport, true}, folder / "authority.pub", {}}, passphrase));
}

/// The other airport's feed over the trunk line.
class Feed final : public verifier::EventFeed {
 public:
  Feed(Site& site, Link& trunk, Network& network, Node& reader)
      : site_(site), trunk_(trunk), network_(network), reader_(reader) {}
  Result<verifier::FeedPage> read(std::uint64_t after, std::size_t limit, milliseconds) override {
    auto page = network_.ask<Result<verifier::FeedPage>>(
        trunk_, seconds(20), [this] { return reader_.up(); },
        [&site = site_, after, limit] { return site.read(after, limit); });
    if (!page) return fail(Errc::unavailable, "no answer");
    return std::move(*page);
  }

 private:
  Site& site_;
  Link& trunk_;
  Network& network_;
  Node& reader_;
};

const verifier::RaiseAlarm kNoAlarm = [](const db::AlarmCause&) -> Result<void> { return {}; };

/// As verifier::PeerRound, and tells nobody. An alarm that only one way of raising it forgets comes
/// by the other one.
Result<bool> round_without_alarms(verifier::Airport& airport, verifier::PeerSync& sync) {
  const auto keys = airport.accounts->booths().load();
  if (!keys) return std::unexpected(keys.error());
  const auto step = sync.step(*keys, kNoAlarm);
  if (!step) return std::unexpected(step.error());
  if (auto retried = sync.retry_refused(*keys, kNoAlarm); !retried)
    return std::unexpected(retried.error());
  return step->more;
}

}  // namespace

Site::Site(const std::string& airport, const std::filesystem::path& folder, bool whole_batches,
           Common& common)
    : Node(airport, folder, common), whole_batches_(whole_batches) {
  const auto passphrase = crypto::SecretBytes::copy_of(crypto::as_bytes("for tests only"));
  const auto key = must(make_home(folder, airport, passphrase).unlock(passphrase));
  seed_.assign(key.seed().begin(), key.seed().end());
  own_key_ = key.public_key();
  must(open_stores());
}

Result<void> Site::open_stores() {
  const auto home = verifier::ServiceHome::open(folder() / "home");
  if (!home) return std::unexpected(home.error());
  auto opened = verifier::open_airport(*home, must(crypto::Ed25519SecretKey::from_seed(seed_)),
                                       [this] { return clock(); });
  if (!opened) return std::unexpected(opened.error());
  airport_ = std::move(*opened);
  if (!whole_batches_) airport_->log = std::make_unique<SerialLog>(std::move(airport_->log));
  return {};
}

void Site::close_stores() { airport_.reset(); }

void Site::check_kept() { common_.oracle.check_kept(name(), *airport_->log, false); }

template <class Answer, class Work>
std::optional<Answer> Site::served(Work work) {
  if (!check_alive()) return std::nullopt;
  Answer answer = work();
  if (!check_alive()) return std::nullopt;
  return answer;
}

std::optional<db::ClaimAnswer> Site::claim(visa::VisaNumber visa, const db::Claim& claim) {
  return served<db::ClaimAnswer>([&]() -> db::ClaimAnswer {
    const auto winner = airport_->log->claim(visa, claim).get();
    if (!winner) return db::Unavailable{winner.error().message};
    if (*winner) return db::Already{**winner};
    return db::Won{};
  });
}

std::optional<Result<verifier::HandedIn>> Site::hand_in(
    const std::vector<crypto::SignedEvent>& events) {
  return served<Result<verifier::HandedIn>>([&]() -> Result<verifier::HandedIn> {
    const auto keys = airport_->accounts->booths().load();
    if (!keys) return std::unexpected(keys.error());
    const auto raise =
        common_.sabotage == Sabotage::lose_alarms ? kNoAlarm : verifier::alarms_into(*airport_);
    auto answers = verifier::take_events(*airport_->log, events, *keys, db::Intake::fact, raise);
    if (!answers) return std::unexpected(answers.error());
    auto log = airport_->log->name();
    if (!log) return std::unexpected(log.error());
    return verifier::HandedIn{std::move(*log), std::move(*answers)};
  });
}

std::optional<Result<verifier::FeedPage>> Site::read(std::uint64_t after, std::size_t limit) {
  return served<Result<verifier::FeedPage>>([&]() -> Result<verifier::FeedPage> {
    auto log = airport_->log->name();
    if (!log) return std::unexpected(log.error());
    auto stored = airport_->log->feed(after, limit);
    if (!stored) return std::unexpected(stored.error());
    verifier::FeedPage page{.log = std::move(*log), .events = {}, .next = after};
    for (auto& one : *stored) {
      page.next = one.cursor;
      page.events.push_back(std::move(one.event));
    }
    return page;
  });
}

std::optional<Result<Site::Status>> Site::status(visa::VisaNumber visa) {
  return served<Result<Status>>([&]() -> Result<Status> {
    auto keys = airport_->accounts->booths().load();
    if (!keys) return std::unexpected(keys.error());
    const auto stored = airport_->log->signed_history(visa);
    if (!stored) return std::unexpected(stored.error());
    Status status{.events = {}, .keys = std::move(*keys)};
    for (const auto& one : *stored) status.events.push_back(one.event);
    return status;
  });
}

bool Site::sync(Site& other, Link& trunk, Network& network, bool& more) {
  more = false;
  if (!check_alive()) return false;
  const Busy busy(*this);
  Feed feed(other, trunk, network, *this);
  verifier::PeerSync sync(other.name(), feed, *airport_->log, *airport_->peers);
  try {
    const auto done = common_.sabotage == Sabotage::lose_alarms
                          ? round_without_alarms(*airport_, sync)
                          : verifier::PeerRound(*airport_, sync).run({});
    if (!check_alive() || !done) return false;
    more = *done;
    return true;
  } catch (const WentDown&) {
    return false;
  }
}

bool Site::resolve_one() {
  if (!check_alive()) return false;
  const auto visas = alarmed();
  if (visas.empty()) return false;
  const auto which = static_cast<std::ptrdiff_t>(common_.chance.below(visas.size()));
  const auto number = visa::VisaNumber::parse(*std::next(visas.begin(), which));
  if (!number) return false;
  const auto history = airport_->log->history(*number);
  if (!history) return false;
  const auto use = visa::fold_crossings(*history);
  if (use.conflicts.empty()) return false;
  const bool first = use.entry && common_.chance.in(700);
  const auto& kept = first ? *use.entry : use.conflicts[common_.chance.below(use.conflicts.size())];
  const auto draft =
      must(verifier::draft_resolution(use, kept.id,
                                      {.booth = airport_->booth,
                                       .airport = must(visa::AirportCode::parse(airport_->name)),
                                       .now = clock(),
                                       .officer = kept.officer,
                                       .senior = "KZ-900",
                                       .note = "settled by the senior officer"},
                                      verifier::Trust{}));
  const auto answer =
      airport_->log->record(draft.crossing, airport_->key, draft.idempotency_key, draft.forced)
          .get();
  const auto* recorded = answer ? std::get_if<db::Recorded>(&*answer) : nullptr;
  if (recorded != nullptr && !disk().stopped()) {
    common_.oracle.recorded(recorded->event, *must(airport_->log->hash_of(recorded->event.id)),
                            draft.idempotency_key, false);
    std::ignore = verifier::settle_resolved(*airport_);
  }
  return check_alive() && recorded != nullptr;
}

bool Site::know(const std::string& booth, const crypto::Ed25519PublicKey& key) {
  constexpr std::chrono::hours kBefore{48};  // clocks are off by up to an hour
  const auto now = common_.schedule.now();
  return airport_->accounts->booths().add(booth, key, now - kBefore, {"test", now}).has_value();
}

std::set<std::string> Site::alarmed() const {
  std::set<std::string> visas;
  const auto open = must(airport_->operations->alarms().open(kAlarms));
  for (const auto& alarm : open)
    if (alarm.what.kind == db::AlarmKind::double_use) visas.insert(alarm.what.subject);
  return visas;
}

std::size_t Site::double_use_alarms() const {
  const auto all = must(airport_->operations->alarms().latest(kAlarms));
  return static_cast<std::size_t>(std::ranges::count_if(
      all, [](const auto& alarm) { return alarm.what.kind == db::AlarmKind::double_use; }));
}

}  // namespace evisa::airports
