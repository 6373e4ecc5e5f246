// Taking in signed events: verified, claimed and stored, each with its answer.
#include "verifier/service/event_intake.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>

#include "db/verified_event.h"
#include "http/crew.h"
#include "verifier/service/on_all_cores.h"

namespace evisa::verifier {
namespace {

/// A booth that may not sign this: which alarm, if any.
std::optional<db::AlarmKind> alarm_for(db::KeyVerdict verdict) {
  switch (verdict) {
    case db::KeyVerdict::accepted:
      break;
    case db::KeyVerdict::compromised:
    case db::KeyVerdict::revoked:
      return db::AlarmKind::revoked_key;
    case db::KeyVerdict::not_yet_valid:
    case db::KeyVerdict::unknown_booth:
    case db::KeyVerdict::bad_signature:
      return db::AlarmKind::unknown_booth;
  }
  return std::nullopt;
}

/// One batch on its way into the log.
class Batch {
 public:
  Batch(db::CrossingLog& log, const db::BoothKeyRing& keys, db::Intake intake,
        const RaiseAlarm& raise)
      : log_(log), keys_(keys), intake_(intake), raise_(raise) {}

  /// Signatures are most of the work: all of them first, and then one way to the disk for all.
  void queue(std::span<const crypto::SignedEvent> events) {
    constexpr std::size_t kWorthAThread = 32;
    pending_.resize(events.size());
    on_all_cores(events.size(), kWorthAThread,
                 [&](std::size_t i) { read(events[i], pending_[i]); });
    for (auto& pending : pending_)
      if (pending.verified && *pending.verified)
        pending.answer = log_.accept_verified(std::move(**pending.verified), intake_);
  }

  Result<std::vector<EventAnswer>> finish() {
    std::vector<EventAnswer> answers;
    answers.reserve(pending_.size());
    std::optional<Error> broken;
    for (auto& pending : pending_) {  // every future is waited for, also behind a failure
      auto answer = settle(pending);
      if (answer) {
        answers.push_back(std::move(*answer));
      } else {
        broken = std::move(answer.error());
      }
    }
    if (broken) return std::unexpected(std::move(*broken));
    return answers;
  }

 private:
  struct Pending {
    const crypto::SignedEvent* event = nullptr;
    visa::EventId id;
    visa::Instant time{};
    std::optional<visa::VisaNumber> visa;
    std::optional<Error> unreadable;
    std::optional<Result<db::VerifiedEvent>> verified;  ///< of one that could be read
    std::future<Result<db::Accepted>> answer;           ///< of one that is verified
  };

  void read(const crypto::SignedEvent& event, Pending& pending) const {
    pending.event = &event;
    auto read = crypto::read_event(event);
    if (!read) {
      pending.unreadable = std::move(read.error());
      return;
    }
    const auto& crossing = read->content.crossing;
    pending.id = crossing.id;
    pending.time = crossing.time;
    pending.visa = crossing.visa;
    const auto keys = keys_.accepting(crossing.id.booth, crossing.time);
    pending.verified = db::VerifiedEvent::check(std::move(*read), keys);
  }

  Result<EventAnswer> settle(Pending& pending) {
    if (pending.unreadable) return refused(std::nullopt, std::move(*pending.unreadable));
    auto accepted = pending.answer.valid()
                        ? http::await(pending.answer)
                        : Result<db::Accepted>(std::unexpected(pending.verified->error()));
    if (!accepted && is_ours(accepted.error().code))
      return std::unexpected(std::move(accepted.error()));
    if (auto told = tell(pending, accepted); !told) return std::unexpected(std::move(told.error()));
    if (!accepted) return refused(pending.id, std::move(accepted.error()));
    if (accepted->refusal) return refused(pending.id, std::move(*accepted->refusal));
    return answer_of(pending.id, *accepted);
  }

  /// What a senior officer must know of it; again for an event that was there: whoever took it in
  /// may have gone down before it was told.
  Result<void> tell(const Pending& pending, const Result<db::Accepted>& accepted) {
    if (!accepted) return tell_key(pending);
    if (accepted->refusal)
      return raise_({.kind = db::AlarmKind::forked_chain,
                     .cause = pending.id.text(),
                     .subject = pending.id.booth,
                     .detail = accepted->refusal->message});
    if (auto told = tell_compromise(pending); !told) return told;
    if (accepted->double_use && pending.visa) return tell_double_use(*pending.visa);
    return {};
  }

  static EventAnswer refused(std::optional<visa::EventId> event, Error problem) {
    return {.kind = EventAnswer::Kind::refused,
            .event = std::move(event),
            .stored = false,
            .winner = std::nullopt,
            .problem = std::move(problem)};
  }

  static EventAnswer answer_of(const visa::EventId& event, const db::Accepted& accepted) {
    EventAnswer answer{.kind = EventAnswer::Kind::recorded,
                       .event = event,
                       .stored = accepted.stored,
                       .winner = accepted.winner,
                       .problem = std::nullopt};
    switch (accepted.kind) {
      case db::Accepted::Kind::recorded:
        break;
      case db::Accepted::Kind::already_recorded:
        answer.kind = EventAnswer::Kind::already_recorded;  // with its conflict, as at first
        break;
      case db::Accepted::Kind::conflict:
        answer.kind = EventAnswer::Kind::conflict;
        break;
    }
    return answer;
  }

  Result<void> tell_compromise(const Pending& pending) {
    const auto* booth = keys_.find(pending.id.booth);
    const bool suspect = booth != nullptr && std::ranges::any_of(booth->keys, [&](const auto& key) {
                           return key.compromised_since && pending.time >= *key.compromised_since;
                         });
    if (!suspect) return {};
    return tell_key(pending);
  }

  Result<void> tell_key(const Pending& pending) {
    const visa::EventId& id = pending.id;
    const auto verdict = keys_.judge(*pending.event);
    if (!verdict) return {};  // not even read: nobody is accused
    const auto kind = alarm_for(*verdict);
    if (!kind) return {};
    // One alarm for a booth and what is wrong with its key, however many events it sends.
    return raise_({.kind = *kind,
                   .cause = fmt::format("{} {}", id.booth, db::to_string(*verdict)),
                   .subject = id.booth,
                   .detail = fmt::format("event {}: {}", id.text(), db::to_string(*verdict))});
  }

  Result<void> tell_double_use(visa::VisaNumber visa) {
    const auto history = log_.history(visa);
    if (!history && is_ours(history.error().code)) return std::unexpected(history.error());
    if (!history)  // damaged: that is to be known too, and keeps no other event back
      return raise_({.kind = db::AlarmKind::double_use,
                     .cause = fmt::format("{} damaged", visa.text()),
                     .subject = visa.text(),
                     .detail = history.error().message});
    for (const auto& cause : double_use_alarms(visa, *history))
      if (auto raised = raise_(cause); !raised) return raised;
    return {};
  }

  db::CrossingLog& log_;
  const db::BoothKeyRing& keys_;
  db::Intake intake_;
  const RaiseAlarm& raise_;
  std::vector<Pending> pending_;
};

}  // namespace

std::string_view to_string(EventAnswer::Kind kind) {
  switch (kind) {
    case EventAnswer::Kind::recorded:
      return "recorded";
    case EventAnswer::Kind::already_recorded:
      return "already_recorded";
    case EventAnswer::Kind::conflict:
      return "conflict";
    case EventAnswer::Kind::refused:
      return "refused";
  }
  return "";
}

std::vector<db::AlarmCause> double_use_alarms(visa::VisaNumber visa,
                                              std::span<const visa::Crossing> history) {
  const auto use = visa::fold_crossings(history);
  std::vector<db::AlarmCause> alarms;
  // Nothing that counts: the entries stand against each other.
  const auto& counts = use.entry ? use.entry : use.exit;
  for (const auto& conflict : use.conflicts) {
    const auto& other = counts ? *counts : use.conflicts.front();
    if (other.id == conflict.id) continue;
    // Named in the same order at both airports, whichever entry came first there.
    std::string first = other.id.text();
    std::string second = conflict.id.text();
    if (second < first) std::swap(first, second);
    alarms.push_back(
        {.kind = db::AlarmKind::double_use,
         .cause = fmt::format("{} {} {}", visa.text(), first, second),
         .subject = visa.text(),
         .detail = fmt::format("entries {} and {} of one single-entry visa", first, second)});
  }
  return alarms;
}

Result<std::vector<EventAnswer>> take_events(db::CrossingLog& log,
                                             std::span<const crypto::SignedEvent> events,
                                             const db::BoothKeyRing& keys, db::Intake intake,
                                             const RaiseAlarm& raise) {
  // All are queued before the first is waited for: they share one way to the disk.
  Batch batch(log, keys, intake, raise);
  batch.queue(events);
  return batch.finish();
}

}  // namespace evisa::verifier
