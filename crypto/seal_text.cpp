// The seal as text: `KZV1` + base32; contract in seal_text.h, layouts in keyboard_layout.cpp.
#include "crypto/seal_text.h"

#include <fmt/core.h>

#include <algorithm>

#include "crypto/base32.h"

namespace evisa::crypto {
namespace {

constexpr std::uint8_t kRawSeal = 0xDC;
constexpr std::size_t kMaxScan =
    16 * kMaxSealBytes;  ///< a layout can make a character 3 bytes long

/// The first characters of something else, printable, for a message.
std::string excerpt(ByteView scanned) {
  std::string text;
  for (const std::uint8_t byte : scanned.first(std::min<std::size_t>(scanned.size(), 24))) {
    const bool printable = byte >= 0x20 && byte < 0x7F;
    text += printable ? std::string(1, static_cast<char>(byte)) : fmt::format("\\x{:02x}", byte);
  }
  return text;
}

Result<SealBytes> raw_seal(ByteView scanned) {
  if (scanned.size() > kMaxSealBytes) {
    return fail(Errc::out_of_range,
                fmt::format("seal: {} bytes, at most {} expected", scanned.size(), kMaxSealBytes));
  }
  SealBytes seal;
  std::ranges::copy(scanned, seal.data.begin());
  seal.size = scanned.size();
  return seal;
}

}  // namespace

std::string seal_to_text(ByteView seal) {
  return std::string(kSealTextPrefix) + base32_encode(seal);
}

Result<SealBytes> seal_from_text(std::string_view text) {
  if (!text.starts_with(kSealTextPrefix)) {
    return fail(
        Errc::malformed,
        fmt::format("seal text: begins with `{}`, `{}` expected",
                    excerpt(as_bytes(text.substr(0, kSealTextPrefix.size()))), kSealTextPrefix));
  }
  SealBytes seal;
  const auto size = base32_decode(text.substr(kSealTextPrefix.size()), seal.data);
  if (!size) return fail(size.error().code, "seal text: " + size.error().message);
  if (*size == 0) return fail(Errc::malformed, "seal text: nothing after the prefix");
  seal.size = *size;
  return seal;
}

Result<SealBytes> seal_from_scan(ByteView scanned) {
  if (!scanned.empty() && scanned[0] == kRawSeal) return raw_seal(scanned);
  if (auto seal = seal_from_text(as_text(scanned))) return seal;
  if (scanned.size() > kMaxScan) {
    return fail(Errc::out_of_range, fmt::format("scanned text: {} bytes, at most {} expected",
                                                scanned.size(), kMaxScan));
  }
  const std::string repaired = repair_keyboard_layout(as_text(scanned));
  if (!repaired.starts_with(kSealTextPrefix)) {
    return fail(Errc::unsupported,
                fmt::format("found `{}`, which is neither `{}` text nor a binary seal (dc)",
                            excerpt(scanned), kSealTextPrefix),
                "scan the code on the e-visa's page");
  }
  return seal_from_text(repaired);
}

}  // namespace evisa::crypto
