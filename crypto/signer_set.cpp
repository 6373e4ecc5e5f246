// Which certificates may have signed a seal: chains under trust anchors and revocations, worked out
// once. RFC 5280, Doc 9303-12 (a CSCA certifies visa signers directly).
#include <fmt/core.h>

#include <algorithm>

#include "crypto/seal_validation.h"

namespace evisa::crypto {
namespace {

bool lies_within(const Certificate& inner, const Certificate& outer) {
  return outer.not_before() <= inner.not_before() && inner.not_after() <= outer.not_after();
}

/// Why a signer that is not pinned is not trusted; empty when it is.
std::string distrust_of(const Certificate& signer, const std::vector<Certificate>& anchors) {
  if (signer.is_ca()) return "it is a CSCA, which signs no seals";
  // SPEC: Doc 9303-12 Table 6: extended key usage of visa signers.
  if (!signer.may_sign_seals()) return "its key usage does not allow signing visas' seals";
  std::string why = "it is not issued by a trusted CSCA";
  for (const Certificate& anchor : anchors) {
    if (!anchor.is_ca() || !signer.issued_by(anchor)) continue;
    if (lies_within(signer, anchor)) return {};
    why = "its period goes beyond its CSCA's";
  }
  return why;
}

void keep_earliest(std::optional<visa::Instant>& revoked_at, visa::Instant at) {
  revoked_at = revoked_at ? std::min(*revoked_at, at) : at;
}

void apply(const RevocationList& crl, SignerSet::Signer& signer) {
  // SPEC: RFC 5280 5.1.2.5: by nextUpdate there is a newer list. Of several, the last to end
  // counts.
  if (crl.next_update()) {
    signer.crl_ends =
        signer.crl_ends ? std::max(*signer.crl_ends, *crl.next_update()) : *crl.next_update();
  }
  for (const auto& entry : crl.entries()) {
    if (same_reference(entry.serial_hex, signer.certificate.serial_hex())) {
      keep_earliest(signer.revoked_at, entry.revoked_at);
    }
  }
}

}  // namespace

SignerSet SignerSet::build(std::vector<Certificate> signers, std::vector<Certificate> anchors,
                           const std::vector<RevocationList>& crls) {
  SignerSet set;
  const auto add = [&](const Certificate& certificate) {
    const auto same = [&](const Signer& known) { return known.certificate == certificate; };
    if (std::ranges::any_of(set.signers_, same)) return;
    const bool pinned =
        !certificate.is_ca() && std::ranges::find(anchors, certificate) != anchors.end();
    Signer signer{.certificate = certificate, .trusted = pinned, .revoked_at = {}};
    if (!pinned) signer.distrust = distrust_of(certificate, anchors);
    signer.trusted = signer.distrust.empty();
    for (const RevocationList& crl : crls) {
      if (certificate.issued_by(crl.issuer())) apply(crl, signer);
    }
    set.signers_.push_back(std::move(signer));
  };
  std::ranges::for_each(signers, add);
  for (const Certificate& anchor : anchors) {
    if (!anchor.is_ca()) add(anchor);
  }
  return set;
}

void SignerSet::revoke(std::string_view signer, std::string_view serial_hex, visa::Instant at) {
  for (Signer& known : signers_) {
    if (known.certificate.signer_identifier() == signer &&
        same_reference(known.certificate.serial_hex(), serial_hex)) {
      keep_earliest(known.revoked_at, at);
    }
  }
}

}  // namespace evisa::crypto
