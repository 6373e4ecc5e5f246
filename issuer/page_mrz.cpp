// Cairo 1.16 loses the CFF outlines of Debian's OCR-B when it makes a subset (the font's object is
// missing from the file, without an error). So the glyphs' outlines become a font of our own, which
// Cairo embeds as Type 3 with its Unicode values: exact shapes, selectable text.
#include "issuer/page_mrz.h"

#include <cairo-ft.h>
#include <cairo.h>
#include <fontconfig/fontconfig.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "issuer/page_fonts.h"

namespace evisa::issuer {
namespace {

constexpr double kUnitsPerEm = 1000;
constexpr std::string_view kCharacters = "<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

struct FreePath {
  void operator()(cairo_path_t* path) const { cairo_path_destroy(path); }
};
struct Outlines {
  std::map<unsigned long, std::unique_ptr<cairo_path_t, FreePath>> paths;  // by character
  double advance = 0;  // of any character, in em
};

const cairo_user_data_key_t kOutlinesKey{};

const Outlines& outlines_of(cairo_scaled_font_t* font) {
  return *static_cast<Outlines*>(
      cairo_font_face_get_user_data(cairo_scaled_font_get_font_face(font), &kOutlinesKey));
}

cairo_status_t start_font(cairo_scaled_font_t* font, cairo_t*, cairo_font_extents_t* extents) {
  *extents = {.ascent = 0.8,
              .descent = 0.2,
              .height = 1,
              .max_x_advance = outlines_of(font).advance,
              .max_y_advance = 0};
  return CAIRO_STATUS_SUCCESS;
}

cairo_status_t draw_glyph(cairo_scaled_font_t* font, unsigned long glyph, cairo_t* context,
                          cairo_text_extents_t* extents) {
  const Outlines& outlines = outlines_of(font);
  extents->x_advance = outlines.advance;
  const auto found = outlines.paths.find(glyph);
  if (found == outlines.paths.end()) return CAIRO_STATUS_SUCCESS;
  cairo_scale(context, 1 / kUnitsPerEm, 1 / kUnitsPerEm);
  cairo_append_path(context, found->second.get());
  cairo_fill(context);
  return CAIRO_STATUS_SUCCESS;
}

/// A context that draws nowhere, with OCR-B at one unit of the font's design a pixel.
cairo_t* open_design(const std::string& file) {
  FcPattern* pattern = FcPatternCreate();
  FcPatternAddString(pattern, FC_FILE, reinterpret_cast<const FcChar8*>(file.c_str()));
  cairo_font_face_t* face = cairo_ft_font_face_create_for_pattern(pattern);
  FcPatternDestroy(pattern);
  cairo_surface_t* surface = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nullptr);
  cairo_t* context = cairo_create(surface);
  cairo_surface_destroy(surface);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_set_font_options(context, options);
  cairo_font_options_destroy(options);
  cairo_set_font_face(context, face);
  cairo_font_face_destroy(face);
  cairo_set_font_size(context, kUnitsPerEm);
  return context;
}

std::unique_ptr<Outlines> take_outlines(const std::string& file) {
  auto outlines = std::make_unique<Outlines>();
  cairo_t* context = open_design(file);
  for (const char c : kCharacters) {
    const std::string text(1, c);
    cairo_text_extents_t extents;
    cairo_text_extents(context, text.c_str(), &extents);
    outlines->advance = extents.x_advance / kUnitsPerEm;
    cairo_new_path(context);
    cairo_move_to(context, 0, 0);
    cairo_text_path(context, text.c_str());
    outlines->paths.emplace(static_cast<unsigned char>(c), cairo_copy_path(context));
  }
  cairo_destroy(context);
  return outlines;
}

void free_outlines(void* outlines) { delete static_cast<Outlines*>(outlines); }

cairo_font_face_t* make_face(std::unique_ptr<Outlines> outlines) {
  cairo_font_face_t* face = cairo_user_font_face_create();
  cairo_user_font_face_set_init_func(face, start_font);
  cairo_user_font_face_set_render_glyph_func(face, draw_glyph);
  if (cairo_font_face_set_user_data(face, &kOutlinesKey, outlines.get(), free_outlines) ==
      CAIRO_STATUS_SUCCESS)
    outlines.release();  // NOLINT(bugprone-unused-return-value): the face deletes it
  return face;
}

}  // namespace

Result<void> draw_mrz(PdfPage& page, const visa::MrzLines& lines) {
  const auto file = ocr_b_file();
  if (!file) return std::unexpected(file.error());
  auto outlines = take_outlines(*file);
  if (outlines->advance <= 0) return fail(Errc::unavailable, "OCR-B could not be opened: " + *file);
  const double size = kMrzPitch * kPointsPerMm / outlines->advance;
  cairo_font_face_t* face = make_face(std::move(outlines));
  cairo_t* context = page.context();
  cairo_save(context);
  cairo_set_font_face(context, face);
  cairo_set_font_size(context, size);
  cairo_set_source_rgb(context, 0, 0, 0);
  double baseline = kMrzPlace.y + kMrzLineHeight - 1.5;
  for (const std::string& line : {lines.line1, lines.line2}) {
    cairo_move_to(context, kMrzPlace.x * kPointsPerMm, baseline * kPointsPerMm);
    cairo_show_text(context, line.c_str());
    baseline += kMrzLineHeight;
  }
  cairo_restore(context);
  cairo_font_face_destroy(face);
  return {};
}

}  // namespace evisa::issuer
