// FreeType, seen here only.
#include "reader/mrz/training/glyphs.h"

#include <fmt/core.h>
#include <ft2build.h>

#include <cmath>
#include <memory>
#include FT_FREETYPE_H

namespace evisa::reader::mrz {
namespace {

struct CloseLibrary {
  void operator()(FT_Library library) const { FT_Done_FreeType(library); }
};
struct CloseFace {
  void operator()(FT_Face face) const { FT_Done_Face(face); }
};
using Library = std::unique_ptr<FT_LibraryRec_, CloseLibrary>;
using Face = std::unique_ptr<FT_FaceRec_, CloseFace>;

constexpr double kUnit = 64;  // FreeType's positions are in 64ths of a pixel

bool render(const Face& face, char c) {
  const FT_UInt index = FT_Get_Char_Index(face.get(), static_cast<FT_ULong>(c));
  return index != 0 && FT_Load_Glyph(face.get(), index, FT_LOAD_RENDER | FT_LOAD_NO_HINTING) == 0;
}

/// Makes a character's width `pitch` pixels; false when the font cannot.
bool set_pitch(const Face& face, double pitch) {
  constexpr FT_F26Dot6 kTrial = 100 * 64;
  if (FT_Set_Char_Size(face.get(), kTrial, 0, 72, 0) != 0 || !render(face, 'H')) return false;
  const double width = static_cast<double>(face->glyph->linearHoriAdvance) / 65536;
  if (width <= 0) return false;
  const auto size = static_cast<FT_F26Dot6>(std::lround(100 * kUnit * pitch / width));
  return FT_Set_Char_Size(face.get(), size, 0, 72, 0) == 0;
}

}  // namespace

Result<Glyphs> Glyphs::open(const std::filesystem::path& font, double pitch) {
  FT_Library raw = nullptr;
  if (FT_Init_FreeType(&raw) != 0) return fail(Errc::io, "FreeType does not start");
  const Library library(raw);
  FT_Face opened = nullptr;
  if (FT_New_Face(raw, font.c_str(), 0, &opened) != 0) {
    return fail(Errc::not_found, fmt::format("{}: no such font", font.string()),
                "install fonts-ocr-b");
  }
  const Face face(opened);
  if (!set_pitch(face, pitch)) return fail(Errc::malformed, font.string() + ": not usable");
  Glyphs glyphs;
  glyphs.pitch_ = pitch;
  if (!render(face, 'H')) return fail(Errc::malformed, font.string() + ": has no H");
  const double middle = face->glyph->bitmap_top - face->glyph->bitmap.rows / 2.0;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    if (!render(face, kAlphabet[i])) {
      return fail(Errc::malformed, fmt::format("{}: has no {}", font.string(), kAlphabet[i]));
    }
    const auto& slot = *face->glyph;
    const cv::Mat ink(static_cast<int>(slot.bitmap.rows), static_cast<int>(slot.bitmap.width),
                      CV_8UC1, slot.bitmap.buffer, static_cast<std::size_t>(slot.bitmap.pitch));
    glyphs.glyphs_[i] = {ink.clone(), {slot.bitmap_left - pitch / 2, middle - slot.bitmap_top}};
  }
  return glyphs;
}

void Glyphs::print(cv::Mat& ink, char character, cv::Point2d centre) const {
  const std::size_t index = class_of(character);
  if (index == kNone) return;
  const Glyph& glyph = glyphs_[index];
  const cv::Rect place(static_cast<int>(std::lround(centre.x + glyph.origin.x)),
                       static_cast<int>(std::lround(centre.y + glyph.origin.y)), glyph.ink.cols,
                       glyph.ink.rows);
  const cv::Rect inside = place & cv::Rect({}, ink.size());
  if (inside.empty()) return;
  cv::Mat target = ink(inside);
  cv::max(target, glyph.ink(inside - place.tl()), target);
}

void Glyphs::print(cv::Mat& ink, std::string_view line, cv::Point2d first) const {
  for (std::size_t i = 0; i < line.size(); ++i) {
    print(ink, line[i], {first.x + static_cast<double>(i) * pitch_, first.y});
  }
}

}  // namespace evisa::reader::mrz
