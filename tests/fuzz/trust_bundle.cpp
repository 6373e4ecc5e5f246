// Fuzzes trust bundles. Law: whatever bytes the authority signs, opening them does not crash and
// neither does a lookup in what opens; and a bundle with one changed byte is refused.
//
// The first byte of an input says what the rest is: 0 a whole bundle, 1 the head of one, 2 the
// revocation table of one, 3 the place (two bytes) and the bits to change in a good bundle.
#include "crypto/trust_bundle.h"

#include <cstdint>
#include <cstdlib>
#include <string>

#include "crypto/bundle_head.h"
#include "crypto/seal_signer.h"
#include "visa/embedded_data.h"

namespace {

using namespace evisa;
using namespace evisa::crypto;

const MinisignSecretKey& authority() {
  static const MinisignSecretKey key = std::move(*MinisignSecretKey::from_bytes(Bytes(40, 1)));
  return key;
}

BundleContents good_contents() {
  const auto from = visa::parse_instant("2026-01-01T00:00:00Z").value();
  const auto to = visa::parse_instant("2027-01-01T00:00:00Z").value();
  auto csca = CertificateAuthority::create(SigningKey::generate(SigningKey::Algorithm::ed25519),
                                           {"KZ", "CSCA", 1, from, to})
                  .value();
  BundleContents contents;
  contents.sequence = 1;
  contents.issued_at = from;
  contents.next_update = to;
  contents.signers = {{csca.certificate(), {}}};
  contents.anchors = {csca.certificate()};
  for (std::uint64_t ordinal = 2600000000; ordinal < 2600000100; ++ordinal) {
    contents.revoked.push_back(
        {visa::VisaNumber::from_ordinal(ordinal).value(), visa::Revocation{}});
  }
  contents.ruleset_text = visa::k_ruleset_txt;
  contents.airports_csv = visa::k_airports_csv;
  contents.countries_csv = visa::k_countries_csv;
  contents.reasons_csv = visa::k_reasons_csv;
  return contents;
}

struct Good {
  std::string head = encode_bundle_head(good_contents());
  Bytes bundle = encode_bundle(good_contents()).value();
  Bytes table = encode_revocations(good_contents().revoked);
  std::string signature = authority().sign(bundle, "");
};
const Good& good() {
  static const Good one;
  return one;
}

void require(bool law) {
  if (!law) std::abort();
}

Bytes framed(ByteView head, ByteView table) {
  Bytes bundle(kBundleMagic.begin(), kBundleMagic.end());
  for (const std::size_t size : {head.size(), table.size()}) {
    for (unsigned i = 0; i < 8; ++i) bundle.push_back(static_cast<std::uint8_t>(size >> 8 * i));
  }
  bundle.insert(bundle.end(), head.begin(), head.end());
  bundle.insert(bundle.end(), table.begin(), table.end());
  return bundle;
}

void open_signed(Bytes bundle) {
  const std::string signature = authority().sign(bundle, "");
  const auto opened =
      TrustBundle::open_bytes(std::move(bundle), signature, authority().public_key(), 0);
  if (!opened) return;
  const TrustBundle& trust = **opened;
  require(trust.sequence() >= 1 && trust.issued_at() < trust.next_update());
  require(!trust.signers().signers().empty() && !trust.airports().all().empty());
  for (std::uint64_t ordinal = 2599999990; ordinal < 2600000110; ++ordinal) {
    (void)trust.revocations().find(visa::VisaNumber::from_ordinal(ordinal).value());
  }
}

void refuse_changed(ByteView where) {
  if (where.size() < 3 || where[2] == 0) return;
  Bytes bundle = good().bundle;
  const std::size_t at = (std::size_t{where[0]} << 8 | where[1]) * 7919 % bundle.size();
  bundle[at] ^= where[2];
  const auto key = authority().public_key();
  require(TrustBundle::open_bytes(good().bundle, good().signature, key, 0).has_value());
  require(!TrustBundle::open_bytes(std::move(bundle), good().signature, key, 0));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ByteView rest(data + 1, size - 1);
  switch (data[0]) {
    case 0:
      open_signed(Bytes(rest.begin(), rest.end()));
      break;
    case 1:
      open_signed(framed(rest, good().table));
      break;
    case 2:
      open_signed(framed(as_bytes(good().head), rest));
      break;
    case 3:
      refuse_changed(rest);
      break;
    default:
      break;
  }
  return 0;
}
