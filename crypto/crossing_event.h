// A crossing as a signed event: exact JSON bytes + the booth's Ed25519 signature; each event names
// the BLAKE2b-256 of the booth's previous one. Grammar in crossing_event.cpp; design.md section 7.
#pragma once

#include <array>
#include <string>

#include "crypto/bytes.h"
#include "crypto/ed25519.h"
#include "visa/crossing.h"

namespace evisa::crypto {

using EventHash = std::array<std::uint8_t, 32>;  ///< all zero before a booth's first event

struct SignedEvent {
  std::string json;  ///< exactly as signed
  Ed25519Signature signature{};
};

/// An event's content together with its place in the booth's chain.
struct ChainedCrossing {
  visa::Crossing crossing;
  EventHash previous{};
};

/// Texts must be UTF-8 and the values such as `check_event` accepts; what it refuses would be
/// signed all the same and then be refused by every reader.
[[nodiscard]] SignedEvent sign_event(const ChainedCrossing& event,
                                     const Ed25519SecretKey& booth_key);
/// Whether a reader will accept this event. Errors: as parse_event.
[[nodiscard]] Result<void> check_event(const ChainedCrossing& event);
/// BLAKE2b-256 over the JSON bytes and the signature.
[[nodiscard]] EventHash hash_of(const SignedEvent& event);
/// Strict: known keys only, each once. Does not look at the signature. Errors: malformed,
/// unsupported, out_of_range.
[[nodiscard]] Result<ChainedCrossing> parse_event(std::string_view json);
/// An event with its content, read once. Whose it is has not been looked at.
struct ReadEvent {
  SignedEvent event;
  ChainedCrossing content;
};
/// Errors: as parse_event.
[[nodiscard]] Result<ReadEvent> read_event(SignedEvent event);
[[nodiscard]] bool is_signed_by(const SignedEvent& event, const Ed25519PublicKey& booth_key);
/// Verifies, then parses. Errors: bad_signature and as above.
[[nodiscard]] Result<ChainedCrossing> open_event(const SignedEvent& event,
                                                 const Ed25519PublicKey& booth_key);

}  // namespace evisa::crypto
