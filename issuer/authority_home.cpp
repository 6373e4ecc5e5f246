// The ministry's folder: made whole or not at all, opened, its keys unlocked.
#include "issuer/authority_home.h"

#include <fmt/core.h>

#include <cstdlib>
#include <utility>

#include "crypto/files.h"
#include "crypto/new_folder.h"
#include "db/visa_register.h"
#include "issuer/home_settings.h"
#include "visa/local_time.h"

namespace evisa::issuer {
namespace fs = std::filesystem;
namespace {

using crypto::CertificateAuthority;
using crypto::KeyPurpose;
using crypto::SecretBytes;
using crypto::SigningKey;

constexpr std::size_t kSmallFile = 64 * 1024;
constexpr int kCscaYears = 10;
constexpr std::uint64_t kCscaSerial = 1;

SigningKey::Algorithm algorithm_of(crypto::Profile profile) {
  switch (profile) {
    case crypto::Profile::national:
      return SigningKey::Algorithm::ed25519;
    case crypto::Profile::icao:
      return SigningKey::Algorithm::p256;
  }
  std::abort();
}

/// Certificates begin with the local day, as the seals that they sign carry days only.
visa::Instant start_of_day(visa::Instant now) {
  const auto local = visa::LocalTime::kazakhstan();
  return local.start_of(local.date_of(now));
}

Result<CertificateAuthority> make_csca(const HomeSettings& settings, visa::Instant now) {
  const auto local = visa::LocalTime::kazakhstan();
  const std::string name = settings.test_only ? "CSCA eVisa TEST" : "CSCA eVisa";
  const crypto::CertificateRequest request{
      settings.country, name, kCscaSerial, start_of_day(now),
      local.start_of(local.date_of(now).plus_months(12 * kCscaYears))};
  return CertificateAuthority::create(SigningKey::generate(algorithm_of(settings.profile)),
                                      request);
}

Result<void> write_text(const fs::path& file, std::string_view text) {
  return crypto::write_file(file, crypto::as_bytes(text), 0644, false);
}

}  // namespace

Result<void> AuthorityHome::write_key(const std::string& name, KeyPurpose purpose,
                                      SecretBytes secret, const SecretBytes& passphrase) const {
  const auto strength =
      settings_.test_only ? crypto::KeyStrength::interactive : crypto::KeyStrength::moderate;
  const crypto::KeyFile key{purpose, settings_.signer_identifier(), settings_.test_only,
                            std::move(secret)};
  return crypto::write_key_file(folder_ / (name + ".key"), key, passphrase, strength);
}

Result<void> AuthorityHome::fill(visa::Instant now, const SecretBytes& passphrase) const {
  std::error_code error;
  fs::create_directory(folder_ / "signers", error);
  if (error) return fail(Errc::io, fmt::format("{}: {}", folder_.string(), error.message()));
  if (const auto authority = add_authority(passphrase); !authority)
    return std::unexpected(authority.error());
  const auto csca = make_csca(settings_, now);
  if (!csca) return std::unexpected(csca.error());
  auto done = write_key("csca", KeyPurpose::csca, csca->key().serialise(), passphrase);
  if (!done) return done;
  done = write_text(folder_ / "csca.pem", csca->certificate().pem());
  if (!done) return done;
  if (const auto signer = add_signer(*csca, now, passphrase); !signer)
    return std::unexpected(signer.error());
  if (const auto visas = db::VisaRegister::open(register_file(), db::Open::create); !visas)
    return std::unexpected(visas.error());
  return write_text(folder_ / "issuer.json", settings_text(settings_));
}

Result<AuthorityHome> AuthorityHome::create(const fs::path& folder, const HomeSettings& settings,
                                            visa::Instant now, const SecretBytes& passphrase) {
  if (const auto ok = check_settings(settings); !ok) return std::unexpected(ok.error());
  auto made = crypto::NewFolder::beside(folder);
  if (!made) return std::unexpected(made.error());
  const AuthorityHome inside(made->path(), settings);
  if (const auto filled = inside.fill(now, passphrase); !filled)
    return std::unexpected(filled.error());
  if (const auto kept = made->keep(); !kept) return std::unexpected(kept.error());
  return AuthorityHome(made->target(), settings);
}

Result<AuthorityHome> AuthorityHome::open(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder / "issuer.json", error)) {
    return fail(Errc::not_found,
                fmt::format("{} is no issuer's folder (no issuer.json)", folder.string()),
                "evisa-issuer init --home makes one");
  }
  auto settings = read_settings(folder / "issuer.json");
  if (!settings) return std::unexpected(settings.error());
  return AuthorityHome(folder, std::move(*settings));
}

Result<crypto::MinisignPublicKey> AuthorityHome::authority() const {
  const auto text = crypto::read_file(folder_ / "authority.pub", kSmallFile);
  if (!text) return std::unexpected(text.error());
  return crypto::MinisignPublicKey::parse(crypto::as_text(*text));
}

Result<crypto::Certificate> AuthorityHome::csca() const {
  const auto pem = crypto::read_file(folder_ / "csca.pem", kSmallFile);
  if (!pem) return std::unexpected(pem.error());
  return crypto::Certificate::parse(*pem);
}

Result<crypto::KeyFile> AuthorityHome::unlock(const fs::path& file, KeyPurpose purpose,
                                              const SecretBytes& passphrase) const {
  auto key = crypto::read_key_file(file, purpose, passphrase);
  if (!key) return key;
  if (key->name != settings_.signer_identifier() || key->test_only != settings_.test_only) {
    return fail(Errc::untrusted,
                fmt::format("{} belongs to {}{}, issuer.json says {}{}", file.string(), key->name,
                            key->test_only ? " (test)" : "", settings_.signer_identifier(),
                            settings_.test_only ? " (test)" : ""));
  }
  return key;
}

Result<crypto::MinisignSecretKey> AuthorityHome::unlock_authority(
    const SecretBytes& passphrase) const {
  const auto file = unlock(folder_ / "authority.key", KeyPurpose::authority, passphrase);
  if (!file) return std::unexpected(file.error());
  auto key = crypto::MinisignSecretKey::from_bytes(file->secret.view());
  const auto expected = authority();
  if (!expected) return std::unexpected(expected.error());
  if (key && (key->public_key().id != expected->id || key->public_key().key != expected->key)) {
    return fail(Errc::untrusted, fmt::format("authority.key has key id {}, authority.pub has {}",
                                             key->public_key().id_hex(), expected->id_hex()));
  }
  return key;
}

Result<CertificateAuthority> AuthorityHome::unlock_csca(const SecretBytes& passphrase) const {
  const auto file = unlock(folder_ / "csca.key", KeyPurpose::csca, passphrase);
  if (!file) return std::unexpected(file.error());
  auto key = SigningKey::deserialise(file->secret.view());
  if (!key) return std::unexpected(key.error());
  auto certificate = csca();
  if (!certificate) return std::unexpected(certificate.error());
  return CertificateAuthority::open(std::move(*key), std::move(*certificate));
}

}  // namespace evisa::issuer
