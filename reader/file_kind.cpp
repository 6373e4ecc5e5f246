// Magic bytes of what is read, and of what people hand over instead.
#include "reader/file_kind.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace evisa::reader {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::size_t at;
  std::string_view bytes;
  std::string_view name;
};

constexpr std::array<Magic, 12> kOthers{{
    {0, "GIF8"sv, "a GIF image"},
    {0, "II*\0"sv, "a TIFF image"},
    {0, "MM\0*"sv, "a TIFF image"},
    {0, "BM"sv, "a BMP image"},
    {8, "WEBP"sv, "a WebP image"},
    {4, "ftyp"sv, "an HEIC image or MP4 video"},
    {8, "AVI "sv, "an AVI video"},
    {0, "\x1A\x45\xDF\xA3"sv, "a Matroska or WebM video"},
    {0, "PK\x03\x04"sv, "a ZIP archive or office document"},
    {0, "\x1F\x8B"sv, "a gzip archive"},
    {0, "%!PS"sv, "a PostScript file"},
    {0,
     "\x7F"
     "ELF"sv,
     "a program"},
}};

bool is_text(crypto::ByteView content) {
  const auto head = content.first(std::min<std::size_t>(content.size(), 512));
  return std::ranges::all_of(head, [](std::uint8_t b) {
    return b == '\t' || b == '\n' || b == '\r' || (b >= 0x20 && b != 0x7F);
  });
}

}  // namespace

FileKind kind_of(crypto::ByteView content) {
  const auto text = crypto::as_text(content);
  if (text.starts_with("\x89PNG\r\n\x1A\n"sv)) return FileKind::png;
  if (text.starts_with("\xFF\xD8\xFF"sv)) return FileKind::jpeg;
  // Readers of PDF look for the header in the first 1 024 bytes; but a file that is something else
  // by its own first bytes stays that.
  if (text.substr(0, 1024).find("%PDF-"sv) != std::string_view::npos) return FileKind::pdf;
  return FileKind::other;
}

std::string looks_like(crypto::ByteView content) {
  const auto text = crypto::as_text(content);
  for (const auto& magic : kOthers) {
    if (text.size() > magic.at && text.substr(magic.at).starts_with(magic.bytes)) {
      return std::string(magic.name);
    }
  }
  if (is_text(content)) return "text";
  return fmt::format("data that begins with {}",
                     crypto::to_hex(content.first(std::min<std::size_t>(content.size(), 8))));
}

}  // namespace evisa::reader
