// Detached signatures in the format of minisign 0.11 (Ed25519 over BLAKE2b-512, algorithm `ED`;
// the legacy `Ed` is refused), so that the stock `minisign -Vm` verifies them too.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "crypto/bytes.h"
#include "crypto/ed25519.h"

namespace evisa::crypto {

using KeyId = std::array<std::uint8_t, 8>;

struct MinisignPublicKey {
  KeyId id{};
  Ed25519PublicKey key{};
  /// The two-line `.pub` file, or its base64 line alone. Errors: malformed, unsupported.
  [[nodiscard]] static Result<MinisignPublicKey> parse(std::string_view text);
  [[nodiscard]] std::string text(std::string_view comment) const;
  /// 16 hex characters, as minisign prints it.
  [[nodiscard]] std::string id_hex() const;
};

class MinisignSecretKey {
 public:
  [[nodiscard]] static MinisignSecretKey generate();
  [[nodiscard]] static Result<MinisignSecretKey> from_bytes(
      ByteView id_and_seed);  ///< 8 + 32 bytes
  [[nodiscard]] SecretBytes to_bytes() const;
  [[nodiscard]] MinisignPublicKey public_key() const;
  /// The text of a `.minisig` file. The trusted comment is signed too; control characters in it
  /// become blanks, because it has to stay on one line.
  [[nodiscard]] std::string sign(ByteView content, std::string_view trusted_comment) const;

 private:
  MinisignSecretKey(KeyId id, Ed25519SecretKey key) : id_(id), key_(std::move(key)) {}
  KeyId id_;
  Ed25519SecretKey key_;
};

using ContentHash = std::array<std::uint8_t, 64>;
/// BLAKE2b-512 of a content, read where it lies: what is signed, and what names the content.
[[nodiscard]] ContentHash minisign_hash(ByteView content);
/// An HTTP entity tag (RFC 9110 8.8.3) that names the content, with its quotes.
[[nodiscard]] std::string entity_tag(const ContentHash& content);

struct MinisignVerified {
  std::string trusted_comment;
  ContentHash content_hash{};
};
/// As `minisign_verify`, and hands over the content's hash, which cost the time.
[[nodiscard]] Result<MinisignVerified> minisign_open(ByteView content,
                                                     std::string_view signature_text,
                                                     const MinisignPublicKey& key);

/// Verifies content and trusted comment; returns the trusted comment.
/// Errors: malformed, unsupported (algorithm `Ed`), untrusted (key id found, expected),
/// bad_signature.
[[nodiscard]] Result<std::string> minisign_verify(ByteView content, std::string_view signature_text,
                                                  const MinisignPublicKey& key);

}  // namespace evisa::crypto
