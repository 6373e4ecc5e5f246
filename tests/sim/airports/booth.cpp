// One booth: what its officer does, and how it reaches its service.
#include "tests/sim/airports/booth.h"

#include <fmt/format.h>

#include "tests/sample/must.h"

namespace evisa::airports {
namespace {

using sample::must;
using visa::EventKind;

constexpr std::size_t kRemembered = 40;

crypto::Ed25519SecretKey key_from(Chance& chance) {
  crypto::Bytes seed;
  while (seed.size() < 32) seed.push_back(static_cast<std::uint8_t>(chance.below(256)));
  return must(crypto::Ed25519SecretKey::from_seed(seed));
}

template <class Queue>
auto any_of(const Queue& queue, Chance& chance) {
  return queue[chance.below(queue.size())];
}

}  // namespace

visa::VisaNumber Travellers::arriving() {
  if (!recent_.empty() && chance_.in(250)) return any_of(recent_, chance_);
  recent_.push_back(must(visa::VisaNumber::compose(26, next_++)));
  if (recent_.size() > kRemembered) recent_.pop_front();
  return recent_.back();
}

std::optional<visa::VisaNumber> Travellers::leaving() {
  if (inside_.empty()) return std::nullopt;
  return any_of(inside_, chance_);
}

void Travellers::entered(visa::VisaNumber visa) {
  inside_.push_back(visa);
  if (inside_.size() > kRemembered) inside_.pop_front();
}

/// Claims and events over the link.
class Booth::Way final : public verifier::ClaimDesk, public verifier::EventSink {
 public:
  explicit Way(Booth& booth) : booth_(booth) {}

  db::ClaimAnswer claim(visa::VisaNumber visa, const db::Claim& claim) override {
    if (booth_.common_.sabotage == Sabotage::skip_claims) return db::Won{};
    const auto answer = ask<db::ClaimAnswer>(
        milliseconds(500), [&site = booth_.site_, visa, claim] { return site.claim(visa, claim); });
    return answer ? *answer : db::Unavailable{"no answer"};
  }

  Result<verifier::HandedIn> hand_in(std::span<const crypto::SignedEvent> events) override {
    const std::vector<crypto::SignedEvent> batch(events.begin(), events.end());
    if (booth_.common_.sabotage == Sabotage::drop_acknowledged && booth_.common_.chance.in(5))
      return pretend(batch);
    auto answer = ask<Result<verifier::HandedIn>>(
        seconds(20), [&site = booth_.site_, batch] { return site.hand_in(batch); });
    if (!answer) return fail(Errc::unavailable, "no answer");
    if (!*answer) return fail(Errc::unavailable, answer->error().message);
    for (const auto& one : (*answer)->answers)
      if (one.stored) booth_.common_.oracle.taken(booth_.site_.name(), *one.event);
    return std::move(*answer);
  }

 private:
  template <class Answer, class Work>
  std::optional<Answer> ask(milliseconds deadline, Work work) {
    return booth_.network_.ask<Answer>(
        booth_.link_, deadline, [&booth = booth_] { return booth.up(); }, std::move(work));
  }
  Result<verifier::HandedIn> pretend(const std::vector<crypto::SignedEvent>& events) {
    const auto position = must(booth_.state_->position("service"));
    verifier::HandedIn handed{.log = position.log, .answers = {}};
    for (const auto& event : events)
      handed.answers.push_back({.kind = verifier::EventAnswer::Kind::recorded,
                                .event = must(crypto::parse_event(event.json)).crossing.id,
                                .stored = true,
                                .winner = {},
                                .problem = {}});
    return handed;
  }

  Booth& booth_;
};

Booth::Booth(const std::string& name, const std::filesystem::path& folder, Site& site,
             Network& network, Travellers& travellers, Common& common)
    : Node(name, folder, common),
      site_(site),
      network_(network),
      travellers_(travellers),
      key_(key_from(common.chance)) {
  must(open_stores());
}

Result<void> Booth::open_stores() {
  auto log = db::CrossingLog::open(folder() / "log.sqlite");
  if (!log) return std::unexpected(log.error());
  auto state = db::PeerState::open(folder() / "peers.sqlite", db::Open::create);
  if (!state) return std::unexpected(state.error());
  log_ = std::move(*log);
  state_ = std::move(*state);
  return {};
}

void Booth::close_stores() {
  log_.reset();
  state_.reset();
}

void Booth::check_kept() { common_.oracle.check_kept(name(), *log_, false); }

visa::Crossing Booth::blank(EventKind kind) {
  visa::Crossing crossing;
  crossing.id.booth = name();
  crossing.kind = kind;
  crossing.time = clock();
  crossing.airport = must(visa::AirportCode::parse(site_.name()));
  crossing.officer = "KZ-117";
  crossing.ruleset_id = "r";
  crossing.software = "simulation";
  return crossing;
}

/// The officer takes back what was recorded last.
std::optional<verifier::Draft> Booth::reversal() {
  if (!last_ || !last_->visa || clock() < last_->time) return std::nullopt;
  auto draft = verifier::draft_reversal(*last_,
                                        {.booth = name(),
                                         .airport = last_->airport,
                                         .now = clock(),
                                         .officer = last_->officer,
                                         .senior = "KZ-900",
                                         .note = "wrong passenger"},
                                        verifier::Trust{});
  if (!draft) return std::nullopt;
  return std::move(*draft);
}

verifier::Draft Booth::next_act() {
  Chance& chance = common_.chance;
  if (chance.in(40)) {
    if (auto draft = reversal()) return std::move(*draft);
  }
  verifier::Draft draft;
  const auto leaving = chance.in(300) ? travellers_.leaving() : std::nullopt;
  if (leaving) {
    draft.crossing = blank(EventKind::exit);
    draft.crossing.visa = leaving;
    draft.crossing.manual = chance.in(100);
  } else if (chance.in(60)) {
    draft.crossing = blank(chance.in(500) ? EventKind::refusal : EventKind::referral);
    if (chance.in(700)) draft.crossing.visa = travellers_.arriving();
  } else {
    draft.crossing = blank(EventKind::entry);
    draft.crossing.visa = travellers_.arriving();
    draft.forced = chance.in(5);
  }
  draft.idempotency_key = fmt::format("act {}", ++acts_);
  draft.crossing.note = draft.idempotency_key;
  return draft;
}

/// What the airport knows of this visa comes into the booth's own log: its rules go by that.
void Booth::look_up(visa::VisaNumber visa) {
  const auto status = network_.ask<Result<Site::Status>>(
      link_, milliseconds(500), [this] { return up(); },
      [&site = site_, visa] { return site.status(visa); });
  if (!status || !*status) return;
  // An error here means that the booth knows less: its act is judged by what it has.
  std::ignore = log_->merge((*status)->events, (*status)->keys.all());
}

void Booth::record(verifier::Draft draft) {
  Way way(*this);
  draft.crossing.time = std::max(draft.crossing.time, clock());
  unanswered_ = draft;
  const auto answer = verifier::record_claimed(*log_, &way, draft, key_);
  if (!check_alive()) return;
  unanswered_.reset();
  const auto* recorded = answer ? std::get_if<db::Recorded>(&*answer) : nullptr;
  if (recorded == nullptr) {
    // The officer sees the message; some press the button again.
    if (!answer && answer.error().code == Errc::io && common_.chance.in(500)) unanswered_ = draft;
    return;
  }
  common_.oracle.recorded(recorded->event, *must(log_->hash_of(recorded->event.id)),
                          draft.idempotency_key, draft.forced);
  if (recorded->event.kind == EventKind::entry) travellers_.entered(*recorded->event.visa);
  last_ = recorded->event;
  if (common_.chance.in(30)) unanswered_ = draft;  // a double click
}

void Booth::serve() {
  if (serving_ || !check_alive()) return;
  const Busy busy(*this);
  serving_ = true;
  try {
    if (unanswered_ && common_.chance.in(800)) {
      record(*unanswered_);
    } else {
      const auto draft = next_act();
      if (draft.crossing.visa) look_up(*draft.crossing.visa);
      record(draft);
    }
  } catch (const WentDown&) {  // the act is not answered; the officer tries again or does not
  }
  serving_ = false;
  check_alive();
}

bool Booth::hand_in(bool& more) {
  more = false;
  if (sending_ || !check_alive()) return false;
  const Busy busy(*this);
  sending_ = true;
  bool done = false;
  try {
    Way way(*this);
    verifier::Outbox outbox("service", name(), way, *log_, *state_);
    const auto step = outbox.step();
    done = check_alive() && step.has_value();
    more = done && step->more;
  } catch (const WentDown&) {
  }
  sending_ = false;
  return done;
}

std::size_t Booth::waiting() const {
  struct Nobody final : verifier::EventSink {
    Result<verifier::HandedIn> hand_in(std::span<const crypto::SignedEvent>) override {
      return fail(Errc::unavailable, "only asked how many wait");
    }
  } nobody;
  return must(verifier::Outbox("service", name(), nobody, *log_, *state_).waiting());
}

}  // namespace evisa::airports
