// Reading a peer's feed, page by page.
#include "verifier/service/peer_sync.h"

#include "verifier/service/event_intake.h"

namespace evisa::verifier {
namespace {

constexpr std::size_t kPage = 500;

void count(SyncStep& step, std::span<const EventAnswer> answers) {
  for (const auto& answer : answers) {
    step.fresh += answer.stored && answer.kind != EventAnswer::Kind::already_recorded;
    step.refused += answer.kind == EventAnswer::Kind::refused;
  }
}

std::vector<db::RefusedEvent> refused_of(std::span<const crypto::SignedEvent> events,
                                         std::span<const EventAnswer> answers) {
  std::vector<db::RefusedEvent> refused;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i].kind != EventAnswer::Kind::refused) continue;
    refused.push_back({.id = 0,
                       .peer = {},
                       .event = events[i],
                       .why = answers[i].problem ? answers[i].problem->message : ""});
  }
  return refused;
}

}  // namespace

Result<SyncStep> PeerSync::step(const db::BoothKeyRing& keys, const RaiseAlarm& raise,
                                std::chrono::milliseconds wait) {
  const auto position = state_.position(peer_);
  if (!position) return std::unexpected(position.error());
  auto page = feed_.read(position->after, kPage, wait);
  if (!page) return std::unexpected(page.error());
  if (page->log != position->log && position->after != 0) {
    // The peer's database is another one (restored, replaced): its cursors start anew, and what is
    // here already is told apart by the events themselves.
    page = feed_.read(0, kPage, {});
    if (!page) return std::unexpected(page.error());
  }
  SyncStep step{.received = page->events.size(), .fresh = 0, .refused = 0, .more = false};
  const auto answers = take_events(log_, page->events, keys, db::Intake::fact, raise);
  if (!answers) return std::unexpected(answers.error());
  count(step, *answers);
  // The position is written behind the events: a crash between the two reads the page again.
  const auto refused = refused_of(page->events, *answers);
  if (auto done = state_.finish_page(peer_, {page->log, page->next}, refused); !done)
    return std::unexpected(done.error());
  step.more = page->events.size() == kPage;
  if (!step.more) {
    if (auto done = log_.caught_up_with(peer_); !done) return std::unexpected(done.error());
  }
  return step;
}

Result<std::size_t> PeerSync::retry_refused(const db::BoothKeyRing& keys, const RaiseAlarm& raise) {
  std::size_t taken = 0;
  std::uint64_t after = 0;
  for (;;) {
    const auto refused = state_.refused(after, kPage);
    if (!refused) return std::unexpected(refused.error());
    if (refused->empty()) return taken;
    for (const auto& kept : *refused) {
      after = kept.id;
      const auto answers = take_events(log_, {&kept.event, 1}, keys, db::Intake::fact, raise);
      if (!answers) return std::unexpected(answers.error());
      if (answers->front().kind == EventAnswer::Kind::refused) continue;
      if (auto done = state_.forget_refused(kept.id); !done) return std::unexpected(done.error());
      ++taken;
    }
  }
}

}  // namespace evisa::verifier
