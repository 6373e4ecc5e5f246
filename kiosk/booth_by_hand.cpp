// Acts without a camera: an exit on a visa number, a reversal, a resolution. rules.md 5.4, 5.6.
#include <fmt/core.h>

#include "cli/own_file.h"
#include "kiosk/booth.h"
#include "kiosk/known_events.h"

namespace evisa::kiosk {
namespace {

constexpr std::size_t kPage = 1000;

/// The event with this id, of whichever booth. A correction is rare: the log is walked.
Result<visa::Crossing> find_event(const db::CrossingLog& log, const visa::EventId& id) {
  std::uint64_t cursor = 0;
  for (;;) {
    const auto page = log.feed(cursor, kPage);
    if (!page) return std::unexpected(page.error());
    for (const auto& stored : *page) {
      auto event = crypto::parse_event(stored.event.json);
      if (!event) return std::unexpected(event.error());
      if (event->crossing.id == id) return std::move(event->crossing);
      cursor = stored.cursor;
    }
    if (page->size() < kPage) break;
  }
  return fail(Errc::not_found, fmt::format("{}: no such event in this booth's log", id.text()),
              "evisa-verifier log show names the events");
}

}  // namespace

Result<verifier::Correction> Booth::correction(const ByHand& by, visa::Instant now) const {
  const auto airport = visa::AirportCode::parse(home_.identity().airport);
  if (!airport) return std::unexpected(airport.error());
  return verifier::Correction{.booth = home_.identity().name(),
                              .airport = *airport,
                              .now = now,
                              .officer = by.officer,
                              .senior = by.senior,
                              .note = by.note};
}

Result<Outcome> Booth::let_out_by_hand(visa::VisaNumber number, const ByHand& by, visa::Instant now,
                                       const crypto::Ed25519SecretKey& key) {
  const auto trust = trusted(now);
  if (!trust) return std::unexpected(trust.error());
  const auto correct = correction(by, now);
  if (!correct) return std::unexpected(correct.error());
  const auto known = cli::of_own_file(known_events(number, *log_, home_.identity().name(), link_),
                                      home_.log_file());
  if (!known) return std::unexpected(known.error());
  auto draft = verifier::draft_exit_by_hand(number, known->events, *correct, trust->trust());
  if (!draft) return std::unexpected(draft.error());
  draft->crossing.provisional = true;  // unless there is a service, which was asked
  return write(*draft, trust->trust().clock, key);
}

Result<Outcome> Booth::reverse(const visa::EventId& id, const ByHand& by, visa::Instant now,
                               const crypto::Ed25519SecretKey& key) {
  const auto trust = trusted(now);
  if (!trust) return std::unexpected(trust.error());
  const auto correct = correction(by, now);
  if (!correct) return std::unexpected(correct.error());
  const auto event = cli::of_own_file(find_event(*log_, id), home_.log_file());
  if (!event) return std::unexpected(event.error());
  const auto draft = verifier::draft_reversal(*event, *correct, trust->trust());
  if (!draft) return std::unexpected(draft.error());
  return write(*draft, trust->trust().clock, key);
}

Result<Outcome> Booth::resolve(const visa::EventId& kept, const ByHand& by, visa::Instant now,
                               const crypto::Ed25519SecretKey& key) {
  const auto trust = trusted(now);
  if (!trust) return std::unexpected(trust.error());
  const auto correct = correction(by, now);
  if (!correct) return std::unexpected(correct.error());
  const auto event = cli::of_own_file(find_event(*log_, kept), home_.log_file());
  if (!event) return std::unexpected(event.error());
  if (!event->visa) {
    return fail(Errc::out_of_range, fmt::format("{} is a {} of no visa: no entry to keep",
                                                kept.text(), visa::to_string(event->kind)));
  }
  const auto history = cli::of_own_file(log_->history(*event->visa), home_.log_file());
  if (!history) return std::unexpected(history.error());
  const auto draft =
      verifier::draft_resolution(visa::fold_crossings(*history), kept, *correct, trust->trust());
  if (!draft) return std::unexpected(draft.error());
  return write(*draft, trust->trust().clock, key);
}

}  // namespace evisa::kiosk
