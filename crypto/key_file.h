// Sealed secret key files: text with an unmistakable prefix, Argon2id + XChaCha20-Poly1305, mode
// 0600.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "crypto/bytes.h"
#include "crypto/secret.h"

namespace evisa::crypto {

/// One key, one purpose: a file says what it may be used for, and is refused for anything else.
enum class KeyPurpose { authority, csca, visa_signer, booth, register_feed, service };
[[nodiscard]] std::string_view to_string(KeyPurpose purpose);

enum class KeyStrength { interactive, moderate };  ///< Argon2id limits of libsodium

struct KeyFile {
  KeyPurpose purpose;
  std::string name;       ///< who holds it: `NQZ-03`, `KZVS`
  bool test_only = true;  ///< made for tests or demos; a release trust store refuses it
  SecretBytes secret;
};

/// Writes `path` atomically with mode 0600; never overwrites. Errors: conflict, io.
[[nodiscard]] Result<void> write_key_file(const std::filesystem::path& path, const KeyFile& key,
                                          const SecretBytes& passphrase, KeyStrength strength);
/// Errors: not_found, io, malformed, unsupported, wrong_passphrase, untrusted (another purpose:
/// found, expected), io when others may read the file (mode).
[[nodiscard]] Result<KeyFile> read_key_file(const std::filesystem::path& path, KeyPurpose purpose,
                                            const SecretBytes& passphrase);

/// First line of a file, or a prompt without echo when `file` is empty and a terminal is there.
/// Errors: not_found, io, malformed (empty passphrase), unavailable (no terminal).
[[nodiscard]] Result<SecretBytes> read_passphrase(const std::optional<std::filesystem::path>& file,
                                                  const std::string& prompt);

}  // namespace evisa::crypto
