// Encoding of a version 4 seal; grammar in seal.h. Doc 9303-13 2.2-2.4.
#include <fmt/core.h>

#include <algorithm>

#include "crypto/c40.h"
#include "crypto/der_length.h"
#include "crypto/seal.h"
#include "crypto/seal_date.h"
#include "crypto/seal_header_text.h"

namespace evisa::crypto {
namespace {

constexpr std::uint8_t kMagic = 0xDC, kVersion4 = 3, kSignatureTag = 0xFF;

Result<void> append_c40(Bytes& bytes, std::string_view text, std::string_view what) {
  const auto coded = c40_encode(text);
  if (!coded) return fail(Errc::malformed, fmt::format("{}: {}", what, coded.error().message));
  bytes.insert(bytes.end(), coded->begin(), coded->end());
  return {};
}

void append_date(Bytes& bytes, const visa::Date& date) {
  const auto coded = encode_seal_date(date);
  bytes.insert(bytes.end(), coded.begin(), coded.end());
}

Result<void> append_value(Bytes& bytes, std::uint8_t tag, ByteView value) {
  bytes.push_back(tag);
  if (auto length = append_der_length(bytes, value.size()); !length) return length;
  bytes.insert(bytes.end(), value.begin(), value.end());
  return {};
}

Result<void> append_header(Bytes& bytes, const SealHeader& header) {
  if (header.issuing_country.empty() || header.issuing_country.size() > 3) {
    return fail(Errc::malformed, fmt::format("issuing country: `{}`, 3 characters expected",
                                             header.issuing_country));
  }
  const auto signer = compose_signer(header.signer, header.certificate_reference);
  if (!signer) return std::unexpected(signer.error());
  if (auto done = append_c40(bytes, header.issuing_country, "issuing country"); !done) return done;
  // Six characters are two whole pairs, so signer and reference may be coded in one go.
  if (auto done = append_c40(bytes, *signer, "signer"); !done) return done;
  append_date(bytes, header.issue_date);
  append_date(bytes, header.signature_date);
  bytes.push_back(header.feature_definition);
  bytes.push_back(header.type_category);
  return {};
}

}  // namespace

Result<Bytes> encode_signed_part(const SealHeader& header, std::span<const FeatureValue> features) {
  if (header.version != kVersion4) {
    return fail(Errc::malformed,
                fmt::format("seal: version byte {:02x} is read, not written", header.version));
  }
  Bytes bytes = {kMagic, kVersion4};
  if (auto done = append_header(bytes, header); !done) return std::unexpected(done.error());
  for (auto f = features.begin(); f != features.end(); ++f) {
    const bool twice =
        std::any_of(features.begin(), f, [&](const auto& g) { return g.tag == f->tag; });
    if (twice || f->tag == kSignatureTag) {
      return fail(Errc::malformed, fmt::format("feature {:02x}: {}", f->tag,
                                               twice ? "twice" : "is the signature's tag"));
    }
    if (auto done = append_value(bytes, f->tag, f->value); !done)
      return std::unexpected(done.error());
  }
  return bytes;
}

Result<Bytes> append_signature(Bytes signed_part, ByteView signature) {
  if (signature.empty()) return fail(Errc::malformed, "signature: empty");
  if (auto done = append_value(signed_part, kSignatureTag, signature); !done) {
    return std::unexpected(done.error());
  }
  if (signed_part.size() > kMaxSealBytes) {
    return fail(Errc::out_of_range, fmt::format("seal: {} bytes, at most {} expected",
                                                signed_part.size(), kMaxSealBytes));
  }
  return signed_part;
}

}  // namespace evisa::crypto
