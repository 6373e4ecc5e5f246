// Candidates where claims are the cluster's.
#include "verifier/service/cluster_intake.h"

#include <variant>

#include "http/crew.h"

namespace evisa::verifier {
namespace {

/// The event that has the visa of an entry that is about to be taken in, if another has it.
Result<std::optional<db::Claim>> find_winner(ClusterClaims& cluster, const db::CrossingLog& log,
                                             const crypto::SignedEvent& event) {
  const auto content = crypto::parse_event(event.json);
  if (!content) return std::nullopt;  // refused where events are taken in, with its reason
  const auto& crossing = content->crossing;
  if (crossing.kind != visa::EventKind::entry || crossing.provisional || !crossing.visa)
    return std::nullopt;
  const auto recorded = log.find(crossing.id);
  if (!recorded) return std::unexpected(recorded.error());
  if (*recorded) return std::nullopt;
  const http::Waiting waiting;
  auto answer = cluster.claim(*crossing.visa, {crossing.id, crossing.time, crossing.airport});
  if (const auto* none = std::get_if<db::Unavailable>(&answer))
    return fail(Errc::unavailable, none->why);
  if (auto* already = std::get_if<db::Already>(&answer)) return std::move(already->winner);
  return std::nullopt;
}

}  // namespace

Result<std::vector<EventAnswer>> take_candidates(ClusterClaims& cluster, db::CrossingLog& log,
                                                 std::span<const crypto::SignedEvent> events,
                                                 const db::BoothKeyRing& keys,
                                                 const RaiseAlarm& raise) {
  std::vector<EventAnswer> answers(events.size());
  std::vector<crypto::SignedEvent> won;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < events.size(); ++i) {
    auto winner = find_winner(cluster, log, events[i]);
    if (!winner) return std::unexpected(std::move(winner.error()));
    if (*winner) {
      answers[i].kind = EventAnswer::Kind::conflict;
      answers[i].event = crypto::parse_event(events[i].json)->crossing.id;
      answers[i].winner = std::move(*winner);
      continue;
    }
    won.push_back(events[i]);
    places.push_back(i);
  }
  auto taken = take_events(log, won, keys, db::Intake::candidate, raise);
  if (!taken) return std::unexpected(std::move(taken.error()));
  for (std::size_t i = 0; i < places.size(); ++i) answers[places[i]] = std::move((*taken)[i]);
  return answers;
}

}  // namespace evisa::verifier
