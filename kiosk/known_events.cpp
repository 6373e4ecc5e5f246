// What is known of a visa, here and at the airport.
#include "kiosk/known_events.h"

#include <algorithm>
#include <future>
#include <tuple>

namespace evisa::kiosk {
namespace {

using visa::Crossing;

bool is_known(const std::vector<Crossing>& events, const visa::EventId& id) {
  return std::ranges::find(events, id, &Crossing::id) != events.end();
}

/// Events of this visa that the log lacks.
std::vector<crypto::SignedEvent> missing(const std::vector<crypto::SignedEvent>& told,
                                         visa::VisaNumber visa, const std::vector<Crossing>& held) {
  std::vector<crypto::SignedEvent> events;
  for (const auto& event : told) {
    const auto content = crypto::parse_event(event.json);
    if (content && content->crossing.visa == visa && !is_known(held, content->crossing.id))
      events.push_back(event);
  }
  return events;
}

/// What is refused (an unknown key, a fork, a full disk) is not kept; the verdict does without.
void keep(db::CrossingLog& log, const std::vector<crypto::SignedEvent>& events,
          const db::BoothKeyRing& keys, const std::string& own) {
  std::vector<std::future<Result<db::Accepted>>> answers;
  for (const auto& event : events) {
    auto read = crypto::read_event(event);
    if (!read || read->content.crossing.id.booth == own) continue;
    const auto accepting =
        keys.accepting(read->content.crossing.id.booth, read->content.crossing.time);
    answers.push_back(log.accept(std::move(*read), accepting, db::Intake::fact));
  }
  for (auto& answer : answers) std::ignore = answer.get();
}

}  // namespace

Result<KnownEvents> known_events(visa::VisaNumber visa, db::CrossingLog& log,
                                 const std::string& booth, ServiceLink* link) {
  auto held = log.history(visa);
  if (!held) return std::unexpected(held.error());
  KnownEvents known{.events = std::move(*held), .asked_service = false};
  if (link == nullptr) return known;
  const auto told = link->events_of(visa);
  if (!told) return known;
  known.asked_service = true;
  const auto news = missing(told->events, visa, known.events);
  if (news.empty()) return known;
  keep(log, news, told->keys, booth);
  held = log.history(visa);
  if (!held) return std::unexpected(held.error());
  known.events = std::move(*held);
  for (const auto& event : news) {
    auto content = crypto::parse_event(event.json);
    if (content && !is_known(known.events, content->crossing.id))
      known.events.push_back(std::move(content->crossing));
  }
  return known;
}

}  // namespace evisa::kiosk
