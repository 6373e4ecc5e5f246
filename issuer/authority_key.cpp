// The authority's key: made, and made anew.
#include <fmt/format.h>

#include "crypto/files.h"
#include "issuer/authority_home.h"

namespace evisa::issuer {
namespace fs = std::filesystem;
namespace {

Result<void> move_aside(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (!fs::exists(from, error)) return {};
  fs::rename(from, to, error);
  if (!error) return {};
  return fail(Errc::io, fmt::format("{}: {}", from.string(), error.message()));
}

}  // namespace

Result<crypto::MinisignPublicKey> AuthorityHome::add_authority(
    const crypto::SecretBytes& passphrase) const {
  const auto key = crypto::MinisignSecretKey::generate();
  const auto comment = fmt::format("evisa authority {}{}", key.public_key().id_hex(),
                                   settings_.test_only ? " (TEST)" : "");
  const auto text = key.public_key().text(comment);
  const auto told =
      crypto::write_file(folder_ / "authority.pub", crypto::as_bytes(text), 0644, false);
  if (!told) return std::unexpected(told.error());
  // A key file is never written over: cut off before it, renewing begins anew by the public key.
  const auto kept =
      write_key("authority", crypto::KeyPurpose::authority, key.to_bytes(), passphrase);
  if (!kept) return std::unexpected(kept.error());
  return key.public_key();
}

// The public key goes aside last and comes first: wherever an attempt was cut off, one more is
// whole.
Result<crypto::MinisignPublicKey> AuthorityHome::renew_authority(
    const crypto::SecretBytes& passphrase) const {
  // Whoever renews it can open this home's other keys: all are under one passphrase.
  if (const auto csca = unlock_csca(passphrase); !csca) return std::unexpected(csca.error());
  const auto before = authority();
  if (!before && before.error().code != Errc::not_found) return before;
  if (before) {
    const fs::path aside = folder_ / fmt::format("authority-{}", before->id_hex());
    for (const char* part : {".key", ".pub"})
      if (auto moved = move_aside(folder_ / (std::string("authority") + part),
                                  fs::path(aside.string() + part));
          !moved)
        return std::unexpected(moved.error());
  }
  return add_authority(passphrase);
}

}  // namespace evisa::issuer
