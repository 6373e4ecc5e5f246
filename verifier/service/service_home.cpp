// An airport service's folder: made whole or not at all, opened, its key unlocked.
#include "verifier/service/service_home.h"

#include <fmt/format.h>

#include <cstdlib>

#include "crypto/files.h"
#include "crypto/public_key_file.h"
#include "crypto/strict_json.h"
#include "db/authority_file.h"
#include "db/crossing_log.h"
#include "visa/codes.h"

namespace evisa::verifier {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kSmallFile = 64 * 1024;

Result<void> check_airport(const std::string& airport) {
  if (visa::AirportCode::parse(airport)) return {};
  return fail(Errc::malformed,
              fmt::format("airport: found \"{}\", expected an IATA code such as ALA", airport));
}

Result<ServiceIdentity> read_identity(const fs::path& file) {
  const auto bytes = crypto::read_file(file, kSmallFile);
  if (!bytes) return std::unexpected(bytes.error());
  const auto json = crypto::parse_json(crypto::as_text(*bytes), kSmallFile);
  if (!json) return fail(json.error().code, file.string() + ": " + json.error().message);
  auto object = crypto::JsonObject::open(*json, file.filename().string());
  if (!object) return std::unexpected(object.error());
  const auto airport = object->text("airport");
  const auto test_only = object->boolean("test_only");
  if (!airport) return std::unexpected(airport.error());
  if (!test_only) return std::unexpected(test_only.error());
  if (const auto done = object->finish(); !done) return std::unexpected(done.error());
  if (const auto ok = check_airport(*airport); !ok) return std::unexpected(ok.error());
  return ServiceIdentity{*airport, *test_only};
}

Result<void> write_text(const fs::path& file, std::string_view text) {
  return crypto::write_file(file, crypto::as_bytes(text), 0644, false);
}

/// Renames what was built beside its place, or removes it.
Result<void> publish(const fs::path& built, const fs::path& folder, Result<void> filled) {
  std::error_code error;
  if (filled) {
    fs::rename(built, folder, error);
    if (error) filled = fail(Errc::io, fmt::format("{}: {}", folder.string(), error.message()));
  }
  if (!filled) fs::remove_all(built, error);
  return filled;
}

}  // namespace

Result<void> ServiceHome::make_stores() const {
  // Made once, here: a store that is missing later is a loss to be told, never an empty one.
  const auto accounts = db::Accounts::open(folder_ / "accounts.sqlite", db::Open::create);
  if (!accounts) return std::unexpected(accounts.error());
  const auto operations = db::Operations::open(folder_ / "operations.sqlite", db::Open::create);
  if (!operations) return std::unexpected(operations.error());
  const auto visas = db::RegisterReplica::open(folder_ / "register.sqlite", {}, db::Open::create);
  if (!visas) return std::unexpected(visas.error());
  const auto log = db::CrossingLog::open(log_file(), db::Open::create);
  if (!log) return std::unexpected(log.error());
  const auto peers = db::PeerState::open(folder_ / "peers.sqlite", db::Open::create);
  if (!peers) return std::unexpected(peers.error());
  const auto receipts = db::BoardingReceipts::open(receipts_file(), db::Open::create);
  if (!receipts) return std::unexpected(receipts.error());
  const auto trust = db::TrustStore::open(trust_folder(), authority_);
  if (!trust) return std::unexpected(trust.error());
  return {};
}

Result<void> ServiceHome::fill(const NewService& request,
                               const crypto::SecretBytes& passphrase) const {
  const auto key = crypto::Ed25519SecretKey::generate();
  const crypto::KeyFile file{crypto::KeyPurpose::service, identity_.airport, identity_.test_only,
                             crypto::SecretBytes::copy_of(key.seed())};
  const auto strength =
      identity_.test_only ? crypto::KeyStrength::interactive : crypto::KeyStrength::moderate;
  if (auto ok = crypto::write_key_file(key_file(), file, passphrase, strength); !ok) return ok;
  if (auto ok = crypto::write_public_key_file(public_key_file(), key.public_key()); !ok) return ok;
  if (auto ok = write_text(folder_ / "authority.pub", authority_.text("evisa authority")); !ok)
    return ok;
  if (request.register_key_file) {
    if (auto trusted = trust_register_key(*request.register_key_file); !trusted)
      return std::unexpected(trusted.error());
  }
  if (auto ok = make_stores(); !ok) return ok;
  const crypto::Json json = {{"airport", identity_.airport}, {"test_only", identity_.test_only}};
  return write_text(folder_ / "service.json", json.dump(2) + "\n");
}

Result<ServiceHome> ServiceHome::create(const fs::path& named, const NewService& request,
                                        const crypto::SecretBytes& passphrase) {
  const fs::path whole = fs::absolute(named).lexically_normal();
  const fs::path folder = whole.has_filename() ? whole : whole.parent_path();  // `home/` is `home`
  if (auto ok = check_airport(request.identity.airport); !ok) return std::unexpected(ok.error());
  const auto authority = db::read_authority(request.authority_file);
  if (!authority) return std::unexpected(authority.error());
  std::error_code error;
  if (fs::exists(folder, error)) {
    return fail(Errc::conflict, fmt::format("{} exists already", folder.string()),
                "a service's folder is made once; choose another --home");
  }
  fs::create_directories(folder.parent_path(), error);
  std::string pattern = folder.string() + ".new-XXXXXX";  // beside it, so that rename is atomic
  if (::mkdtemp(pattern.data()) == nullptr) {
    return fail(Errc::io,
                fmt::format("{}: cannot make a folder there", folder.parent_path().string()),
                "check the owner and the permissions of that folder");
  }
  const ServiceHome inside(pattern, request.identity, *authority);
  const auto made = publish(pattern, folder, inside.fill(request, passphrase));
  if (!made) return std::unexpected(made.error());
  return ServiceHome(folder, request.identity, *authority);
}

Result<ServiceHome> ServiceHome::open(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder / "service.json", error)) {
    return fail(Errc::not_found,
                fmt::format("{} is no service's folder (no service.json)", folder.string()),
                "evisa-verifier init makes one");
  }
  auto identity = read_identity(folder / "service.json");
  if (!identity) return std::unexpected(identity.error());
  auto authority = db::read_authority(folder / "authority.pub");
  if (!authority) return std::unexpected(authority.error());
  return ServiceHome(folder, std::move(*identity), *authority);
}

Result<crypto::Ed25519SecretKey> ServiceHome::unlock(const crypto::SecretBytes& passphrase) const {
  const auto file = crypto::read_key_file(key_file(), crypto::KeyPurpose::service, passphrase);
  if (!file) return std::unexpected(file.error());
  if (file->name != identity_.airport || file->test_only != identity_.test_only) {
    return fail(Errc::untrusted,
                fmt::format("service.key belongs to {}{}, service.json says {}{}", file->name,
                            file->test_only ? " (test)" : "", identity_.airport,
                            identity_.test_only ? " (test)" : ""));
  }
  return crypto::Ed25519SecretKey::from_seed(file->secret.view());
}

Result<std::unique_ptr<db::Accounts>> ServiceHome::accounts() const {
  return db::Accounts::open(folder_ / "accounts.sqlite", db::Open::existing);
}

Result<std::unique_ptr<db::Operations>> ServiceHome::operations() const {
  return db::Operations::open(folder_ / "operations.sqlite", db::Open::existing);
}

Result<std::unique_ptr<db::PeerState>> ServiceHome::peers() const {
  return db::PeerState::open(folder_ / "peers.sqlite", db::Open::existing);
}

Result<std::unique_ptr<db::BoardingReceipts>> ServiceHome::receipts() const {
  return db::BoardingReceipts::open(receipts_file(), db::Open::existing);
}

bool ServiceHome::knows_register() const {
  std::error_code error;
  return fs::exists(folder_ / "register.pub", error);
}

Result<std::unique_ptr<db::RegisterReplica>> ServiceHome::visas() const {
  const auto key = crypto::read_public_key_file(folder_ / "register.pub");
  if (!key && key.error().code == Errc::not_found) {
    return fail(Errc::not_found, "this service has no register key yet",
                "evisa-verifier register trust register.pub, as the issuer gave it");
  }
  if (!key) return std::unexpected(key.error());
  return db::RegisterReplica::open(folder_ / "register.sqlite", *key, db::Open::existing);
}

Result<crypto::Ed25519PublicKey> ServiceHome::trust_register_key(const fs::path& file) const {
  const auto key = crypto::read_public_key_file(file);
  if (!key) return key;
  const std::string line = crypto::to_base64(*key) + "\n";
  const auto written = crypto::write_file(folder_ / "register.pub", crypto::as_bytes(line));
  if (!written) return std::unexpected(written.error());
  return key;
}

}  // namespace evisa::verifier
