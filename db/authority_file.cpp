// The authority's public key in a home.
#include "db/authority_file.h"

#include "crypto/files.h"

namespace evisa::db {
namespace {

constexpr std::size_t kMaxKeyFile = 4096;

}  // namespace

Result<crypto::MinisignPublicKey> read_authority(const std::filesystem::path& file) {
  const auto bytes = crypto::read_file(file, kMaxKeyFile);
  if (!bytes) return std::unexpected(bytes.error());
  auto key = crypto::MinisignPublicKey::parse(crypto::as_text(*bytes));
  if (key) return key;
  return fail(key.error().code, file.string() + ": " + key.error().message, key.error().hint);
}

Result<std::shared_ptr<const crypto::TrustBundle>> replace_authority(
    const std::filesystem::path& trust_folder, const NextAuthority& next,
    std::span<const std::filesystem::path> pinned, const TrustStore::Fits& fits) {
  const auto key = read_authority(next.key);
  if (!key) return std::unexpected(key.error());
  const auto store = TrustStore::open(trust_folder, *key);
  if (!store) return std::unexpected(store.error());
  auto bundle = (*store)->import(next.bundle, next.bundle.string() + ".minisig", fits);
  if (!bundle) return bundle;
  const std::string text = key->text("evisa authority");
  for (const auto& file : pinned)
    if (auto written = crypto::write_file(file, crypto::as_bytes(text)); !written)
      return std::unexpected(written.error());
  return bundle;
}

}  // namespace evisa::db
