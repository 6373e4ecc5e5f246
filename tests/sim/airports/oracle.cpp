// The checks of what was promised.
#include "tests/sim/airports/oracle.h"

#include <fmt/format.h>

namespace evisa::airports {

void Oracle::recorded(const visa::Crossing& event, const crypto::EventHash& hash,
                      const std::string& key, bool forced) {
  const auto [act, fresh_act] = acts_.try_emplace({event.id.booth, key}, event.id);
  if (act->second != event.id)
    throw Violation(
        fmt::format("one act twice: {} is {} and {}", key, act->second.text(), event.id.text()));
  const auto [known, fresh] = known_.try_emplace(event.id, Known{event, hash, forced});
  if (known->second.hash != hash)
    throw Violation(
        fmt::format("{} is another event than the one that was acknowledged", event.id.text()));
  if (fresh) by_booth_[event.id.booth].push_back(event.id);
}

void Oracle::check_held(const std::string& node, const db::CrossingLog& log,
                        const visa::EventId& id) const {
  const auto hash = log.hash_of(id);
  if (!hash) throw Violation(fmt::format("{}: {}", node, hash.error().message));
  if (!*hash)
    throw Violation(fmt::format("{} acknowledged {} and does not have it", node, id.text()));
  const auto known = known_.find(id);
  if (known != known_.end() && known->second.hash != **hash)
    throw Violation(fmt::format("{} has another {} than was acknowledged", node, id.text()));
}

void Oracle::check_kept(const std::string& node, const db::CrossingLog& log, bool all) const {
  if (const auto own = by_booth_.find(node); own != by_booth_.end()) {
    const std::size_t step = all ? 1 : 1 + own->second.size() / 4;
    for (std::size_t i = 0; i < own->second.size(); i += step)
      check_held(node, log, own->second[i]);
    check_held(node, log, own->second.back());
  }
  if (const auto taken = taken_.find(node); taken != taken_.end()) {
    std::size_t i = 0;
    const std::size_t step = all ? 1 : 1 + taken->second.size() / 16;
    for (const auto& id : taken->second)
      if (i++ % step == 0) check_held(node, log, id);
  }
}

void Oracle::check_complete(const std::string& site, const db::CrossingLog& log) const {
  for (const auto& [id, known] : known_) check_held(site, log, id);
  std::map<std::pair<std::string, std::string>, visa::EventId> acts;
  std::uint64_t after = 0;
  for (;;) {
    const auto page = log.feed(after, 1000);
    if (!page) throw Violation(fmt::format("{}: {}", site, page.error().message));
    if (page->empty()) return;
    after = page->back().cursor;
    for (const auto& stored : *page) {
      const auto event = crypto::parse_event(stored.event.json);
      if (!event) throw Violation(fmt::format("{}: {}", site, event.error().message));
      const auto& crossing = event->crossing;
      if (!crossing.note.starts_with("act ")) continue;
      const auto [first, fresh] = acts.try_emplace({crossing.id.booth, crossing.note}, crossing.id);
      if (!fresh)
        throw Violation(fmt::format("{}: {} is on record as {} and as {}", site, crossing.note,
                                    first->second.text(), crossing.id.text()));
    }
  }
}

Oracle::Settled Oracle::settled() const {
  Settled settled;
  for (const auto& [id, known] : known_) {
    if (known.event.kind == visa::EventKind::reversal)
      settled.reversed.insert(*known.event.reverses);
    settled.set_aside.insert(known.event.sets_aside.begin(), known.event.sets_aside.end());
  }
  return settled;
}

void Oracle::check_claims() const {
  const Settled settled = this->settled();
  std::map<std::pair<std::string, std::string>, visa::EventId> standing;  // airport, visa
  for (const auto& [id, known] : known_) {
    if (known.event.kind != visa::EventKind::entry || known.event.provisional || known.forced ||
        settled.reversed.contains(id))
      continue;
    const auto [first, fresh] = standing.try_emplace(
        {std::string(known.event.airport.text()), known.event.visa->text()}, id);
    if (!fresh)
      throw Violation(fmt::format("visa {}: {} admitted {} and {}", known.event.visa->text(),
                                  known.event.airport.text(), first->second.text(), id.text()));
  }
}

std::set<std::string> Oracle::double_uses() const {
  const Settled settled = this->settled();
  std::map<std::string, int> standing;
  for (const auto& [id, known] : known_) {
    if (known.event.kind == visa::EventKind::entry && !settled.reversed.contains(id) &&
        !settled.set_aside.contains(id))
      ++standing[known.event.visa->text()];
  }
  std::set<std::string> twice;
  for (const auto& [visa, count] : standing)
    if (count > 1) twice.insert(visa);
  return twice;
}

std::size_t Oracle::count(visa::EventKind kind, bool provisional) const {
  std::size_t count = 0;
  for (const auto& [id, known] : known_)
    count += known.event.kind == kind && known.event.provisional == provisional;
  return count;
}

}  // namespace evisa::airports
