// The visible digital seal of Doc 9303-13, version 4 (`DC 03`) and version 3 (`DC 02`): bytes to
// fields and back. Says nothing about the signature.
//
//   seal      = header message signature
//   header    = DC version country(2, C40) signer+reference(C40) issue-date(3) signature-date(3)
//               feature-definition category
//   message   = { tag length value }          length: DER (v4), one raw byte (v3)
//   signature = FF length value
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/bytes.h"
#include "visa/date.h"

namespace evisa::crypto {

inline constexpr std::size_t kMaxSealBytes = 1024;
inline constexpr std::size_t kMaxFeatures = 64;

struct SealHeader {
  std::uint8_t version = 3;           ///< the raw byte: 3 = version 4, 2 = version 3
  std::string issuing_country;        ///< 3 characters, fillers kept as `<`
  std::string signer;                 ///< 4 characters: country code and signer
  std::string certificate_reference;  ///< hex digits as written; compare with `same_reference`
  visa::Date issue_date = visa::Date::from_days({});
  visa::Date signature_date = visa::Date::from_days({});
  std::uint8_t feature_definition = 0;
  std::uint8_t type_category = 0;
  [[nodiscard]] std::uint16_t document_type() const {
    return static_cast<std::uint16_t>(feature_definition << 8 | type_category);
  }
};

/// Certificate references are compared as numbers: `001A` is `1a`.
[[nodiscard]] bool same_reference(std::string_view a, std::string_view b);

struct Feature {
  std::uint8_t tag = 0;
  ByteView value;  ///< into the seal that holds it
};

/// A seal that was decoded and not verified. Owns its bytes (no heap) and hands out views into
/// them.
class UnverifiedSeal {
 public:
  [[nodiscard]] const SealHeader& header() const { return header_; }
  [[nodiscard]] std::size_t feature_count() const { return feature_count_; }
  [[nodiscard]] Feature feature(std::size_t index) const;
  /// The value of the first feature with this tag; empty optional when absent.
  [[nodiscard]] std::optional<ByteView> find(std::uint8_t tag) const;
  /// Header and message zone exactly as received: what the signature covers.
  [[nodiscard]] ByteView signed_part() const { return ByteView(bytes_).first(signed_size_); }
  [[nodiscard]] ByteView signature() const {
    return ByteView(bytes_).subspan(signature_at_, signature_size_);
  }
  [[nodiscard]] ByteView bytes() const { return ByteView(bytes_).first(size_); }

 private:
  friend class SealDecoder;
  UnverifiedSeal() = default;
  struct Slot {
    std::uint16_t at, size;
    std::uint8_t tag;
  };
  std::array<std::uint8_t, kMaxSealBytes> bytes_{};
  std::size_t size_ = 0, signed_size_ = 0, signature_at_ = 0, signature_size_ = 0;
  SealHeader header_;
  std::array<Slot, kMaxFeatures> slots_{};
  std::size_t feature_count_ = 0;
};

/// Decodes a seal's header and features; does not look at the signature.
///
/// `bytes`: the barcode's content, at most 1 024 bytes, header first.
/// Errors: malformed (truncated, bad length, character outside C40, duplicate tag, trailing bytes),
/// unsupported (version byte), out_of_range (a date that does not exist). Unknown feature tags are
/// kept, not refused. Source: Doc 9303-13 2.2-2.4.
[[nodiscard]] Result<UnverifiedSeal> decode_seal(ByteView bytes);

struct FeatureValue {
  std::uint8_t tag = 0;
  Bytes value;
};
/// Header and message zone of a version 4 seal, ready to be signed. Errors: malformed,
/// out_of_range.
[[nodiscard]] Result<Bytes> encode_signed_part(const SealHeader& header,
                                               std::span<const FeatureValue> features);
/// Appends the signature zone. Errors: out_of_range (the seal would exceed 1 024 bytes).
[[nodiscard]] Result<Bytes> append_signature(Bytes signed_part, ByteView signature);

}  // namespace evisa::crypto
