// Handing a booth's own events to its airport's service.
#include "verifier/service/outbox.h"

#include <fmt/format.h>

#include <algorithm>

namespace evisa::verifier {
namespace {

constexpr std::size_t kBatch = 200;

/// A booth's log may hold other booths' events too.
bool is_of(const crypto::SignedEvent& event, const std::string& booth) {
  const auto content = crypto::parse_event(event.json);
  return content && content->crossing.id.booth == booth;
}

}  // namespace

Result<OutboxStep> Outbox::step() {
  const auto position = state_.position(service_);
  if (!position) return std::unexpected(position.error());
  const auto page = log_.feed(position->after, kBatch);
  if (!page) return std::unexpected(page.error());
  if (page->empty()) return OutboxStep{};
  std::vector<crypto::SignedEvent> events;
  std::vector<std::uint64_t> cursors;
  for (const auto& stored : *page) {
    if (!is_of(stored.event, booth_)) continue;
    events.push_back(stored.event);
    cursors.push_back(stored.cursor);
  }
  HandedIn handed{.log = position->log, .answers = {}};
  if (!events.empty()) {
    auto answer = sink_.hand_in(events);
    if (!answer) return std::unexpected(answer.error());
    if (answer->answers.size() != events.size())
      return fail(Errc::malformed,
                  fmt::format("{} answers to {} events", answer->answers.size(), events.size()));
    handed = std::move(*answer);
  }
  OutboxStep step{.sent = events.size(), .more = page->size() == kBatch, .objections = {}};
  // Behind an event that was refused nothing counts as handed in: a key may be registered yet.
  std::uint64_t done_to = page->back().cursor;
  for (std::size_t i = 0; i < handed.answers.size(); ++i) {
    auto& answer = handed.answers[i];
    const bool refused = answer.kind == EventAnswer::Kind::refused;
    if (refused) done_to = std::min(done_to, cursors[i] - 1);
    if (refused || answer.winner) step.objections.push_back(std::move(answer));
  }
  step.more = step.more && done_to == page->back().cursor;
  // Another database than last time (restored): what it lost is sent again from the start.
  const bool replaced = !position->log.empty() && handed.log != position->log;
  if (replaced) step.more = true;
  const db::FeedPosition next{handed.log, replaced ? 0 : done_to};
  if (auto done = state_.finish_page(service_, next, {}); !done)
    return std::unexpected(done.error());
  return step;
}

Result<std::size_t> Outbox::waiting() const {
  auto position = state_.position(service_);
  if (!position) return std::unexpected(position.error());
  std::size_t waiting = 0;
  for (;;) {
    const auto page = log_.feed(position->after, kBatch);
    if (!page) return std::unexpected(page.error());
    if (page->empty()) return waiting;
    for (const auto& stored : *page) waiting += is_of(stored.event, booth_);
    position->after = page->back().cursor;
  }
}

}  // namespace evisa::verifier
