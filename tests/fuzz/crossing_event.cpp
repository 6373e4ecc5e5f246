// Fuzzes crossing events. Law: what parses is composed again to exactly the same bytes, opens under
// the key that signs it and not after a change of one byte, and says what a JSON library reads.
#include "crypto/crossing_event.h"

#include <cstdint>
#include <cstdlib>
#include <string>

#include "crypto/strict_json.h"

namespace {

using namespace evisa::crypto;

const Ed25519SecretKey& booth_key() {
  static const Ed25519SecretKey key = std::move(*Ed25519SecretKey::from_seed(Bytes(32, 1)));
  return key;
}

void require(bool law) {
  if (!law) std::abort();
}

void require_same(const ChainedCrossing& event, const Json& json) {
  const auto& c = event.crossing;
  require(json["booth"] == c.id.booth && json["sequence"] == c.id.sequence);
  require(json["officer"] == c.officer && json["reasons"] == c.reasons);
  require(json["ruleset"] == c.ruleset_id && json["bundle"] == c.bundle_sequence);
  require(json["software"] == c.software && json["note"] == c.note);
  require(json["provisional"] == c.provisional && json["manual"] == c.manual);
  require(json["visa"].is_null() == !c.visa && json["reverses"].is_null() == !c.reverses);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto event = parse_event(text);
  if (!event) return 0;
  const auto json = parse_json(text, text.size());
  require(json.has_value());
  require_same(*event, *json);
  SignedEvent signed_event = sign_event(*event, booth_key());
  require(signed_event.json == text);
  require(check_event(*event).has_value());
  const auto opened = open_event(signed_event, booth_key().public_key());
  require(opened && opened->crossing == event->crossing && opened->previous == event->previous);
  char& byte = signed_event.json[size / 2];
  byte = static_cast<char>(byte ^ 1);
  require(!open_event(signed_event, booth_key().public_key()));
  return 0;
}
