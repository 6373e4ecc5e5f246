// Booth keys as a peer tells them.
#include "verifier/service/peer_keys.h"

namespace evisa::verifier {

bool is_booth_of(std::string_view airport, std::string_view booth) {
  return !airport.empty() && booth.size() > airport.size() + 1 && booth.starts_with(airport) &&
         booth[airport.size()] == '-';
}

Result<KeysTaken> take_peer_keys(db::BoothRegistry& registry, const std::string& peer,
                                 const std::string& own, const db::BoothKeyRing& told,
                                 visa::Instant now) {
  KeysTaken taken;
  const db::AdminAct act{.by = "peer:" + peer, .at = now};
  for (const auto& booth : told.booths()) {
    if (!is_booth_of(peer, booth.name) || is_booth_of(own, booth.name)) continue;
    for (const auto& key : booth.keys) {
      const auto changed = registry.take_over(booth.name, key, act);
      if (changed) {
        taken.changed += *changed;
      } else if (changed.error().code == Errc::conflict) {
        taken.refused.push_back(changed.error().message);
      } else {
        return std::unexpected(changed.error());
      }
    }
  }
  return taken;
}

}  // namespace evisa::verifier
