// Looks after the booths by the clock.
#include "verifier/service/watch.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>

#include "verifier/commands.h"
#include "verifier/service/pause.h"
#include "verifier/service/raise_alarms.h"

namespace evisa::verifier {
namespace {

bool is_in_use(const db::BoothKeyRing& keys, const std::string& booth, visa::Instant now) {
  const auto* known = keys.find(booth);
  return known != nullptr && std::ranges::any_of(known->keys, [&](const auto& key) {
           return !key.revoked_at || *key.revoked_at > now;
         });
}

}  // namespace

Result<void> look_for_silent_booths(Airport& airport) {
  const auto beats = airport.operations->heartbeats().list();
  if (!beats) return std::unexpected(beats.error());
  const auto keys = airport.accounts->booths().load();
  if (!keys) return std::unexpected(keys.error());
  const auto now = airport.now();
  const auto raise = alarms_into(airport);
  for (const auto& beat : *beats) {
    if (!is_in_use(*keys, beat.booth, now)) continue;
    for (const auto& cause : db::judge_heartbeat(beat, now)) {
      // What its clock said was judged when it said it.
      if (cause.kind != db::AlarmKind::stale_booth) continue;
      if (auto raised = raise(cause); !raised) return raised;
    }
  }
  return {};
}

void BoothWatch::run(Airport& airport, std::chrono::milliseconds period,
                     const std::stop_token& stop) {
  std::string told;
  while (!stop.stop_requested()) {
    const auto looked = look_for_silent_booths(airport);
    const std::string fault = looked ? "" : looked.error().message;
    if (fault != told && !looked)
      fmt::print(stderr, "{}: booths cannot be looked after: {}\n", kProgram, fault);
    told = fault;
    pause(period, stop);
  }
}

}  // namespace evisa::verifier
