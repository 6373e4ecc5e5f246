// Adapter of poppler; only ever called in a limited process.
#include "reader/pdf_child.h"

#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-page-renderer.h>
#include <poppler/cpp/poppler-page.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>

#include "reader/limited_child.h"

namespace evisa::reader {
namespace {

void send(int pipe, const PdfHeader& header) { write_or_end(pipe, &header, sizeof header); }

std::string text_of(const poppler::page& page) {
  std::string all;
  // Two orders: a producer may write an MRZ's lines apart, or beside other text.
  for (const auto order : {poppler::page::raw_order_layout, poppler::page::physical_layout}) {
    const auto text = page.text({}, order).to_utf8();
    all.append(text.begin(), text.end());
    all += '\f';
  }
  all.resize(std::min<std::size_t>(all.size(), kMaxPdfText));
  return all;
}

/// False when nothing more can follow.
bool send_page(const poppler::page& page, const FileLimits& limits, int pipe) {
  const auto points = page.page_rect();
  const double scale = limits.pdf_dpi / 72.0;
  const double width = std::ceil(points.width() * scale),
               height = std::ceil(points.height() * scale);
  if (!(width >= 1 && height >= 1)) return send(pipe, {PdfPart::damaged}), false;
  if (width > limits.pixels || height > limits.pixels || width * height > limits.pixels) {
    const double most = std::numeric_limits<std::int32_t>::max();
    send(pipe, {PdfPart::too_large, static_cast<std::int32_t>(std::min(width, most)),
                static_cast<std::int32_t>(std::min(height, most))});
    return false;
  }
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_gray8);
  renderer.set_render_hints(poppler::page_renderer::antialiasing |
                            poppler::page_renderer::text_antialiasing);
  const auto image = renderer.render_page(&page, limits.pdf_dpi, limits.pdf_dpi);
  if (!image.is_valid()) return send(pipe, {PdfPart::damaged}), false;
  const auto text = text_of(page);
  send(pipe,
       {PdfPart::page, image.width(), image.height(), static_cast<std::uint32_t>(text.size())});
  for (int y = 0; y < image.height(); ++y) {
    write_or_end(pipe, image.const_data() + static_cast<std::ptrdiff_t>(y) * image.bytes_per_row(),
                 static_cast<std::size_t>(image.width()));
  }
  write_or_end(pipe, text.data(), text.size());
  return true;
}

}  // namespace

void draw_pdf(crypto::ByteView file, const FileLimits& limits, int pipe) {
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  const std::unique_ptr<poppler::document> document(poppler::document::load_from_raw_data(
      reinterpret_cast<const char*>(file.data()), static_cast<int>(file.size())));
  if (!document) return send(pipe, {PdfPart::damaged});
  if (document->is_locked()) return send(pipe, {PdfPart::locked});
  const int pages = std::min(document->pages(), limits.pdf_pages);
  if (pages < 1) return send(pipe, {PdfPart::damaged});
  for (int i = 0; i < pages; ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    if (!page) return send(pipe, {PdfPart::damaged});
    if (!send_page(*page, limits, pipe)) return;
  }
  send(pipe, {PdfPart::end});
}

}  // namespace evisa::reader
