// Pango layouts in points, unhinted, so that a page looks the same at every resolution.
#include "issuer/page_text.h"

#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <string>

#include "issuer/page_fonts.h"

namespace evisa::issuer {
namespace {

constexpr double kStep = 0.25;  // points by which a text is shrunk at a time

int to_pango(double points) { return pango_units_from_double(points); }

PangoAttribute* over(PangoAttribute* attribute, std::size_t from, std::size_t to) {
  attribute->start_index = static_cast<guint>(from);
  attribute->end_index = static_cast<guint>(to);
  return attribute;
}

/// The first letter of a script that only the Chinese font has.
bool is_chinese(gunichar letter) { return letter >= 0x2E80; }

/// Bold for all of a run but Chinese, which would be smeared artificially.
void add_bold(PangoAttrList* list, std::string_view text, std::size_t offset) {
  std::size_t from = 0;
  const auto close = [&](std::size_t to) {
    if (to > from)
      pango_attr_list_insert(
          list, over(pango_attr_weight_new(PANGO_WEIGHT_BOLD), offset + from, offset + to));
  };
  for (std::size_t at = 0; at < text.size();) {
    const char* letter = text.data() + at;
    const auto next = static_cast<std::size_t>(g_utf8_next_char(letter) - text.data());
    if (is_chinese(g_utf8_get_char(letter))) {
      close(at);
      from = next;
    }
    at = next;
  }
  close(text.size());
}

guint16 channel(double value) { return static_cast<guint16>(value * 65535); }

void add_run(PangoAttrList* list, const TextRun& run, std::size_t offset) {
  const std::size_t end = offset + run.text.size();
  if (run.bold) add_bold(list, run.text, offset);
  if (run.whole)
    pango_attr_list_insert(list, over(pango_attr_allow_breaks_new(FALSE), offset, end));
  if (run.scale < 1 || run.scale > 1)
    pango_attr_list_insert(list, over(pango_attr_scale_new(run.scale), offset, end));
  pango_attr_list_insert(
      list, over(pango_attr_foreground_new(channel(run.ink.red), channel(run.ink.green),
                                           channel(run.ink.blue)),
                 offset, end));
}

PangoAlignment to_pango(Align align) {
  switch (align) {
    case Align::left:
      return PANGO_ALIGN_LEFT;
    case Align::centre:
      return PANGO_ALIGN_CENTER;
    case Align::right:
      return PANGO_ALIGN_RIGHT;
  }
  return PANGO_ALIGN_LEFT;
}

PangoLayout* make_layout(cairo_t* cairo) {
  PangoContext* context = pango_cairo_create_context(cairo);
  pango_cairo_context_set_resolution(context, 72);
  pango_context_set_round_glyph_positions(context, FALSE);
  pango_context_set_language(context, pango_language_from_string("kk"));  // not the locale's
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
  PangoLayout* layout = pango_layout_new(context);
  g_object_unref(context);
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  return layout;
}

PangoRectangle extent(PangoLayout* layout) {
  PangoRectangle logical;
  pango_layout_get_extents(layout, nullptr, &logical);
  return logical;
}

bool ours(PangoFont* font) {
  PangoFontDescription* description = pango_font_describe(font);
  const std::string_view family = pango_font_description_get_family(description);
  const bool known = family == kTextFamily || family == kTitleFamily || family == kChineseFamily;
  pango_font_description_free(description);
  return known;
}

/// False where a run was set in a font that only happens to be on this machine.
bool only_our_fonts(PangoLayout* layout) {
  PangoLayoutIter* iter = pango_layout_get_iter(layout);
  bool all = true;
  do {
    const PangoLayoutRun* run = pango_layout_iter_get_run_readonly(iter);
    if (run && run->item->analysis.font) all = all && ours(run->item->analysis.font);
  } while (all && pango_layout_iter_next_run(iter));
  pango_layout_iter_free(iter);
  return all;
}

}  // namespace

PageText::PageText(const PdfPage& page)
    : context_(page.context()), layout_(make_layout(page.context())) {}

PageText::~PageText() { g_object_unref(layout_); }

void PageText::set_size(double size, const TextStyle& style) {
  static const std::string sans = fmt::format("{},{}", kTextFamily, kChineseFamily);
  static const std::string serif = fmt::format("{},{}", kTitleFamily, kChineseFamily);
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family_static(font, (style.serif ? serif : sans).c_str());
  pango_font_description_set_absolute_size(font, to_pango(size));
  pango_layout_set_font_description(layout_, font);
  pango_font_description_free(font);
}

void PageText::set(std::span<const TextRun> runs, double width, const TextStyle& style) {
  std::string all;
  PangoAttrList* list = pango_attr_list_new();
  for (const TextRun& run : runs) {
    add_run(list, run, all.size());
    all += run.text;
  }
  pango_layout_set_text(layout_, all.data(), static_cast<int>(all.size()));
  pango_layout_set_attributes(layout_, list);
  pango_attr_list_unref(list);
  pango_layout_set_width(layout_, width < 0 ? -1 : to_pango(width * kPointsPerMm));
  pango_layout_set_alignment(layout_, to_pango(style.align));
  set_size(style.size, style);
}

Result<void> PageText::check_fonts(std::string_view text) const {
  if (pango_layout_get_unknown_glyphs_count(layout_) == 0 && only_our_fonts(layout_)) return {};
  return fail(Errc::malformed,
              fmt::format("\"{}\" has a letter that neither {} nor {} can print", text, kTextFamily,
                          kChineseFamily),
              "write it in Latin, Cyrillic or Chinese letters");
}

Result<double> PageText::draw(std::span<const TextRun> runs, const Box& box,
                              const TextStyle& style) {
  set(runs, box.width, style);
  const std::string text = pango_layout_get_text(layout_);
  const int full_baseline = pango_layout_get_baseline(layout_);
  const int room = to_pango(box.height * kPointsPerMm) + 1;
  double size = style.size;
  for (; extent(layout_).height > room && size > style.smallest; set_size(size, style))
    size = std::max(style.smallest, size - kStep);
  if (extent(layout_).height > room)
    return fail(Errc::malformed,
                fmt::format("\"{}\" does not fit {:.0f} x {:.0f} mm of the page at {} points", text,
                            box.width, box.height, style.smallest),
                "shorten it; a name as in the passport's MRZ (mrz_name)");
  if (auto checked = check_fonts(text); !checked) return std::unexpected(checked.error());
  const int sunk = pango_layout_get_line_count(layout_) == 1
                       ? full_baseline - pango_layout_get_baseline(layout_)
                       : 0;
  cairo_move_to(context_, box.x * kPointsPerMm, box.y * kPointsPerMm + pango_units_to_double(sunk));
  pango_cairo_show_layout(context_, layout_);
  return pango_units_to_double(extent(layout_).height) / kPointsPerMm;
}

Result<double> PageText::draw(std::string_view text, const Box& box, const TextStyle& style) {
  const TextRun run{text, style.bold, style.ink};
  return draw(std::span(&run, 1), box, style);
}

double PageText::height(std::string_view text, double width, const TextStyle& style) {
  const TextRun run{text, style.bold, style.ink};
  return height(std::span(&run, 1), width, style);
}

double PageText::height(std::span<const TextRun> runs, double width, const TextStyle& style) {
  set(runs, width, style);
  return pango_units_to_double(extent(layout_).height) / kPointsPerMm;
}

Result<void> PageText::draw_turned(std::string_view text, double x, double y, double degrees,
                                   const TextStyle& style) {
  const TextRun run{text, style.bold, style.ink};
  set(std::span(&run, 1), -1, style);
  if (auto checked = check_fonts(text); !checked) return checked;
  const PangoRectangle size = extent(layout_);
  cairo_save(context_);
  cairo_translate(context_, x * kPointsPerMm, y * kPointsPerMm);
  cairo_rotate(context_, degrees * G_PI / 180);
  cairo_move_to(context_, -pango_units_to_double(size.width) / 2,
                -pango_units_to_double(size.height) / 2);
  pango_cairo_layout_path(context_, layout_);
  cairo_set_source_rgb(context_, style.ink.red, style.ink.green, style.ink.blue);
  cairo_fill(context_);
  cairo_restore(context_);
  return {};
}

}  // namespace evisa::issuer
