// A booth's folder: its name, its key, the authority it trusts, the last good bundle and its log.
#include "kiosk/booth_home.h"

#include <fmt/core.h>

#include <algorithm>

#include "cli/own_file.h"
#include "crypto/files.h"
#include "crypto/new_folder.h"
#include "crypto/settings_file.h"
#include "db/authority_file.h"
#include "db/crossing_log.h"

namespace evisa::kiosk {
namespace fs = std::filesystem;
namespace {

Result<void> check(const BoothIdentity& identity) {
  if (const auto code = visa::AirportCode::parse(identity.airport); !code)
    return std::unexpected(code.error());
  return check_booth_number(identity.booth);
}

Result<BoothIdentity> take_identity(crypto::JsonObject& object) {
  const auto airport = object.text("airport"), booth = object.text("booth");
  const auto test_only = object.boolean("test_only");
  if (!airport) return std::unexpected(airport.error());
  if (!booth) return std::unexpected(booth.error());
  if (!test_only) return std::unexpected(test_only.error());
  const BoothIdentity identity{*airport, *booth, *test_only};
  if (const auto ok = check(identity); !ok) return std::unexpected(ok.error());
  return identity;
}

/// Everything a new booth's folder holds, written into `folder`.
Result<void> fill(const fs::path& folder, const BoothIdentity& identity,
                  const crypto::MinisignPublicKey& authority,
                  const crypto::SecretBytes& passphrase) {
  const auto key = crypto::Ed25519SecretKey::generate();
  const crypto::KeyFile file{crypto::KeyPurpose::booth, identity.name(), identity.test_only,
                             crypto::SecretBytes::copy_of(key.seed())};
  const auto strength =
      identity.test_only ? crypto::KeyStrength::interactive : crypto::KeyStrength::moderate;
  if (auto ok = crypto::write_key_file(folder / "booth.key", file, passphrase, strength); !ok)
    return ok;
  const std::string public_key = crypto::to_base64(key.public_key()) + "\n";
  if (auto ok = crypto::write_file(folder / "booth.pub", crypto::as_bytes(public_key)); !ok)
    return ok;
  const std::string authority_text = authority.text("evisa authority");
  if (auto ok = crypto::write_file(folder / "authority.pub", crypto::as_bytes(authority_text)); !ok)
    return ok;
  const crypto::Json json = {
      {"airport", identity.airport}, {"booth", identity.booth}, {"test_only", identity.test_only}};
  if (auto ok = crypto::write_file(folder / "booth.json", crypto::as_bytes(json.dump(2) + "\n"));
      !ok)
    return ok;
  // Made once, here: a log that is missing later is a loss to be told, never an empty one to begin.
  const auto log = db::CrossingLog::open(folder / "crossings.sqlite", db::Open::create);
  if (!log) return std::unexpected(log.error());
  return {};
}

/// The key of the booth that booth.json names, and no other's.
Result<crypto::Ed25519SecretKey> open_key(const fs::path& path, const BoothIdentity& identity,
                                          const crypto::SecretBytes& passphrase) {
  auto file = crypto::read_key_file(path, crypto::KeyPurpose::booth, passphrase);
  if (!file) return std::unexpected(file.error());
  if (file->name != identity.name() || file->test_only != identity.test_only) {
    return fail(Errc::untrusted, fmt::format("booth.key belongs to {}{}, booth.json says {}{}",
                                             file->name, file->test_only ? " (test)" : "",
                                             identity.name(), identity.test_only ? " (test)" : ""));
  }
  return crypto::Ed25519SecretKey::from_seed(file->secret.view());
}

}  // namespace

Result<void> check_booth_number(std::string_view booth) {
  constexpr std::size_t kLongest = 8;
  const bool word = std::ranges::all_of(
      booth, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
  if (word && !booth.empty() && booth.size() <= kLongest) return {};
  return fail(
      Errc::malformed,
      fmt::format("booth: found \"{}\", expected 1 to {} of A-Z 0-9, such as 03", booth, kLongest));
}

Result<BoothHome> BoothHome::create(const fs::path& folder, const BoothIdentity& identity,
                                    const fs::path& authority_file,
                                    const crypto::SecretBytes& passphrase) {
  if (auto ok = check(identity); !ok) return std::unexpected(ok.error());
  auto authority = db::read_authority(authority_file);
  if (!authority) return std::unexpected(authority.error());
  auto made = crypto::NewFolder::beside(folder);
  if (!made) return std::unexpected(made.error());
  if (auto filled = fill(made->path(), identity, *authority, passphrase); !filled)
    return std::unexpected(filled.error());
  if (auto kept = made->keep(); !kept) return std::unexpected(kept.error());
  return BoothHome(made->target(), identity, *authority);
}

Result<BoothHome> BoothHome::open(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder / "booth.json", error)) {
    return fail(Errc::not_found,
                fmt::format("{} is no booth's folder (no booth.json)", folder.string()),
                "evisa-kiosk init makes one");
  }
  const fs::path settings = folder / "booth.json", anchor = folder / "authority.pub";
  auto identity = cli::of_own_file(crypto::read_settings_file(settings, take_identity), settings);
  if (!identity) return std::unexpected(identity.error());
  auto authority = cli::of_own_file(db::read_authority(anchor), anchor);
  if (!authority) return std::unexpected(authority.error());
  return BoothHome(folder, *identity, *authority);
}

Result<crypto::Ed25519SecretKey> BoothHome::unlock(const crypto::SecretBytes& passphrase) const {
  return cli::of_own_file(open_key(key_file(), identity_, passphrase), key_file());
}

}  // namespace evisa::kiosk
