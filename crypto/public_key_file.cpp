// Ed25519 public keys as files of one base64 line.
#include "crypto/public_key_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/blake2b.h"
#include "crypto/files.h"

namespace evisa::crypto {

namespace {

constexpr std::size_t kMaxFile = 4096;

std::string_view one_line(std::string_view text) {
  const auto end = text.find_last_not_of(" \r\n");
  return text.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

}  // namespace

Result<Ed25519PublicKey> read_public_key_file(const std::filesystem::path& path) {
  const auto content = read_file(path, kMaxFile);
  if (!content) return std::unexpected(content.error());
  const auto bytes = from_base64(one_line(as_text(*content)));
  Ed25519PublicKey key{};
  if (!bytes || bytes->size() != key.size()) {
    return fail(Errc::malformed,
                fmt::format("{}: not a public key (32 bytes in base64)", path.string()),
                "give the .pub file, not the .key file");
  }
  std::ranges::copy(*bytes, key.begin());
  return key;
}

Result<void> write_public_key_file(const std::filesystem::path& path, const Ed25519PublicKey& key) {
  const std::string line = to_base64(key) + "\n";
  return write_file(path, as_bytes(line), 0644, false);
}

std::string fingerprint(const Ed25519PublicKey& key) {
  constexpr std::size_t kShown = 8;
  return to_hex(ByteView(blake2b_256(key)).first(kShown));
}

}  // namespace evisa::crypto
