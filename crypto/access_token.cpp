// Access tokens; grammar in access_token.h.
#include "crypto/access_token.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "crypto/base32.h"

namespace evisa::crypto {

namespace {

constexpr std::string_view kPrefix = "evisa_";
constexpr std::size_t kMaxKind = 16;
constexpr std::size_t kSecret = 32;
constexpr std::size_t kChecksum = 3;
constexpr std::size_t kCharacters = 56;  // of base32: (32 + 3) * 8 / 5, no tail bits
static_assert((kSecret + kChecksum) * 8 == kCharacters * 5);

using Body = std::array<std::uint8_t, kSecret + kChecksum>;

/// A body wiped at the end of the scope: it holds the secret.
struct WipedBody {
  Body bytes{};
  WipedBody() = default;
  WipedBody(const WipedBody&) = delete;
  WipedBody& operator=(const WipedBody&) = delete;
  ~WipedBody() { sodium_memzero(bytes.data(), bytes.size()); }
};

Hash256 checksum_of(std::string_view head, const Body& body) {
  return blake2b_256(as_bytes(head), ByteView(body).first(kSecret));
}

std::unexpected<Error> malformed(std::string why) {
  return fail(Errc::malformed, "access token: " + std::move(why),
              "copy the whole token, from \"evisa_\" to its end");
}

bool is_kind(std::string_view kind) {
  return !kind.empty() && kind.size() <= kMaxKind &&
         std::ranges::all_of(kind, [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

AccessToken make_access_token(std::string_view kind) {
  sodium_ready();
  const std::string head = std::string(kPrefix) + std::string(kind) + "_";
  WipedBody body;
  randombytes_buf(body.bytes.data(), kSecret);
  const Hash256 checksum = checksum_of(head, body.bytes);
  std::copy_n(checksum.begin(), kChecksum, body.bytes.begin() + kSecret);
  std::string encoded = base32_encode(body.bytes);
  SecretBytes text(head.size() + encoded.size());
  std::memcpy(text.writable().data(), head.data(), head.size());
  std::memcpy(text.writable().data() + head.size(), encoded.data(), encoded.size());
  sodium_memzero(encoded.data(), encoded.size());
  const Hash256 hash = blake2b_256(text.view());
  return {std::move(text), hash};
}

Result<PresentedToken> read_access_token(std::string_view text) {
  sodium_ready();
  if (!text.starts_with(kPrefix)) return malformed("it does not begin with \"evisa_\"");
  const auto end = text.find('_', kPrefix.size());
  if (end == std::string_view::npos) return malformed("its kind has no end");
  const std::string_view kind = text.substr(kPrefix.size(), end - kPrefix.size());
  if (!is_kind(kind)) return malformed("its kind is not a word of 1 to 16 lower-case letters");
  const std::string_view head = text.substr(0, end + 1), encoded = text.substr(end + 1);
  if (encoded.size() != kCharacters) return malformed("it is not of the right length");
  WipedBody body;
  if (!base32_decode(encoded, body.bytes)) return malformed("a character is not base32");
  const Hash256 checksum = checksum_of(head, body.bytes);
  if (!std::equal(body.bytes.begin() + kSecret, body.bytes.end(), checksum.begin())) {
    return malformed("its checksum does not match: a character is wrong");
  }
  return PresentedToken{std::string(kind), blake2b_256(as_bytes(text))};
}

}  // namespace evisa::crypto
