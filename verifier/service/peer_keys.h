// Booth keys as a peer tells them: each airport registers its own booths, the other takes their
// keys over from it. design.md section 7.
//
// A booth's name carries its origin: `NQZ-03` is registered at NQZ, and only the peer of that name
// is heard on it. What a peer says of any other booth, this airport's own among them, is passed
// over: it has it from elsewhere. The audit trail names the peer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/booth_registry.h"

namespace evisa::verifier {

struct KeysTaken {
  std::size_t changed = 0;           ///< keys that are new here, or revoked since
  std::vector<std::string> refused;  ///< what could not be: a key that is another booth's here
};

/// Whether `booth` is one of the airport's own: `NQZ-03`, `NQZ-T1-03` of NQZ.
[[nodiscard]] bool is_booth_of(std::string_view airport, std::string_view booth);

/// Takes over the keys that `peer` tells of its own booths. `own`: this airport, which no peer
/// speaks for. Errors: io, malformed (the peer's name).
[[nodiscard]] Result<KeysTaken> take_peer_keys(db::BoothRegistry& registry, const std::string& peer,
                                               const std::string& own, const db::BoothKeyRing& told,
                                               visa::Instant now);

}  // namespace evisa::verifier
