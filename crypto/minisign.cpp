// Detached signatures in the format of minisign 0.11.
//
//   public key = "untrusted comment: " text LF  base64("Ed" key-id(8) ed25519-key(32)) LF
//   signature  = "untrusted comment: " text LF
//                base64("ED" key-id(8) ed25519-signature(64)) LF        over BLAKE2b-512(content)
//                "trusted comment: " text LF
//                base64(ed25519-signature(64)) LF      over the first signature's 64 bytes + text
//
// The algorithm of a key is `Ed`, that of a signature over the hash is `ED`; a signature `Ed` is
// over the content itself (before minisign 0.6) and is refused. A key id is shown as minisign shows
// it: the 8 bytes as a little-endian number, in upper-case hex. The LF of the last line may be
// missing.
#include "crypto/minisign.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <vector>

namespace evisa::crypto {

namespace {

constexpr std::string_view kUntrusted = "untrusted comment: ";
constexpr std::string_view kTrusted = "trusted comment: ";
constexpr std::size_t kMaxText = 16384;  // minisign's own limits: 1024 + 8192 and two short lines
constexpr std::array<std::uint8_t, 2> kKeyAlgorithm{'E', 'd'};
constexpr std::array<std::uint8_t, 2> kHashedAlgorithm{'E', 'D'};

/// The lines of a text; the last one may lack its LF. Anything after it is a line more.
std::vector<std::string_view> lines_of(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  std::vector<std::string_view> lines;
  for (;;) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

/// A comment has to stay on its line: control characters become blanks.
std::string one_line(std::string_view comment) {
  std::string line(comment);
  std::ranges::replace_if(
      line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return line;
}

std::string hex_of(const KeyId& id) {
  std::string text;
  for (auto byte = id.rbegin(); byte != id.rend(); ++byte) text += fmt::format("{:02X}", *byte);
  return text;
}

/// Algorithm, key id and what follows: the body of a key and of a signature.
struct Body {
  std::array<std::uint8_t, 2> algorithm{};
  KeyId id{};
  Bytes rest;
};

Result<Body> parse_body(std::string_view base64, std::size_t rest_size, std::string_view what) {
  const auto bytes = from_base64(base64);
  if (!bytes) {
    return fail(Errc::malformed, fmt::format("{}: {}", what, bytes.error().message));
  }
  const std::size_t expected = 2 + 8 + rest_size;
  if (bytes->size() != expected) {
    return fail(Errc::malformed, fmt::format("{}: {} bytes after base64, expected {}", what,
                                             bytes->size(), expected));
  }
  Body body;
  std::copy_n(bytes->begin(), 2, body.algorithm.begin());
  std::copy_n(bytes->begin() + 2, 8, body.id.begin());
  body.rest.assign(bytes->begin() + 10, bytes->end());
  return body;
}

/// A `.minisig` file taken apart.
struct SignatureFile {
  KeyId id{};
  Ed25519Signature content_signature{};
  std::string trusted_comment;
  Ed25519Signature comment_signature{};
};

Result<SignatureFile> parse_signature(std::string_view text) {
  if (text.size() > kMaxText) {
    return fail(Errc::malformed, fmt::format("minisign signature: {} bytes, at most {} expected",
                                             text.size(), kMaxText));
  }
  const auto lines = lines_of(text);
  if (lines.size() != 4 || !lines[0].starts_with(kUntrusted) || !lines[2].starts_with(kTrusted)) {
    return fail(
        Errc::malformed,
        fmt::format("not a minisign signature: {} lines, expected 4 with an untrusted and a "
                    "trusted comment",
                    lines.size()));
  }
  auto body = parse_body(lines[1], 64, "minisign signature");
  if (!body) return std::unexpected(body.error());
  if (body->algorithm == kKeyAlgorithm) {
    return fail(Errc::unsupported,
                "minisign signature: algorithm Ed (content not hashed), expected ED",
                "sign again with minisign 0.10 or newer");
  }
  if (body->algorithm != kHashedAlgorithm) {
    return fail(Errc::unsupported,
                fmt::format("minisign signature: algorithm {}, expected ED (4544)",
                            to_hex(body->algorithm)));
  }
  const auto global = from_base64(lines[3]);
  if (!global || global->size() != 64) {
    return fail(Errc::malformed,
                "minisign signature: the trusted comment's signature is not base64 of 64 bytes");
  }
  SignatureFile file{body->id, {}, std::string(lines[2].substr(kTrusted.size())), {}};
  std::ranges::copy(body->rest, file.content_signature.begin());
  std::ranges::copy(*global, file.comment_signature.begin());
  return file;
}

/// What the second signature covers.
Bytes comment_message(const Ed25519Signature& content_signature, std::string_view trusted_comment) {
  Bytes message(content_signature.begin(), content_signature.end());
  message.insert(message.end(), trusted_comment.begin(), trusted_comment.end());
  return message;
}

}  // namespace

ContentHash minisign_hash(ByteView content) {
  sodium_ready();
  ContentHash hash{};
  crypto_generichash(hash.data(), hash.size(), content.data(), content.size(), nullptr, 0);
  return hash;
}

std::string entity_tag(const ContentHash& content) {
  return fmt::format("\"{}\"", to_hex(ByteView(content).first(16)));
}

Result<MinisignPublicKey> MinisignPublicKey::parse(std::string_view text) {
  const auto lines = text.size() > kMaxText ? std::vector<std::string_view>{} : lines_of(text);
  const bool with_comment = lines.size() == 2 && lines[0].starts_with(kUntrusted);
  if (lines.size() != 1 && !with_comment) {
    return fail(Errc::malformed,
                "not a minisign public key: expected an untrusted comment and one line of base64");
  }
  auto body = parse_body(lines.back(), 32, "minisign public key");
  if (!body) return std::unexpected(body.error());
  if (body->algorithm != kKeyAlgorithm) {
    return fail(Errc::unsupported,
                fmt::format("minisign public key: algorithm {}, expected Ed (4564)",
                            to_hex(body->algorithm)));
  }
  MinisignPublicKey key{body->id, {}};
  std::ranges::copy(body->rest, key.key.begin());
  return key;
}

std::string MinisignPublicKey::text(std::string_view comment) const {
  Bytes body(kKeyAlgorithm.begin(), kKeyAlgorithm.end());
  body.insert(body.end(), id.begin(), id.end());
  body.insert(body.end(), key.begin(), key.end());
  return fmt::format("{}{}\n{}\n", kUntrusted, one_line(comment), to_base64(body));
}

std::string MinisignPublicKey::id_hex() const { return hex_of(id); }

MinisignSecretKey MinisignSecretKey::generate() {
  auto key = Ed25519SecretKey::generate();
  KeyId id{};
  randombytes_buf(id.data(), id.size());
  return MinisignSecretKey(id, std::move(key));
}

Result<MinisignSecretKey> MinisignSecretKey::from_bytes(ByteView id_and_seed) {
  if (id_and_seed.size() != 8 + 32) {
    return fail(
        Errc::malformed,
        fmt::format("an authority key of {} bytes: expected 40 (id and seed)", id_and_seed.size()));
  }
  auto key = Ed25519SecretKey::from_seed(id_and_seed.subspan(8));
  if (!key) return std::unexpected(key.error());
  KeyId id{};
  std::copy_n(id_and_seed.begin(), id.size(), id.begin());
  return MinisignSecretKey(id, std::move(*key));
}

SecretBytes MinisignSecretKey::to_bytes() const {
  SecretBytes bytes(8 + 32);
  std::ranges::copy(id_, bytes.writable().begin());
  std::ranges::copy(key_.seed(), bytes.writable().begin() + 8);
  return bytes;
}

MinisignPublicKey MinisignSecretKey::public_key() const { return {id_, key_.public_key()}; }

std::string MinisignSecretKey::sign(ByteView content, std::string_view trusted_comment) const {
  const std::string comment = one_line(trusted_comment);
  const Ed25519Signature signature = key_.sign(minisign_hash(content));
  const Ed25519Signature global = key_.sign(comment_message(signature, comment));
  Bytes body(kHashedAlgorithm.begin(), kHashedAlgorithm.end());
  body.insert(body.end(), id_.begin(), id_.end());
  body.insert(body.end(), signature.begin(), signature.end());
  return fmt::format("{}signature from evisa, key {}\n{}\n{}{}\n{}\n", kUntrusted, hex_of(id_),
                     to_base64(body), kTrusted, comment, to_base64(global));
}

Result<MinisignVerified> minisign_open(ByteView content, std::string_view signature_text,
                                       const MinisignPublicKey& key) {
  auto file = parse_signature(signature_text);
  if (!file) return std::unexpected(file.error());
  if (file->id != key.id) {
    return fail(Errc::untrusted, fmt::format("key id in the signature is {}, public key has {}",
                                             hex_of(file->id), key.id_hex()));
  }
  const ContentHash hash = minisign_hash(content);
  if (!ed25519_verify(hash, file->content_signature, key.key)) {
    return fail(Errc::bad_signature, "the signature does not belong to this content",
                "the file was changed or cut, or the signature is of another file");
  }
  const Bytes message = comment_message(file->content_signature, file->trusted_comment);
  if (!ed25519_verify(message, file->comment_signature, key.key)) {
    return fail(Errc::bad_signature, "the signature's trusted comment was changed");
  }
  return MinisignVerified{std::move(file->trusted_comment), hash};
}

Result<std::string> minisign_verify(ByteView content, std::string_view signature_text,
                                    const MinisignPublicKey& key) {
  auto verified = minisign_open(content, signature_text, key);
  if (!verified) return std::unexpected(verified.error());
  return std::move(verified->trusted_comment);
}

}  // namespace evisa::crypto
