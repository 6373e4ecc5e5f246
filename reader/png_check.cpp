// Walks the chunks of a PNG; grammar in picture_header.h.
#include <fmt/core.h>

#include <array>

#include "reader/picture_bytes.h"
#include "reader/picture_header.h"

namespace evisa::reader {
namespace {

/// CRC-32 as in ISO/IEC 15948 annex D, one byte at a time.
constexpr std::array<std::uint32_t, 256> kCrcTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1 ? 0xEDB88320 : 0);
    table[i] = value;
  }
  return table;
}();

std::uint32_t crc32(crypto::ByteView bytes) {
  std::uint32_t value = ~0U;
  for (const auto byte : bytes) value = kCrcTable[(value ^ byte) & 0xFF] ^ value >> 8;
  return ~value;
}

}  // namespace

Result<CheckedPicture> check_png(crypto::ByteView file, int pixels) {
  constexpr std::size_t kSignature = 8, kHeader = 13, kAround = 12;  // length, type and CRC
  if (file.size() < kSignature + kHeader + kAround) return cut_off("PNG", file.size());
  if (crypto::as_text(file.subspan(kSignature + 4, 4)) != "IHDR" ||
      big_endian(file.subspan(kSignature, 4)) != kHeader) {
    return fail(Errc::malformed, "PNG: does not begin with an IHDR chunk of 13 bytes");
  }
  const auto width = big_endian(file.subspan(16, 4)), height = big_endian(file.subspan(20, 4));
  if (auto ok = check_size(width, height, pixels, "PNG"); !ok) return std::unexpected(ok.error());
  CheckedPicture picture{static_cast<int>(width), static_cast<int>(height), {}};
  append(picture.essence, file.first(kSignature));
  bool data = false;
  for (std::size_t at = kSignature; file.size() - at >= kAround;) {
    const std::size_t length = big_endian(file.subspan(at, 4));
    if (length > file.size() - at - kAround) return cut_off("PNG", file.size());
    const auto checked = file.subspan(at + 4, 4 + length);
    if (crc32(checked) != big_endian(file.subspan(at + 8 + length, 4))) {
      return fail(Errc::malformed, fmt::format("PNG: the chunk at byte {} is damaged (CRC)", at),
                  "copy or download the file again");
    }
    const auto type = crypto::as_text(file.subspan(at + 4, 4));
    data = data || type == "IDAT";
    if (type == "IHDR" || type == "PLTE" || type == "IDAT" || type == "IEND") {
      append(picture.essence, file.subspan(at, length + kAround));
    }
    at += length + kAround;
    if (type != "IEND") continue;
    if (!data) return fail(Errc::malformed, "PNG: no picture in it");
    return picture;
  }
  return cut_off("PNG", file.size());
}

}  // namespace evisa::reader
