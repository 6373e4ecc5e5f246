// A claim as JSON.
#include "db/claim_json.h"

#include <string>

namespace evisa::db {

crypto::Json to_json(const Claim& claim) {
  return {{"event", claim.event.text()},
          {"time", visa::to_string(claim.time)},
          {"airport", std::string(claim.airport.text())}};
}

Result<Claim> parse_claim(const crypto::Json& json, std::string_view what) {
  auto object = crypto::JsonObject::open(json, std::string(what));
  if (!object) return std::unexpected(object.error());
  auto event = object->parsed("event", visa::EventId::parse);
  if (!event) return std::unexpected(std::move(event.error()));
  const auto time = object->parsed("time", visa::parse_instant);
  if (!time) return std::unexpected(time.error());
  const auto airport = object->parsed("airport", visa::AirportCode::parse);
  if (!airport) return std::unexpected(airport.error());
  return Claim{.event = std::move(*event), .time = *time, .airport = *airport};
}

}  // namespace evisa::db
