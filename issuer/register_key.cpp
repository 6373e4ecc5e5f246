// The issuer's register key.
#include "issuer/register_key.h"

#include <fmt/core.h>

#include "crypto/key_file.h"
#include "crypto/public_key_file.h"

namespace evisa::issuer {
namespace {

std::filesystem::path key_file(const AuthorityHome& home) { return home.folder() / "register.key"; }
std::filesystem::path public_file(const AuthorityHome& home) {
  return home.folder() / "register.pub";
}

}  // namespace

Result<crypto::Ed25519PublicKey> make_register_key(const AuthorityHome& home,
                                                   const crypto::SecretBytes& passphrase) {
  const bool test_only = home.settings().test_only;
  const auto key = crypto::Ed25519SecretKey::generate();
  const crypto::KeyFile file{crypto::KeyPurpose::register_feed, home.settings().signer_identifier(),
                             test_only, crypto::SecretBytes::copy_of(key.seed())};
  const auto strength =
      test_only ? crypto::KeyStrength::interactive : crypto::KeyStrength::moderate;
  if (auto done = crypto::write_key_file(key_file(home), file, passphrase, strength); !done)
    return std::unexpected(done.error());
  const auto done = crypto::write_public_key_file(public_file(home), key.public_key());
  if (!done) {  // a key without its public half would stand in the way of the next attempt
    std::error_code ignored;
    std::filesystem::remove(key_file(home), ignored);
    return std::unexpected(done.error());
  }
  return key.public_key();
}

Result<crypto::Ed25519SecretKey> unlock_register_key(const AuthorityHome& home,
                                                     const crypto::SecretBytes& passphrase) {
  auto file = crypto::read_key_file(key_file(home), crypto::KeyPurpose::register_feed, passphrase);
  if (!file) {
    if (file.error().code == Errc::not_found)
      file.error().hint =
          "make it once: evisa-issuer register-key --home " + home.folder().string();
    return std::unexpected(file.error());
  }
  const HomeSettings& settings = home.settings();
  if (file->name != settings.signer_identifier() || file->test_only != settings.test_only) {
    return fail(Errc::untrusted,
                fmt::format("register.key belongs to {}{}, issuer.json says {}{}", file->name,
                            file->test_only ? " (test)" : "", settings.signer_identifier(),
                            settings.test_only ? " (test)" : ""));
  }
  auto key = crypto::Ed25519SecretKey::from_seed(file->secret.view());
  if (!key) return key;
  const auto expected = crypto::read_public_key_file(public_file(home));
  if (!expected) return std::unexpected(expected.error());
  if (key->public_key() != *expected) {
    return fail(Errc::untrusted, fmt::format("register.key is key {}, register.pub is {}",
                                             crypto::fingerprint(key->public_key()),
                                             crypto::fingerprint(*expected)));
  }
  return key;
}

}  // namespace evisa::issuer
