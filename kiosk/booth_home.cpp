// A booth's folder: its name, its key, the authority it trusts, the last good bundle and its log.
#include "kiosk/booth_home.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>

#include "crypto/files.h"
#include "crypto/strict_json.h"
#include "db/crossing_log.h"

namespace evisa::kiosk {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kSmallFile = 64 * 1024;

bool is_word(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most && std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

Result<void> check(const BoothIdentity& identity) {
  if (!is_word(identity.airport, 16)) {
    return fail(
        Errc::malformed,
        fmt::format("airport: found \"{}\", expected an IATA code such as ALA", identity.airport));
  }
  if (!is_word(identity.booth, 8)) {
    return fail(
        Errc::malformed,
        fmt::format("booth: found \"{}\", expected 1 to 8 of A-Z 0-9, such as 03", identity.booth));
  }
  return {};
}

Result<BoothIdentity> read_identity(const fs::path& file) {
  const auto bytes = crypto::read_file(file, kSmallFile);
  if (!bytes) return std::unexpected(bytes.error());
  const auto json = crypto::parse_json(crypto::as_text(*bytes), kSmallFile);
  if (!json) return std::unexpected(json.error());
  auto object = crypto::JsonObject::open(*json, file.filename().string());
  if (!object) return std::unexpected(object.error());
  const auto airport = object->text("airport"), booth = object->text("booth");
  const auto test_only = object->boolean("test_only");
  if (!airport) return std::unexpected(airport.error());
  if (!booth) return std::unexpected(booth.error());
  if (!test_only) return std::unexpected(test_only.error());
  if (const auto done = object->finish(); !done) return std::unexpected(done.error());
  const BoothIdentity identity{*airport, *booth, *test_only};
  if (const auto ok = check(identity); !ok) return std::unexpected(ok.error());
  return identity;
}

Result<crypto::MinisignPublicKey> read_authority(const fs::path& file) {
  const auto bytes = crypto::read_file(file, kSmallFile);
  if (!bytes) return std::unexpected(bytes.error());
  return crypto::MinisignPublicKey::parse(crypto::as_text(*bytes));
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

}  // namespace

Result<BoothHome> BoothHome::create(const fs::path& named, const BoothIdentity& identity,
                                    const fs::path& authority_file,
                                    const crypto::SecretBytes& passphrase) {
  // `booth/` as a shell completes it is `booth`: what is made beside it must not land inside it.
  const fs::path folder =
      named.has_filename() ? named.lexically_normal() : named.lexically_normal().parent_path();
  if (auto ok = check(identity); !ok) return std::unexpected(ok.error());
  auto authority = read_authority(authority_file);
  if (!authority) return std::unexpected(authority.error());
  std::error_code error;
  if (fs::exists(folder, error)) {
    return fail(Errc::conflict, fmt::format("{} exists already", folder.string()),
                "a booth's folder is made once; choose another --home");
  }
  fs::create_directories(folder.parent_path(), error);
  std::string pattern = folder.string() + ".new-XXXXXX";  // beside it, so that rename is atomic
  if (::mkdtemp(pattern.data()) == nullptr) {
    return fail(Errc::io,
                fmt::format("{}: cannot make a folder there", folder.parent_path().string()));
  }
  const fs::path made = pattern;
  auto filled = fill(made, identity, *authority, passphrase);
  if (filled) {
    fs::rename(made, folder, error);
    if (error) filled = fail(Errc::io, fmt::format("{}: {}", folder.string(), error.message()));
  }
  if (!filled) {
    fs::remove_all(made, error);
    return std::unexpected(filled.error());
  }
  return BoothHome(folder, identity, *authority);
}

Result<BoothHome> BoothHome::open(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder / "booth.json", error)) {
    return fail(Errc::not_found,
                fmt::format("{} is no booth's folder (no booth.json)", folder.string()),
                "evisa-kiosk init makes one");
  }
  auto identity = read_identity(folder / "booth.json");
  if (!identity) return std::unexpected(identity.error());
  auto authority = read_authority(folder / "authority.pub");
  if (!authority) return std::unexpected(authority.error());
  return BoothHome(folder, *identity, *authority);
}

Result<crypto::Ed25519SecretKey> BoothHome::unlock(const crypto::SecretBytes& passphrase) const {
  auto file = crypto::read_key_file(key_file(), crypto::KeyPurpose::booth, passphrase);
  if (!file) return std::unexpected(file.error());
  if (file->name != identity_.name() || file->test_only != identity_.test_only) {
    return fail(Errc::untrusted,
                fmt::format("booth.key belongs to {}{}, booth.json says {}{}", file->name,
                            file->test_only ? " (test)" : "", identity_.name(),
                            identity_.test_only ? " (test)" : ""));
  }
  return crypto::Ed25519SecretKey::from_seed(file->secret.view());
}

}  // namespace evisa::kiosk
