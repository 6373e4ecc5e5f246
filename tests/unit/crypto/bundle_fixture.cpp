// An invented authority with the contents of a small trust bundle, for tests.
#include "bundle_fixture.h"

#include "visa/embedded_data.h"

namespace evisa::crypto::test {

BundleContents BundleOffice::contents() const {
  BundleContents contents;
  contents.sequence = 7;
  contents.issued_at = instant("2026-11-20T09:00:00Z");
  contents.next_update = instant("2026-11-21T09:00:00Z");
  contents.signers = {{seals.certificate, {}}};
  contents.anchors = {seals.csca.certificate()};
  const auto revoked = [](std::uint64_t ordinal, std::string_view day, visa::RevocationReason why) {
    return std::pair(visa::VisaNumber::from_ordinal(ordinal).value(),
                     visa::Revocation{date(day), why});
  };
  contents.revoked = {revoked(2612345678, "2026-11-02", visa::RevocationReason::false_data),
                      revoked(2600000001, "2026-11-05", visa::RevocationReason::holder_request)};
  contents.ruleset_text = visa::k_ruleset_txt;
  contents.airports_csv = visa::k_airports_csv;
  contents.countries_csv = visa::k_countries_csv;
  contents.reasons_csv = visa::k_reasons_csv;
  return contents;
}

Result<std::shared_ptr<const TrustBundle>> BundleOffice::open(Bytes bundle,
                                                              std::uint64_t least) const {
  const std::string signature = sign(bundle);
  return TrustBundle::open_bytes(std::move(bundle), signature, authority.public_key(), least);
}

Result<std::shared_ptr<const TrustBundle>> BundleOffice::open_head(const std::string& head) const {
  return open(frame_bundle(head, encode_revocations({})));
}

Bytes frame_bundle(std::string_view head, ByteView table) {
  Bytes bundle;
  const auto add = [&](ByteView bytes) { bundle.insert(bundle.end(), bytes.begin(), bytes.end()); };
  add(as_bytes("EVISA-TRUST-BUNDLE-1\n"));
  for (const std::size_t size : {head.size(), table.size()}) {
    for (std::size_t i = 0; i < 8; ++i) bundle.push_back(static_cast<std::uint8_t>(size >> 8 * i));
  }
  add(as_bytes(head));
  add(table);
  return bundle;
}

}  // namespace evisa::crypto::test
