// The visa signers of the ministry's folder: found, chosen, renewed with overlap, revoked.
#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "crypto/files.h"
#include "issuer/authority_home.h"
#include "visa/local_time.h"

namespace evisa::issuer {
namespace fs = std::filesystem;
namespace {

using crypto::Certificate;
using crypto::KeyPurpose;
using crypto::SecretBytes;
using crypto::SigningKey;

constexpr std::size_t kSmallFile = 64 * 1024;
constexpr std::uint64_t kFirstSerial = 2;  // 1 is the CSCA's own
constexpr int kSignerMonths = 12 + 2;      // design.md section 5: 1 year + 2 months overlap

std::optional<std::uint64_t> serial_of(const std::string& hex) {
  std::uint64_t serial = 0;
  const char* const end = hex.data() + hex.size();
  const auto parsed = std::from_chars(hex.data(), end, serial, 16);
  if (hex.empty() || parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return serial;
}

/// Serial numbers of all files of the folder with that ending, ascending.
Result<std::vector<std::uint64_t>> serials(const fs::path& folder, std::string_view ending) {
  std::vector<std::uint64_t> found;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const auto serial = serial_of(it->path().stem().string());
    if (serial && it->path().extension() == ending) found.push_back(*serial);
  }
  if (error) return fail(Errc::io, fmt::format("{}: {}", folder.string(), error.message()));
  std::ranges::sort(found);
  return found;
}

fs::path file_of(const fs::path& home, std::uint64_t serial, std::string_view ending) {
  return home / "signers" / fmt::format("{:x}{}", serial, ending);
}

Result<std::optional<visa::Instant>> revocation_of(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error)) return std::nullopt;
  const auto text = crypto::read_file(file, kSmallFile);
  if (!text) return std::unexpected(text.error());
  std::string_view line = crypto::as_text(*text);
  if (line.ends_with('\n')) line.remove_suffix(1);
  const auto at = visa::parse_instant(line);
  if (!at) return fail(Errc::malformed, fmt::format("{}: {}", file.string(), at.error().message));
  return std::optional(*at);
}

Result<SignerState> read_signer(const fs::path& home, std::uint64_t serial) {
  const auto pem = crypto::read_file(file_of(home, serial, ".pem"), kSmallFile);
  if (!pem) return std::unexpected(pem.error());
  auto certificate = Certificate::parse(*pem);
  if (!certificate) return std::unexpected(certificate.error());
  const auto revoked = revocation_of(file_of(home, serial, ".revoked"));
  if (!revoked) return std::unexpected(revoked.error());
  return SignerState{std::move(*certificate), *revoked};
}

}  // namespace

Result<std::vector<SignerState>> AuthorityHome::signers() const {
  const auto root = csca();
  if (!root) return std::unexpected(root.error());
  const auto found = serials(folder_ / "signers", ".pem");
  if (!found) return std::unexpected(found.error());
  std::vector<SignerState> states;
  for (const auto serial : *found) {
    auto state = read_signer(folder_, serial);
    if (!state) return std::unexpected(state.error());
    // A booth would refuse every visa of such a signer: the traveller must not be the first to
    // know.
    if (!state->certificate.issued_by(*root)) {
      return fail(Errc::untrusted,
                  fmt::format("{} was not issued by {}", file_of(folder_, serial, ".pem").string(),
                              (folder_ / "csca.pem").string()),
                  "restore both files from the last copy");
    }
    states.push_back(std::move(*state));
  }
  if (states.empty()) {
    return fail(Errc::not_found, fmt::format("{}: no visa signer", folder_.string()),
                "evisa-issuer signer renew makes one");
  }
  return states;
}

Result<crypto::SealSigner> AuthorityHome::unlock_signer(const SecretBytes& passphrase,
                                                        visa::Instant now) const {
  const auto states = signers();
  if (!states) return std::unexpected(states.error());
  const auto usable = [&](const SignerState& s) {
    return !s.revoked_at && s.certificate.not_before() <= now && now <= s.certificate.not_after();
  };
  const auto newest = std::find_if(states->rbegin(), states->rend(), usable);
  if (newest == states->rend()) {
    return fail(Errc::unavailable,
                fmt::format("no visa signer may sign at {}: expired, not yet valid or revoked",
                            visa::to_string(now)),
                "evisa-issuer signer renew makes one");
  }
  const auto serial = serial_of(newest->certificate.serial_hex());
  if (!serial)
    return fail(Errc::malformed, "the signer's serial number is not one of this program's");
  const auto file = unlock(file_of(folder_, *serial, ".key"), KeyPurpose::visa_signer, passphrase);
  if (!file) return std::unexpected(file.error());
  auto key = SigningKey::deserialise(file->secret.view());
  if (!key) return std::unexpected(key.error());
  return crypto::SealSigner::open(std::move(*key), newest->certificate, settings_.profile);
}

Result<Certificate> AuthorityHome::add_signer(const crypto::CertificateAuthority& csca,
                                              visa::Instant now,
                                              const SecretBytes& passphrase) const {
  const auto used = serials(folder_ / "signers", ".key");
  if (!used) return std::unexpected(used.error());
  const std::uint64_t serial = used->empty() ? kFirstSerial : used->back() + 1;
  const auto local = visa::LocalTime::kazakhstan();
  const auto today = local.date_of(now);
  auto key = SigningKey::generate(csca.key().algorithm());
  const crypto::CertificateRequest request{settings_.country, settings_.signer, serial,
                                           local.start_of(today),
                                           local.start_of(today.plus_months(kSignerMonths))};
  auto certificate = csca.issue_signer(key, request);
  if (!certificate) return certificate;
  // The key first: a signer counts once its certificate is there, and its number is then used up.
  const auto kept = write_key(fmt::format("signers/{:x}", serial), KeyPurpose::visa_signer,
                              key.serialise(), passphrase);
  if (!kept) return std::unexpected(kept.error());
  const auto pem = crypto::write_file(file_of(folder_, serial, ".pem"),
                                      crypto::as_bytes(certificate->pem()), 0644, false);
  if (!pem) return std::unexpected(pem.error());
  return certificate;
}

Result<Certificate> AuthorityHome::renew_signer(const SecretBytes& passphrase,
                                                visa::Instant now) const {
  const auto csca = unlock_csca(passphrase);
  if (!csca) return std::unexpected(csca.error());
  return add_signer(*csca, now, passphrase);
}

Result<void> AuthorityHome::revoke_signer(std::string_view serial_hex, visa::Instant at) const {
  const auto serial = serial_of(std::string(serial_hex));
  std::error_code error;
  if (!serial || !fs::exists(file_of(folder_, *serial, ".pem"), error)) {
    return fail(Errc::not_found,
                fmt::format("no visa signer with serial number \"{}\"", serial_hex),
                "evisa-issuer signer list shows them");
  }
  const std::string text = visa::to_string(at) + "\n";
  return crypto::write_file(file_of(folder_, *serial, ".revoked"), crypto::as_bytes(text), 0644,
                            false);
}

}  // namespace evisa::issuer
