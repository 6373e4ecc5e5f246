// Cairo's PDF surface. Equal drawing gives equal bytes: both dates of the metadata are the
// caller's.
#include "issuer/page_pdf.h"

#include <cairo-pdf.h>
#include <cairo.h>
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <numbers>
#include <utility>

#include "issuer/print_language.h"

namespace evisa::issuer {
namespace {

cairo_status_t append(void* closure, const unsigned char* data, unsigned int size) {
  auto& bytes = *static_cast<crypto::Bytes*>(closure);
  bytes.insert(bytes.end(), data, data + size);
  return CAIRO_STATUS_SUCCESS;
}

void set_ink(cairo_t* context, const Ink& ink) {
  cairo_set_source_rgb(context, ink.red, ink.green, ink.blue);
}

/// Cairo takes no fractions of a second.
std::string whole_seconds(visa::Instant instant) {
  return visa::to_string(visa::Instant(std::chrono::floor<std::chrono::seconds>(instant)));
}

void set_properties(cairo_surface_t* surface, const PdfProperties& properties) {
  const std::string created = whole_seconds(properties.created);
  const auto set = [surface](cairo_pdf_metadata_t key, const std::string& value) {
    cairo_pdf_surface_set_metadata(surface, key, value.c_str());
  };
  set(CAIRO_PDF_METADATA_TITLE, properties.title);
  set(CAIRO_PDF_METADATA_CREATOR, "evisa " EVISA_VERSION);
  set(CAIRO_PDF_METADATA_CREATE_DATE, created);
  set(CAIRO_PDF_METADATA_MOD_DATE, created);
}

/// Millimetres for the life of the object; text is drawn in points outside of it.
class Millimetres {
 public:
  explicit Millimetres(cairo_t* context) : context_(context) {
    cairo_save(context_);
    cairo_scale(context_, kPointsPerMm, kPointsPerMm);
  }
  Millimetres(const Millimetres&) = delete;
  Millimetres& operator=(const Millimetres&) = delete;
  ~Millimetres() { cairo_restore(context_); }

 private:
  cairo_t* context_;
};

void wave(cairo_t* context, const Box& box, double phase) {
  constexpr double kLength = 12, kStep = 0.75;
  const double middle = box.y + box.height / 2;
  const auto y_at = [&](double x) {
    const double turn = 2 * std::numbers::pi * (x - box.x) / kLength;
    const double swell = 0.65 + 0.35 * std::cos(turn / 5);
    return middle + box.height / 2 * swell * std::sin(turn + phase);
  };
  cairo_move_to(context, box.x, y_at(box.x));
  for (double x = box.x + kStep; x <= box.right(); x += kStep) cairo_line_to(context, x, y_at(x));
}

}  // namespace

PdfPage::State::~State() {
  if (context) cairo_destroy(context);
}

Result<PdfPage> PdfPage::open(const PdfProperties& properties) {
  auto state = std::make_unique<State>();
  state->language = properties.language;
  cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(
      append, &state->bytes, kPageWidth * kPointsPerMm, kPageHeight * kPointsPerMm);
  if (const auto status = cairo_surface_status(surface); status != CAIRO_STATUS_SUCCESS)
    return fail(Errc::unavailable,
                fmt::format("Cairo makes no PDF: {}", cairo_status_to_string(status)));
  set_properties(surface, properties);
  state->context = cairo_create(surface);
  cairo_surface_destroy(surface);  // the context holds it
  return PdfPage(std::move(state));
}

void PdfPage::fill(const Box& box, const Ink& ink) {
  const Millimetres unit(context());
  set_ink(context(), ink);
  cairo_rectangle(context(), box.x, box.y, box.width, box.height);
  cairo_fill(context());
}

void PdfPage::line(double x1, double y1, double x2, double y2, const Ink& ink, double width) {
  const Millimetres unit(context());
  set_ink(context(), ink);
  cairo_set_line_width(context(), width);
  cairo_move_to(context(), x1, y1);
  cairo_line_to(context(), x2, y2);
  cairo_stroke(context());
}

void PdfPage::frame(const Box& box, const Ink& ink, double width) {
  const Millimetres unit(context());
  set_ink(context(), ink);
  cairo_set_line_width(context(), width);
  cairo_rectangle(context(), box.x, box.y, box.width, box.height);
  cairo_stroke(context());
}

void PdfPage::guilloche(const Box& box, const Ink& ink) {
  constexpr int kWaves = 8;
  const Millimetres unit(context());
  set_ink(context(), ink);
  cairo_set_line_width(context(), 0.1);
  for (int i = 0; i < kWaves; ++i) wave(context(), box, 2 * std::numbers::pi * i / kWaves);
  cairo_stroke(context());
}

void PdfPage::rosette(double x, double y, double radius, const Ink& ink) {
  constexpr int kPoints = 1440, kPetals = 48, kTurns = 5;
  const Millimetres unit(context());
  set_ink(context(), ink);
  cairo_set_line_width(context(), 0.15);
  for (int i = 0; i < kPoints; ++i) {
    const double turn = 2 * std::numbers::pi * kTurns * i / kPoints;
    const double r = radius * (0.72 + 0.28 * std::sin(turn * kPetals / kTurns));
    cairo_line_to(context(), x + r * std::cos(turn), y + r * std::sin(turn));
  }
  cairo_close_path(context());
  cairo_stroke(context());
}

void PdfPage::code(const CodeModules& modules, const Box& box, const Ink& ink) {
  const double module = box.width / modules.side;
  const Millimetres unit(context());
  set_ink(context(), ink);
  for (const auto& rect : modules.rects)
    cairo_rectangle(context(), box.x + rect.x * module, box.y + rect.y * module,
                    rect.width * module, rect.height * module);
  cairo_fill(context());
}

Result<crypto::Bytes> PdfPage::finish() {
  cairo_show_page(context());
  cairo_surface_t* surface = cairo_get_target(context());
  cairo_surface_finish(surface);
  for (const auto status : {cairo_status(context()), cairo_surface_status(surface)})
    if (status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_SURFACE_FINISHED)
      return fail(Errc::unavailable,
                  fmt::format("Cairo could not draw the page: {}", cairo_status_to_string(status)));
  return with_language(std::move(state_->bytes), state_->language);
}

}  // namespace evisa::issuer
