// A boarding receipt as JSON in its one form: no blanks, every key there, in this order:
//
//   {"version":1, "receipt":"ALA-S1/42", "time":"YYYY-MM-DDTHH:MM:SS[.mmm]Z", "carrier":"KC",
//    "flight":text, "airport":"ALA", "arrival":time|null, "salt":32 lower-case hex characters,
//    "asked":64 of them, "answer":"BOARD"|"CALL_BORDER"|"DO_NOT_BOARD", "code":text|null,
//    "language":"en"|"ru"|"kk"|"zh", "text":text, "ruleset":text, "bundle":integer,
//    "software":text}
//
// The signature (Ed25519, by the key of the verifier that answered) covers exactly these bytes. A
// reader composes what it has understood once more and refuses bytes that differ.
//
//   file = {"format":"evisa-receipt-1", "receipt":the text above, "signature":base64 of 64 bytes}
#include "crypto/boarding_receipt.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "crypto/json_values.h"

namespace evisa::crypto {
namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::size_t kMaxReceipt = 8192;
constexpr std::string_view kWhere = "receipt";
constexpr std::string_view kFormat = "evisa-receipt-1";

std::string encode(const BoardingReceipt& r) {
  return write_json({{"version", kVersion},
                     {"receipt", r.id.text()},
                     {"time", visa::to_string(r.time)},
                     {"carrier", r.carrier},
                     {"flight", r.flight},
                     {"airport", r.airport.text()},
                     {"arrival", r.arrival ? Json(visa::to_string(*r.arrival)) : Json()},
                     {"salt", to_hex(r.salt)},
                     {"asked", to_hex(r.asked)},
                     {"answer", visa::to_string(r.answer)},
                     {"code", r.code ? Json(*r.code) : Json()},
                     {"language", visa::to_string(r.language)},
                     {"text", r.text},
                     {"ruleset", r.ruleset_id},
                     {"bundle", r.bundle_sequence},
                     {"software", r.software}});
}

template <std::size_t N>
Result<std::array<std::uint8_t, N>> parse_hex(std::string_view hex) {
  const auto bytes = from_hex(hex);
  std::array<std::uint8_t, N> out{};
  if (!bytes || bytes->size() != N)
    return fail(Errc::malformed, fmt::format("expected {} hex characters", 2 * N));
  std::ranges::copy(*bytes, out.begin());
  return out;
}

bool is_capital_or_digit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

Result<std::string> parse_carrier(std::string_view text) {
  const bool named = !text.empty() && text.size() <= 32 && std::ranges::all_of(text, [](char c) {
    return is_capital_or_digit(c) || c == '-';
  });
  if (!named) return fail(Errc::malformed, "expected 1 to 32 of A-Z, 0-9 and hyphens");
  return std::string(text);
}

Result<std::string> parse_flight(std::string_view text) {
  if (text.size() > 8 || !std::ranges::all_of(text, is_capital_or_digit))
    return fail(Errc::malformed, "expected at most 8 of A-Z and 0-9");
  return std::string(text);
}

BoardingReceipt read_values(JsonValues& values) {
  BoardingReceipt r;
  r.id = values.parsed("receipt", visa::EventId::parse, visa::EventId{});
  r.time = values.parsed("time", visa::parse_instant, visa::Instant{});
  r.carrier = values.parsed("carrier", parse_carrier, std::string());
  r.flight = values.parsed("flight", parse_flight, std::string());
  r.airport = values.parsed("airport", visa::AirportCode::parse, visa::AirportCode{});
  r.arrival = values.parsed_or_null("arrival", visa::parse_instant, visa::Instant{});
  r.salt = values.parsed("salt", parse_hex<16>, ReceiptSalt{});
  r.asked = values.parsed("asked", parse_hex<32>, AskedHash{});
  r.answer = values.parsed("answer", visa::parse_boarding, visa::Boarding{});
  r.code = values.text_or_null("code");
  r.language = values.parsed("language", visa::parse_language, visa::Language{});
  r.text = values.text("text");
  r.ruleset_id = values.text("ruleset");
  r.bundle_sequence = static_cast<std::uint64_t>(values.integer("bundle", 0));
  r.software = values.text("software");
  return r;
}

/// What the values must say together.
Result<void> check(const BoardingReceipt& r) {
  if (r.answer != visa::Boarding::board && (!r.code || r.code->empty()))
    return fail(Errc::malformed,
                fmt::format("{}: {} without a reason code", kWhere, visa::to_string(r.answer)));
  return {};
}

}  // namespace

ReceiptSalt new_receipt_salt() {
  sodium_ready();
  ReceiptSalt salt{};
  randombytes_buf(salt.data(), salt.size());
  return salt;
}

AskedHash hash_asked(ByteView asked, const ReceiptSalt& salt) {
  sodium_ready();
  AskedHash hash{};
  crypto_generichash(hash.data(), hash.size(), asked.data(), asked.size(), salt.data(),
                     salt.size());
  return hash;
}

Result<SignedReceipt> sign_receipt(const BoardingReceipt& receipt,
                                   const Ed25519SecretKey& verifier_key) {
  SignedReceipt signed_receipt{encode(receipt), {}};
  const auto read = parse_receipt(signed_receipt.json);
  if (!read) return std::unexpected(read.error());
  if (*read != receipt)
    return fail(Errc::malformed, fmt::format("{}: a text is not UTF-8", kWhere));
  signed_receipt.signature = verifier_key.sign(as_bytes(signed_receipt.json));
  return signed_receipt;
}

Result<BoardingReceipt> parse_receipt(std::string_view json) {
  const auto value = parse_json(json, kMaxReceipt);
  if (!value) return std::unexpected(value.error());
  auto object = JsonObject::open(*value, std::string(kWhere));
  if (!object) return std::unexpected(object.error());
  // The version first: other versions may have other keys.
  const auto version = object->integer("version");
  if (!version) return std::unexpected(version.error());
  if (*version != kVersion)
    return fail(Errc::unsupported,
                fmt::format("{}: version {}, expected {}", kWhere, *version, kVersion));
  JsonValues values(std::move(*object), std::string(kWhere));
  BoardingReceipt receipt = read_values(values);
  if (auto ok = values.finish(); !ok) return std::unexpected(ok.error());
  if (auto ok = check(receipt); !ok) return std::unexpected(ok.error());
  if (encode(receipt) != json)
    return fail(Errc::malformed,
                fmt::format("{}: not in its one form (blanks, order of keys, escapes, or a value "
                            "written otherwise)",
                            kWhere));
  return receipt;
}

Result<BoardingReceipt> open_receipt(const SignedReceipt& receipt,
                                     const Ed25519PublicKey& verifier_key) {
  if (!ed25519_verify(as_bytes(receipt.json), receipt.signature, verifier_key))
    return fail(Errc::bad_signature, fmt::format("{}: the signature is not of this key", kWhere),
                "the key of the airport's verifier that answered is needed; else the receipt was "
                "changed");
  return parse_receipt(receipt.json);
}

std::string write_receipt_file(const SignedReceipt& receipt) {
  return write_json({{"format", kFormat},
                     {"receipt", receipt.json},
                     {"signature", to_base64(receipt.signature)}}) +
         "\n";
}

Result<SignedReceipt> parse_receipt_file(std::string_view text) {
  const auto value = parse_json(text, 2 * kMaxReceipt);
  if (!value) return std::unexpected(value.error());
  auto object = JsonObject::open(*value, "receipt file");
  if (!object) return std::unexpected(object.error());
  // The format first: other formats may have other keys.
  const auto format = object->text("format");
  if (!format) return std::unexpected(format.error());
  if (*format != kFormat)
    return fail(Errc::unsupported,
                fmt::format("receipt file: format \"{}\", expected {}", *format, kFormat));
  JsonValues values(std::move(*object), "receipt file");
  SignedReceipt receipt;
  receipt.json = values.text("receipt");
  receipt.signature = values.parsed(
      "signature",
      [](std::string_view base64) -> Result<Ed25519Signature> {
        const auto bytes = from_base64(base64);
        Ed25519Signature signature{};
        if (!bytes || bytes->size() != signature.size())
          return fail(Errc::malformed, "expected 64 bytes in base64");
        std::ranges::copy(*bytes, signature.begin());
        return signature;
      },
      Ed25519Signature{});
  if (auto ok = values.finish(); !ok) return std::unexpected(ok.error());
  return receipt;
}

}  // namespace evisa::crypto
