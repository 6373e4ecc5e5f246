// PINs as Argon2id hashes with libsodium.
#include "crypto/pin_hash.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

namespace evisa::crypto {

namespace {

template <std::size_t N>
std::string random_base64() {
  std::array<std::uint8_t, N> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::string text = to_base64(bytes);
  text.resize(text.find_last_not_of('=') + 1);  // the form has no padding
  return text;
}

}  // namespace

Result<std::string> hash_pin(const SecretBytes& pin, const PinCost& cost) {
  sodium_ready();
  std::array<char, crypto_pwhash_STRBYTES> text{};
  const int failed =
      crypto_pwhash_str_alg(text.data(), reinterpret_cast<const char*>(pin.view().data()),
                            pin.size(), cost.operations, cost.memory, crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0) {
    return fail(Errc::unavailable,
                fmt::format("no memory for hashing a PIN: {} KiB are needed", cost.memory / 1024));
  }
  return std::string(text.data());
}

bool pin_matches(const SecretBytes& pin, const std::string& hash) {
  sodium_ready();
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  return crypto_pwhash_str_verify(hash.c_str(), reinterpret_cast<const char*>(pin.view().data()),
                                  pin.size()) == 0;
}

std::string decoy_pin_hash(const PinCost& cost) {
  sodium_ready();
  return fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", cost.memory / 1024, cost.operations,
                     random_base64<crypto_pwhash_SALTBYTES>(), random_base64<32>());
}

}  // namespace evisa::crypto
