// Sealed secret key files.
//
//   file    = "EVISA-SECRET-KEY-1" LF
//             "purpose: " ("authority" | "csca" | "visa_signer" | "booth" | "register_feed" |
//                          "service") LF
//             "name: " 1*64 printable ASCII LF
//             "test-only: " ("yes" | "no") LF
//             "kdf: argon2id " ("interactive" | "moderate") LF
//             "salt: " base64(16) LF
//             "nonce: " base64(24) LF
//             "sealed: " base64(secret + 16-byte tag) LF
//
// The key is Argon2id (version 1.3) of the passphrase with libsodium's limits of that name; the
// secret is sealed with XChaCha20-Poly1305 and every line above "sealed" is its additional data, so
// that neither purpose nor name nor test mark can be changed. Nothing may be missing, follow or
// stand elsewhere.
#include "crypto/key_file.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "crypto/files.h"

namespace evisa::crypto {

namespace {

constexpr std::string_view kPrefix = "EVISA-SECRET-KEY-1";
constexpr std::string_view kAnyVersion = "EVISA-SECRET-KEY-";
constexpr std::size_t kMaxFile = 16384;
constexpr std::size_t kMaxName = 64;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::array kPurposes{KeyPurpose::authority,     KeyPurpose::csca,
                               KeyPurpose::visa_signer,   KeyPurpose::booth,
                               KeyPurpose::register_feed, KeyPurpose::service};

std::string_view to_string(KeyStrength strength) {
  return strength == KeyStrength::interactive ? "interactive" : "moderate";
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxName &&
         std::ranges::all_of(name, [](char c) { return c >= 0x20 && c < 0x7f; });
}

/// A key file taken apart, still sealed.
struct Sealed {
  KeyPurpose purpose{};
  std::string name;
  bool test_only = true;
  KeyStrength strength{};
  Bytes salt, nonce, ciphertext;
};

std::string header_text(const Sealed& key) {
  return fmt::format(
      "{}\npurpose: {}\nname: {}\ntest-only: {}\nkdf: argon2id {}\nsalt: {}\nnonce: {}\n", kPrefix,
      to_string(key.purpose), key.name, key.test_only ? "yes" : "no", to_string(key.strength),
      to_base64(key.salt), to_base64(key.nonce));
}

Result<SecretBytes> derive(const SecretBytes& passphrase, const Bytes& salt, KeyStrength strength) {
  const bool moderate = strength == KeyStrength::moderate;
  SecretBytes key(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
  const int failed = crypto_pwhash(
      key.writable().data(), key.size(), reinterpret_cast<const char*>(passphrase.view().data()),
      passphrase.size(), salt.data(),
      moderate ? crypto_pwhash_OPSLIMIT_MODERATE : crypto_pwhash_OPSLIMIT_INTERACTIVE,
      moderate ? crypto_pwhash_MEMLIMIT_MODERATE : crypto_pwhash_MEMLIMIT_INTERACTIVE,
      crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0) {
    return fail(Errc::io, fmt::format("no memory for the passphrase: {} MiB are needed",
                                      moderate ? 256 : 64));
  }
  return key;
}

/// Takes lines off the front of a key file's text, each under its label.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : text_(text) {}
  [[nodiscard]] bool done() const { return text_.empty(); }
  [[nodiscard]] std::string_view line() {
    const auto end = std::min(text_.find('\n'), text_.size());
    const auto line = text_.substr(0, end);
    text_.remove_prefix(std::min(end + 1, text_.size()));
    return line;
  }
  [[nodiscard]] Result<std::string> value(std::string_view label) {
    const auto found = line();
    if (!found.starts_with(label) || !found.substr(label.size()).starts_with(": ")) {
      return fail(Errc::malformed,
                  fmt::format("key file: the line \"{}:\" is not where it belongs", label));
    }
    return std::string(found.substr(label.size() + 2));
  }
  [[nodiscard]] Result<Bytes> bytes(std::string_view label, std::size_t least, std::size_t most) {
    const auto text = value(label);
    if (!text) return std::unexpected(text.error());
    auto decoded = from_base64(*text);
    if (!decoded || decoded->size() < least || decoded->size() > most) {
      return fail(Errc::malformed,
                  fmt::format("key file: {} is not base64 of the right length", label));
    }
    return std::move(*decoded);
  }

 private:
  std::string_view text_;
};

template <class T>
Result<T> one_of(const Result<std::string>& found, std::string_view label,
                 std::initializer_list<std::pair<std::string_view, T>> choices) {
  if (!found) return std::unexpected(found.error());
  for (const auto& [word, value] : choices) {
    if (*found == word) return value;
  }
  return fail(Errc::unsupported, fmt::format("key file: {} \"{}\" is not known", label, *found));
}

Result<KeyPurpose> parse_purpose(const Result<std::string>& found) {
  if (!found) return std::unexpected(found.error());
  for (const KeyPurpose purpose : kPurposes) {
    if (*found == to_string(purpose)) return purpose;
  }
  return fail(Errc::unsupported, fmt::format("key file: purpose \"{}\" is not known", *found));
}

Result<void> check_prefix(std::string_view line) {
  if (line == kPrefix) return {};
  if (line.starts_with(kAnyVersion)) {
    return fail(Errc::unsupported, fmt::format("key file of version {}, expected 1",
                                               line.substr(kAnyVersion.size()).substr(0, 16)));
  }
  return fail(Errc::malformed,
              fmt::format("not a secret key file: expected \"{}\" first", kPrefix));
}

Result<Sealed> parse_sealed(std::string_view text) {
  LineReader reader(text);
  if (auto prefix = check_prefix(reader.line()); !prefix) return std::unexpected(prefix.error());
  const auto purpose = parse_purpose(reader.value("purpose"));
  if (!purpose) return std::unexpected(purpose.error());
  const auto name = reader.value("name");
  if (!name) return std::unexpected(name.error());
  if (!is_name(*name))
    return fail(Errc::malformed, "key file: name is not 1 to 64 printable characters");
  const auto test_only =
      one_of<bool>(reader.value("test-only"), "test-only", {{"yes", true}, {"no", false}});
  if (!test_only) return std::unexpected(test_only.error());
  const auto strength = one_of<KeyStrength>(reader.value("kdf"), "kdf",
                                            {{"argon2id interactive", KeyStrength::interactive},
                                             {"argon2id moderate", KeyStrength::moderate}});
  if (!strength) return std::unexpected(strength.error());
  auto salt = reader.bytes("salt", crypto_pwhash_SALTBYTES, crypto_pwhash_SALTBYTES);
  if (!salt) return std::unexpected(salt.error());
  constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  auto nonce = reader.bytes("nonce", kNonce, kNonce);
  if (!nonce) return std::unexpected(nonce.error());
  auto ciphertext = reader.bytes("sealed", kTag + 1, kMaxFile);
  if (!ciphertext) return std::unexpected(ciphertext.error());
  if (!reader.done()) return fail(Errc::malformed, "key file: something follows the sealed key");
  return Sealed{*purpose,
                *name,
                *test_only,
                *strength,
                std::move(*salt),
                std::move(*nonce),
                std::move(*ciphertext)};
}

Result<SecretBytes> unseal(const Sealed& sealed, const SecretBytes& passphrase) {
  const auto key = derive(passphrase, sealed.salt, sealed.strength);
  if (!key) return std::unexpected(key.error());
  const std::string header = header_text(sealed);
  SecretBytes secret(sealed.ciphertext.size() - kTag);
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      secret.writable().data(), nullptr, nullptr, sealed.ciphertext.data(),
      sealed.ciphertext.size(), as_bytes(header).data(), header.size(), sealed.nonce.data(),
      key->view().data());
  if (failed != 0) {
    return fail(Errc::wrong_passphrase, "the passphrase is wrong, or the key file was changed");
  }
  return secret;
}

}  // namespace

std::string_view to_string(KeyPurpose purpose) {
  switch (purpose) {
    case KeyPurpose::authority:
      return "authority";
    case KeyPurpose::csca:
      return "csca";
    case KeyPurpose::visa_signer:
      return "visa_signer";
    case KeyPurpose::booth:
      return "booth";
    case KeyPurpose::register_feed:
      return "register_feed";
    case KeyPurpose::service:
      return "service";
  }
  return "";
}

Result<void> write_key_file(const std::filesystem::path& path, const KeyFile& key,
                            const SecretBytes& passphrase, KeyStrength strength) {
  sodium_ready();
  if (!is_name(key.name)) {
    return fail(Errc::malformed, "a key's name is 1 to 64 printable ASCII characters");
  }
  if (passphrase.size() == 0) return fail(Errc::malformed, "the passphrase is empty");
  if (key.secret.size() == 0) return fail(Errc::malformed, "the secret is empty");
  Sealed sealed{key.purpose,
                key.name,
                key.test_only,
                strength,
                Bytes(crypto_pwhash_SALTBYTES),
                Bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES),
                Bytes(key.secret.size() + kTag)};
  randombytes_buf(sealed.salt.data(), sealed.salt.size());
  randombytes_buf(sealed.nonce.data(), sealed.nonce.size());
  const auto sealing_key = derive(passphrase, sealed.salt, strength);
  if (!sealing_key) return std::unexpected(sealing_key.error());
  const std::string header = header_text(sealed);
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.ciphertext.data(), nullptr,
                                             key.secret.view().data(), key.secret.size(),
                                             as_bytes(header).data(), header.size(), nullptr,
                                             sealed.nonce.data(), sealing_key->view().data());
  const std::string text = fmt::format("{}sealed: {}\n", header, to_base64(sealed.ciphertext));
  return write_file(path, as_bytes(text), 0600, false);
}

Result<KeyFile> read_key_file(const std::filesystem::path& path, KeyPurpose purpose,
                              const SecretBytes& passphrase) {
  sodium_ready();
  const auto bytes = read_private_file(path, kMaxFile);
  if (!bytes) return std::unexpected(bytes.error());
  const auto sealed = parse_sealed(as_text(*bytes));
  if (!sealed) {
    return fail(sealed.error().code, path.string() + ": " + sealed.error().message,
                sealed.error().hint);
  }
  if (sealed->purpose != purpose) {
    return fail(Errc::untrusted,
                fmt::format("{} is a key for {}, expected one for {}", path.string(),
                            to_string(sealed->purpose), to_string(purpose)),
                "one key serves one purpose; choose the right file");
  }
  auto secret = unseal(*sealed, passphrase);
  if (!secret) {
    return fail(secret.error().code, path.string() + ": " + secret.error().message,
                secret.error().hint);
  }
  return KeyFile{sealed->purpose, sealed->name, sealed->test_only, std::move(*secret)};
}

}  // namespace evisa::crypto
