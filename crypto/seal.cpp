// Decoding of a visible digital seal; grammar in seal.h. Doc 9303-13 2.2-2.4.
#include "crypto/seal.h"

#include <fmt/core.h>

#include <algorithm>

#include "crypto/c40.h"
#include "crypto/der_length.h"
#include "crypto/seal_date.h"
#include "crypto/seal_header_text.h"

namespace evisa::crypto {
namespace {

constexpr std::uint8_t kMagic = 0xDC, kSignatureTag = 0xFF, kVersion4 = 3, kVersion3 = 2;

}  // namespace

/// Walks over a seal's bytes once, front to back.
class SealDecoder {
 public:
  static Result<UnverifiedSeal> decode(ByteView bytes) {
    if (bytes.size() > kMaxSealBytes) {
      return fail(Errc::out_of_range,
                  fmt::format("seal: {} bytes, at most {} expected", bytes.size(), kMaxSealBytes));
    }
    UnverifiedSeal seal;
    std::ranges::copy(bytes, seal.bytes_.begin());
    seal.size_ = bytes.size();
    SealDecoder decoder(seal);
    if (auto done = decoder.header(); !done) return std::unexpected(std::move(done.error()));
    if (auto done = decoder.zones(); !done) return std::unexpected(std::move(done.error()));
    return seal;
  }

 private:
  explicit SealDecoder(UnverifiedSeal& seal) : seal_(seal) {}

  Result<ByteView> take(std::size_t n, std::string_view what) {
    const ByteView left = seal_.bytes().subspan(at_);
    if (left.size() < n) {
      return fail(Errc::malformed,
                  fmt::format("{}: truncated, {} bytes expected at byte {}, {} there", what, n, at_,
                              left.size()));
    }
    at_ += n;
    return left.first(n);
  }

  Result<std::string> take_c40(std::size_t bytes, std::string_view what) {
    const auto raw = take(bytes, what);
    if (!raw) return std::unexpected(raw.error());
    auto text = c40_decode(*raw);
    if (!text) text.error().message = fmt::format("{}: {}", what, text.error().message);
    return text;
  }

  Result<void> header() {
    const auto front = take(2, "header");
    if (!front) return std::unexpected(front.error());
    if ((*front)[0] != kMagic) {
      return fail(Errc::malformed,
                  fmt::format("seal: begins with {:02x}, dc expected", (*front)[0]));
    }
    // SPEC: Doc 9303-13 2.3.1: the version byte holds the version less one.
    seal_.header_.version = (*front)[1];
    if ((*front)[1] != kVersion4 && (*front)[1] != kVersion3) {
      return fail(Errc::unsupported,
                  fmt::format("seal: version byte {:02x}, 02 or 03 expected", (*front)[1]));
    }
    auto country = take_c40(2, "issuing country");
    if (!country) return std::unexpected(std::move(country.error()));
    seal_.header_.issuing_country = std::move(*country);
    if (auto done = signer(); !done) return done;
    return dates_and_type();
  }

  Result<void> signer() {
    const bool fixed = seal_.header_.version == kVersion3;
    auto text = take_c40(fixed ? 6 : 4, "signer");
    if (!text) return std::unexpected(std::move(text.error()));
    if (text->size() != (fixed ? 9U : 6U)) {
      return fail(Errc::malformed,
                  fmt::format("signer: {} characters, {} expected", text->size(), fixed ? 9 : 6));
    }
    seal_.header_.signer = text->substr(0, kSignerCharacters);
    if (fixed) return set_reference(text->substr(kSignerCharacters), 5);
    const auto length = parse_reference_length(seal_.header_.signer,
                                               std::string_view(*text).substr(kSignerCharacters));
    if (!length) return std::unexpected(length.error());
    auto reference = take_c40(c40_size(*length), "certificate reference");
    if (!reference) return std::unexpected(std::move(reference.error()));
    return set_reference(std::move(*reference), *length);
  }

  Result<void> set_reference(std::string reference, std::size_t expected) {
    if (reference.size() != expected || !is_reference(reference)) {
      return fail(
          Errc::malformed,
          fmt::format("certificate reference: `{}`, {} hex digits expected", reference, expected));
    }
    seal_.header_.certificate_reference = std::move(reference);
    return {};
  }

  Result<void> dates_and_type() {
    const auto raw = take(8, "dates and document type");
    if (!raw) return std::unexpected(raw.error());
    const auto issued = decode_seal_date(raw->first(3));
    if (!issued) return std::unexpected(issued.error());
    const auto signed_on = decode_seal_date(raw->subspan(3, 3));
    if (!signed_on) return std::unexpected(signed_on.error());
    seal_.header_.issue_date = *issued;
    seal_.header_.signature_date = *signed_on;
    seal_.header_.feature_definition = (*raw)[6];
    seal_.header_.type_category = (*raw)[7];
    return {};
  }

  /// SPEC: Doc 9303-13 2.3.2, 2.4: features, then exactly one signature, and nothing after it.
  Result<void> zones() {
    while (true) {
      const std::size_t zone_at = at_;
      const auto tag = take(1, "message zone (signature zone missing)");
      if (!tag) return std::unexpected(tag.error());
      const auto value = take_value((*tag)[0]);
      if (!value) return std::unexpected(value.error());
      if ((*tag)[0] == kSignatureTag) return finish(zone_at, value->size());
      if (auto kept = keep((*tag)[0], value->size()); !kept) return kept;
    }
  }

  Result<ByteView> take_value(std::uint8_t tag) {
    const std::string_view what = tag == kSignatureTag ? "signature" : "feature";
    std::size_t size = 0;
    if (seal_.header_.version == kVersion3) {  // one raw byte
      const auto raw = take(1, what);
      if (!raw) return std::unexpected(raw.error());
      if ((*raw)[0] == 0xFF)
        return fail(Errc::malformed, fmt::format("{} {:02x}: length ff", what, tag));
      size = (*raw)[0];
    } else {
      const auto length = read_der_length(seal_.bytes().subspan(at_));
      if (!length) {
        return fail(Errc::malformed,
                    fmt::format("{} {:02x}: {}", what, tag, length.error().message));
      }
      at_ += length->octets;
      size = length->value;
    }
    return take(size, what);
  }

  Result<void> keep(std::uint8_t tag, std::size_t size) {
    if (seal_.find(tag)) return fail(Errc::malformed, fmt::format("feature {:02x}: twice", tag));
    if (seal_.feature_count_ == kMaxFeatures) {
      return fail(Errc::malformed,
                  fmt::format("message zone: more than {} features", kMaxFeatures));
    }
    seal_.slots_[seal_.feature_count_++] = {static_cast<std::uint16_t>(at_ - size),
                                            static_cast<std::uint16_t>(size), tag};
    return {};
  }

  Result<void> finish(std::size_t signed_size, std::size_t signature_size) {
    if (signature_size == 0) return fail(Errc::malformed, "signature: empty");
    if (at_ != seal_.size_) {
      return fail(Errc::malformed,
                  fmt::format("seal: {} bytes after the signature", seal_.size_ - at_));
    }
    seal_.signed_size_ = signed_size;
    seal_.signature_at_ = at_ - signature_size;
    seal_.signature_size_ = signature_size;
    return {};
  }

  UnverifiedSeal& seal_;
  std::size_t at_ = 0;
};

Feature UnverifiedSeal::feature(std::size_t index) const {
  const Slot& slot = slots_.at(index);
  return {slot.tag, ByteView(bytes_).subspan(slot.at, slot.size)};
}

std::optional<ByteView> UnverifiedSeal::find(std::uint8_t tag) const {
  for (std::size_t i = 0; i < feature_count_; ++i) {
    if (slots_[i].tag == tag) return feature(i).value;
  }
  return std::nullopt;
}

Result<UnverifiedSeal> decode_seal(ByteView bytes) { return SealDecoder::decode(bytes); }

}  // namespace evisa::crypto
