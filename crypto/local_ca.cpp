// TLS certificates of one installation: EC P-256 with SHA-256, RFC 5280, made with OpenSSL.
#include "crypto/local_ca.h"

#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "crypto/certificate_parts.h"
#include "crypto/file_descriptor.h"
#include "crypto/files.h"
#include "crypto/seal_signer_x509.h"

namespace evisa::crypto {
namespace {

using AddressHandle = OpensslHandle<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;

constexpr std::size_t kMaxFile = 64U << 10;

constexpr std::array kCaExtensions = {
    ExtensionText{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
    ExtensionText{NID_key_usage, "critical,keyCertSign,cRLSign"},
    ExtensionText{NID_subject_key_identifier, "hash"},
};

std::unexpected<Error> openssl_failed(std::string_view what) {
  return fail(Errc::io, fmt::format("OpenSSL could not {}", what));
}

Result<std::uint64_t> random_serial() {
  std::uint64_t serial = 0;
  if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) {
    return openssl_failed("make a random number");
  }
  return (serial >> 1) | 1;  // positive, and never 0
}

Result<KeyHandle> new_key() {
  KeyHandle key(EVP_EC_gen("P-256"));
  if (!key) return openssl_failed("make a P-256 key");
  return key;
}

Result<SecretBytes> key_to_pem(EVP_PKEY* key) {
  const BioHandle bio(BIO_new(BIO_s_secmem()));
  if (!bio ||
      PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return openssl_failed("write a private key");
  }
  const char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return SecretBytes::copy_of(as_bytes({data, static_cast<std::size_t>(size)}));
}

Result<KeyHandle> key_from_pem(ByteView pem, const std::filesystem::path& path) {
  const BioHandle bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // A key that wants a passphrase is refused instead of asking on the terminal.
  const auto no_passphrase = [](char*, int, int, void*) { return -1; };
  KeyHandle key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr)
                    : nullptr);
  if (!key) return fail(Errc::malformed, fmt::format("{}: no private key in PEM", path.string()));
  return key;
}

Result<void> check_private(const std::filesystem::path& path) {
  const auto file = open_regular_file(path);
  if (!file) return std::unexpected(file.error());
  const auto mode = file->status.st_mode & 07777U;
  if ((mode & (S_IRWXG | S_IRWXO)) == 0) return {};
  return fail(Errc::io, fmt::format("{}: mode {:04o}, 0600 expected", path.string(), mode),
              fmt::format("chmod 600 {}", path.string()));
}

bool is_address(const std::string& name) {
  return AddressHandle(a2i_IPADDRESS(name.c_str())) != nullptr;
}

bool is_dns_name(std::string_view name) {
  return !name.empty() && name.size() <= 253 && std::ranges::all_of(name, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '.';
  });
}

/// `DNS:ala.example,IP:10.0.0.1`. Commas and colons of a name would be syntax here.
Result<std::string> alternative_names(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    const bool address = is_address(name);
    if (!address && !is_dns_name(name)) {
      return fail(Errc::malformed, fmt::format("`{}` is no DNS name or IP address", name));
    }
    text += fmt::format("{}{}:{}", text.empty() ? "" : ",", address ? "IP" : "DNS", name);
  }
  if (text.empty()) return fail(Errc::malformed, "a server's certificate needs a name");
  return text;
}

std::vector<ExtensionText> leaf_extensions(const char* usage) {
  return {
      {NID_basic_constraints, "critical,CA:FALSE"},
      {NID_key_usage, "critical,digitalSignature"},
      {NID_ext_key_usage, usage},
      {NID_subject_key_identifier, "hash"},
      {NID_authority_key_identifier, "keyid:always"},
  };
}

}  // namespace

struct LocalCa::Held {
  KeyHandle key;
  Certificate certificate;
  std::string pem;

  [[nodiscard]] Result<TlsIdentity> issue(const std::string& common_name, const Period& period,
                                          std::span<const ExtensionText> extensions) const;
  [[nodiscard]] Result<TlsIdentity> issue_named(const std::vector<std::string>& names,
                                                const char* usage, const Period& period) const;
};

Result<TlsIdentity> LocalCa::Held::issue(const std::string& common_name, const Period& period,
                                         std::span<const ExtensionText> extensions) const {
  // Certificates know seconds, instants milliseconds.
  const auto last = std::chrono::floor<std::chrono::seconds>(period.not_after);
  if (period.not_before < certificate.not_before() || last > certificate.not_after()) {
    return fail(Errc::out_of_range,
                fmt::format("certificate: its period goes beyond its CA's, {} to {}",
                            visa::to_string(certificate.not_before()),
                            visa::to_string(certificate.not_after())));
  }
  const auto serial = random_serial();
  if (!serial) return std::unexpected(serial.error());
  const auto own = new_key();
  if (!own) return std::unexpected(own.error());
  const auto x509 = new_certificate({.common_name = common_name,
                                     .serial = *serial,
                                     .not_before = period.not_before,
                                     .not_after = period.not_after},
                                    own->get());
  if (!x509) return std::unexpected(x509.error());
  const X509Handle issuer = x509_of(certificate);
  if (!issuer || X509_set_issuer_name(x509->get(), X509_get_subject_name(issuer.get())) != 1) {
    return openssl_failed("name an issuer");
  }
  if (auto done = add_extensions(x509->get(), issuer.get(), extensions); !done) {
    return std::unexpected(std::move(done.error()));
  }
  const auto signed_one = sign_certificate(x509->get(), key.get());
  if (!signed_one) return std::unexpected(signed_one.error());
  auto key_pem = key_to_pem(own->get());
  if (!key_pem) return std::unexpected(std::move(key_pem.error()));
  return TlsIdentity{.certificate_pem = signed_one->pem(), .key_pem = std::move(*key_pem)};
}

Result<TlsIdentity> LocalCa::Held::issue_named(const std::vector<std::string>& names,
                                               const char* usage, const Period& period) const {
  const auto alternatives = alternative_names(names);
  if (!alternatives) return std::unexpected(alternatives.error());
  auto extensions = leaf_extensions(usage);
  extensions.push_back({NID_subject_alt_name, alternatives->c_str()});
  return issue(names.front(), period, extensions);
}

Result<LocalCa> LocalCa::create(const std::string& name, const Period& period) {
  const auto serial = random_serial();
  if (!serial) return std::unexpected(serial.error());
  auto key = new_key();
  if (!key) return std::unexpected(std::move(key.error()));
  const auto x509 = new_certificate({.common_name = name,
                                     .serial = *serial,
                                     .not_before = period.not_before,
                                     .not_after = period.not_after},
                                    key->get());
  if (!x509) return std::unexpected(x509.error());
  if (X509_set_issuer_name(x509->get(), X509_get_subject_name(x509->get())) != 1) {
    return openssl_failed("name an issuer");
  }
  if (auto done = add_extensions(x509->get(), x509->get(), kCaExtensions); !done) {
    return std::unexpected(std::move(done.error()));
  }
  auto certificate = sign_certificate(x509->get(), key->get());
  if (!certificate) return std::unexpected(std::move(certificate.error()));
  std::string pem = certificate->pem();
  return LocalCa(std::make_shared<const Held>(
      Held{.key = std::move(*key), .certificate = std::move(*certificate), .pem = std::move(pem)}));
}

Result<LocalCa> LocalCa::open(const std::filesystem::path& folder) {
  const auto pem = read_file(folder / "ca.pem", kMaxFile);
  if (!pem) return std::unexpected(pem.error());
  auto certificate = Certificate::parse(*pem);
  if (!certificate) return std::unexpected(std::move(certificate.error()));
  if (auto own = check_private(folder / "ca.key"); !own) {
    return std::unexpected(std::move(own.error()));
  }
  const auto key_pem = read_secret_file(folder / "ca.key", kMaxFile);
  if (!key_pem) return std::unexpected(key_pem.error());
  auto key = key_from_pem(key_pem->view(), folder / "ca.key");
  if (!key) return std::unexpected(std::move(key.error()));
  const X509Handle x509 = x509_of(*certificate);
  if (!x509 || X509_check_private_key(x509.get(), key->get()) != 1) {
    return fail(Errc::untrusted,
                fmt::format("{}: ca.pem and ca.key do not belong together", folder.string()));
  }
  std::string text = certificate->pem();
  return LocalCa(std::make_shared<const Held>(Held{
      .key = std::move(*key), .certificate = std::move(*certificate), .pem = std::move(text)}));
}

const std::string& LocalCa::certificate_pem() const { return held_->pem; }

Result<TlsIdentity> LocalCa::issue_server(const std::vector<std::string>& names,
                                          const Period& period) const {
  return held_->issue_named(names, "serverAuth", period);
}

Result<TlsIdentity> LocalCa::issue_member(const std::vector<std::string>& names,
                                          const Period& period) const {
  return held_->issue_named(names, "serverAuth,clientAuth", period);
}

Result<TlsIdentity> LocalCa::issue_client(const std::string& common_name,
                                          const Period& period) const {
  return held_->issue(common_name, period, leaf_extensions("clientAuth"));
}

Result<void> LocalCa::save(const std::filesystem::path& folder) const {
  const auto key_pem = key_to_pem(held_->key.get());
  if (!key_pem) return std::unexpected(key_pem.error());
  if (auto done = write_file(folder / "ca.key", key_pem->view(), 0600, false); !done) return done;
  return write_file(folder / "ca.pem", as_bytes(held_->pem), 0644, false);
}

Result<void> save_identity(const std::filesystem::path& folder, const std::string& name,
                           const TlsIdentity& identity) {
  if (auto done = write_file(folder / (name + ".key"), identity.key_pem.view(), 0600, false);
      !done) {
    return done;
  }
  return write_file(folder / (name + ".pem"), as_bytes(identity.certificate_pem), 0644, false);
}

}  // namespace evisa::crypto
