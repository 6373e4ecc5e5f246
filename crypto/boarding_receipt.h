// What a carrier was told about one passenger, signed, so that both sides can prove it later.
// Grammar in boarding_receipt.cpp and docs/boarding-receipt.md; rules.md 5.6 (revoked between
// boarding and arrival).
#pragma once

#include <array>
#include <optional>
#include <string>

#include "crypto/bytes.h"
#include "crypto/ed25519.h"
#include "visa/boarding.h"
#include "visa/codes.h"
#include "visa/crossing.h"
#include "visa/date.h"
#include "visa/language.h"

namespace evisa::crypto {

using ReceiptSalt = std::array<std::uint8_t, 16>;
using AskedHash = std::array<std::uint8_t, 32>;

/// No name, birth date, passport or visa number in clear: the question is there as a salted hash.
struct BoardingReceipt {
  visa::EventId id;  ///< the verifier that answered and its receipt number: `ALA-S1/42`
  visa::Instant time{};
  std::string carrier;  ///< A-Z, 0-9 and hyphens, at most 32
  std::string flight;   ///< as asked; empty: not stated
  visa::AirportCode airport;
  std::optional<visa::Instant> arrival;
  ReceiptSalt salt{};
  AskedHash asked{};
  visa::Boarding answer = visa::Boarding::call_border;
  std::optional<std::string> code;  ///< a reason code; may be unknown to this version
  visa::Language language = visa::Language::en;
  std::string text;
  std::string ruleset_id;
  std::uint64_t bundle_sequence = 0;
  std::string software;
  bool operator==(const BoardingReceipt&) const = default;
};

struct SignedReceipt {
  std::string json;  ///< exactly as signed
  Ed25519Signature signature{};
  bool operator==(const SignedReceipt&) const = default;
};

[[nodiscard]] ReceiptSalt new_receipt_salt();
/// BLAKE2b-256 of the question's exact bytes, keyed with the salt.
[[nodiscard]] AskedHash hash_asked(ByteView asked, const ReceiptSalt& salt);

/// Errors: as parse_receipt, of what would be signed: nothing is signed that nobody could read.
[[nodiscard]] Result<SignedReceipt> sign_receipt(const BoardingReceipt& receipt,
                                                 const Ed25519SecretKey& verifier_key);
/// Strict, and does not look at the signature. Errors: malformed, unsupported, out_of_range.
[[nodiscard]] Result<BoardingReceipt> parse_receipt(std::string_view json);
/// Verifies, then parses. Errors: bad_signature and as above.
[[nodiscard]] Result<BoardingReceipt> open_receipt(const SignedReceipt& receipt,
                                                   const Ed25519PublicKey& verifier_key);

/// The file that a carrier keeps: receipt and signature in one JSON object.
[[nodiscard]] std::string write_receipt_file(const SignedReceipt& receipt);
/// Errors: malformed, unsupported (another format).
[[nodiscard]] Result<SignedReceipt> parse_receipt_file(std::string_view text);

}  // namespace evisa::crypto
