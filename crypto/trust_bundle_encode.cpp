// Writes a trust bundle. What is written is read back by the reader's own code before it is let
// out, so that the authority cannot sign what a booth will refuse.
#include <fmt/format.h>

#include <algorithm>

#include "crypto/bundle_head.h"
#include "crypto/revocation_format.h"
#include "crypto/trust_bundle.h"

namespace evisa::crypto {

namespace {

Result<void> check_contents(const BundleContents& contents) {
  if (contents.sequence == 0 || contents.sequence > std::uint64_t{INT64_MAX}) {
    return fail(
        Errc::out_of_range,
        fmt::format("trust bundle: sequence number {}, expected 1 or more", contents.sequence));
  }
  if (contents.signers.empty()) {
    return fail(Errc::out_of_range, "trust bundle: no signer, at least one is expected");
  }
  if (contents.anchors.empty()) {
    return fail(Errc::out_of_range, "trust bundle: no trust anchor, at least one is expected");
  }
  return {};
}

}  // namespace

Result<Bytes> encode_bundle(BundleContents contents) {
  if (auto ok = check_contents(contents); !ok) return std::unexpected(ok.error());
  std::ranges::sort(contents.signers, {},
                    [](const BundleSigner& s) { return s.certificate.der(); });
  std::ranges::sort(contents.anchors, {}, [](const Certificate& c) { return c.der(); });
  const std::string head = encode_bundle_head(contents);
  if (auto readable = parse_bundle_head(head); !readable) return std::unexpected(readable.error());
  const Bytes table = encode_revocations(std::move(contents.revoked));
  Bytes bundle;
  bundle.reserve(kBundleMagic.size() + 16 + head.size() + table.size());
  bundle.insert(bundle.end(), kBundleMagic.begin(), kBundleMagic.end());
  append_le(bundle, head.size(), 8);
  append_le(bundle, table.size(), 8);
  bundle.insert(bundle.end(), head.begin(), head.end());
  bundle.insert(bundle.end(), table.begin(), table.end());
  return bundle;
}

}  // namespace evisa::crypto
