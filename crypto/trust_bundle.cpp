// The trust bundle's container, and the only way into it: signature first.
//
//   bundle = "EVISA-TRUST-BUNDLE-1" LF  head-size(8)  table-size(8)  head  table
//
// Sizes are bytes, unsigned, little-endian; nothing may follow the table. `head` is JSON
// (bundle_head.cpp), `table` the revoked visa numbers (revocation_table.cpp). The detached minisign
// signature covers the whole file.
#include "crypto/trust_bundle.h"

#include <fmt/format.h>

#include "crypto/bundle_head.h"
#include "crypto/files.h"
#include "crypto/mapped_file.h"
#include "crypto/revocation_format.h"

namespace evisa::crypto {

namespace {

constexpr std::string_view kAnyVersion = "EVISA-TRUST-BUNDLE-";
constexpr std::size_t kMaxBundle = std::size_t{1} << 30;  // 250 million revoked numbers
constexpr std::size_t kMaxSignature = 16384;

struct Sections {
  std::string_view head;
  ByteView table;
};

Result<void> check_magic(std::string_view text) {
  if (text.starts_with(kBundleMagic)) return {};
  if (text.starts_with(kAnyVersion)) {
    const auto version = text.substr(kAnyVersion.size()).substr(0, 8);
    return fail(Errc::unsupported,
                fmt::format("trust bundle of format version {}, expected 1",
                            version.substr(0, version.find('\n'))),
                "this program is older than the bundle: update it");
  }
  return fail(Errc::malformed, "not a trust bundle: it does not begin with EVISA-TRUST-BUNDLE-");
}

Result<Sections> take_apart(ByteView content) {
  if (auto ok = check_magic(as_text(content)); !ok) return std::unexpected(ok.error());
  const ByteView rest = content.subspan(kBundleMagic.size());
  if (rest.size() < 16) return fail(Errc::malformed, "trust bundle: truncated before its sizes");
  const std::uint64_t head = read_le(rest, 0, 8), table = read_le(rest, 8, 8);
  const ByteView body = rest.subspan(16);
  if (head > body.size() || table != body.size() - head) {
    return fail(Errc::malformed,
                fmt::format("trust bundle: {} bytes after the sizes, expected {} + {}", body.size(),
                            head, table),
                "the file is truncated, or something follows its end");
  }
  return Sections{as_text(body.first(head)), body.subspan(head)};
}

}  // namespace

struct TrustBundle::Parts {
  MappedFile file;  // one of the two holds the content
  Bytes bytes;
  ContentHash content_hash{};
  BundleHead head;
  RevocationTable revocations;
  SignerSet signers;

  [[nodiscard]] ByteView content() const { return bytes.empty() ? file.view() : ByteView(bytes); }
  [[nodiscard]] Result<void> read();
};

/// Reads the verified content into the other members.
Result<void> TrustBundle::Parts::read() {
  const auto sections = take_apart(content());
  if (!sections) return std::unexpected(sections.error());
  auto parsed = parse_bundle_head(sections->head);
  if (!parsed) return std::unexpected(parsed.error());
  auto table = RevocationTable::open(sections->table);
  if (!table) return std::unexpected(table.error());
  head = std::move(*parsed);
  revocations = *table;
  std::vector<Certificate> certificates;
  for (const BundleSigner& signer : head.signers) certificates.push_back(signer.certificate);
  signers = SignerSet::build(std::move(certificates), head.anchors);
  for (const BundleSigner& signer : head.signers) {
    if (!signer.revoked_at) continue;
    signers.revoke(signer.certificate.signer_identifier(), signer.certificate.serial_hex(),
                   *signer.revoked_at);
  }
  return {};
}

TrustBundle::TrustBundle(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
TrustBundle::~TrustBundle() = default;

Result<std::shared_ptr<const TrustBundle>> TrustBundle::open_parts(
    std::unique_ptr<Parts> parts, std::string_view signature_text,
    const MinisignPublicKey& authority, std::uint64_t least_sequence) {
  const auto verified = minisign_open(parts->content(), signature_text, authority);
  if (!verified) return std::unexpected(verified.error());
  parts->content_hash = verified->content_hash;
  if (auto ok = parts->read(); !ok) return std::unexpected(ok.error());
  if (parts->head.sequence < least_sequence) {
    return fail(Errc::rollback,
                fmt::format("trust bundle: sequence number {}, expected {} or more",
                            parts->head.sequence, least_sequence),
                "it is older than the bundle in force, which stays");
  }
  return std::shared_ptr<const TrustBundle>(new TrustBundle(std::move(parts)));
}

Result<std::shared_ptr<const TrustBundle>> TrustBundle::open(
    const std::filesystem::path& file, const std::filesystem::path& signature_file,
    const MinisignPublicKey& authority, std::uint64_t least_sequence) {
  auto mapped = MappedFile::open(file, kMaxBundle);
  if (!mapped) return std::unexpected(mapped.error());
  const auto signature = read_file(signature_file, kMaxSignature);
  if (!signature && signature.error().code == Errc::not_found) {
    return fail(
        Errc::not_found,
        fmt::format("{} is not signed: {} is not there", file.string(), signature_file.string()),
        "a bundle comes with its signature file; copy both");
  }
  if (!signature) return std::unexpected(signature.error());
  auto parts = std::make_unique<Parts>();
  parts->file = std::move(*mapped);
  return open_parts(std::move(parts), as_text(*signature), authority, least_sequence);
}

Result<std::shared_ptr<const TrustBundle>> TrustBundle::open_bytes(
    Bytes content, std::string_view signature_text, const MinisignPublicKey& authority,
    std::uint64_t least_sequence) {
  auto parts = std::make_unique<Parts>();
  parts->bytes = std::move(content);
  return open_parts(std::move(parts), signature_text, authority, least_sequence);
}

std::uint64_t TrustBundle::sequence() const { return parts_->head.sequence; }
visa::Instant TrustBundle::issued_at() const { return parts_->head.issued_at; }
visa::Instant TrustBundle::next_update() const { return parts_->head.next_update; }
bool TrustBundle::test_only() const { return parts_->head.test_only; }
const ContentHash& TrustBundle::content_hash() const { return parts_->content_hash; }
std::string TrustBundle::entity_tag() const { return crypto::entity_tag(content_hash()); }
const SignerSet& TrustBundle::signers() const { return parts_->signers; }
const visa::RuleSet& TrustBundle::rules() const { return parts_->head.rules; }
const visa::AirportTable& TrustBundle::airports() const { return parts_->head.airports; }
const visa::CountryTable& TrustBundle::countries() const { return parts_->head.countries; }
const visa::ReasonTable& TrustBundle::reasons() const { return parts_->head.reasons; }
const RevocationTable& TrustBundle::revocations() const { return parts_->revocations; }

}  // namespace evisa::crypto
