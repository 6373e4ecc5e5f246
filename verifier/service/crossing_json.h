// Crossings as the API shows them. docs/openapi.yaml.
#pragma once

#include <span>

#include "crypto/strict_json.h"
#include "db/booth_key_ring.h"
#include "verifier/service/event_intake.h"
#include "visa/visa.h"

namespace evisa::verifier {

[[nodiscard]] crypto::Json to_json(const EventAnswer& answer);
/// An event's content without its chain.
[[nodiscard]] crypto::Json to_json(const visa::Crossing& event);
[[nodiscard]] crypto::Json to_json(const db::BoothKeyRing& keys);
/// What the log knows of a visa.
[[nodiscard]] crypto::Json status_json(visa::VisaNumber number,
                                       std::span<const visa::Crossing> history,
                                       const std::optional<visa::Revocation>& revoked);

/// An answer as a service gave it. Errors: malformed.
[[nodiscard]] Result<EventAnswer> parse_answer(const crypto::Json& json);

}  // namespace evisa::verifier
