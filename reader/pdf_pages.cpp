// The parent's side of drawing a PDF. What the child says is not believed beyond its grammar.
#include "reader/pdf_pages.h"

#include <fmt/core.h>

#include <cmath>
#include <limits>
#include <new>

#include "reader/limited_child.h"
#include "reader/pdf_child.h"

namespace evisa::reader {
namespace {

std::unexpected<Error> not_drawn(std::string_view why) {
  return fail(Errc::malformed, fmt::format("PDF: {}", why),
              "open it in a viewer and save or print it anew");
}

Result<PdfPage> take_page(LimitedChild& child, const PdfHeader& header, const FileLimits& limits) {
  const auto pixels = static_cast<std::int64_t>(header.width) * header.height;
  // One row and column more than asked for: poppler rounds up.
  if (header.width < 1 || header.height < 1 || header.text_bytes > kMaxPdfText ||
      pixels > static_cast<std::int64_t>(limits.pixels) + header.width + header.height) {
    return not_drawn("its drawing makes no sense");
  }
  PdfPage page;
  page.image = {{}, header.width, header.height};
  page.image.pixels.resize(static_cast<std::size_t>(pixels));
  page.text.resize(header.text_bytes);
  if (!child.read(page.image.pixels.data(), page.image.pixels.size()) ||
      !child.read(page.text.data(), page.text.size())) {
    return not_drawn("damaged, or too much work to draw");
  }
  return page;
}

Result<std::vector<PdfPage>> take_pages(LimitedChild& child, const FileLimits& limits) {
  std::vector<PdfPage> pages;
  while (true) {
    PdfHeader header;
    if (!child.read(&header, sizeof header)) return not_drawn("damaged, or too much work to draw");
    switch (header.part) {
      case PdfPart::end:
        return pages;
      case PdfPart::damaged:
        return not_drawn("damaged, or without pages");
      case PdfPart::locked:
        return fail(Errc::unsupported, "PDF: locked with a password",
                    "save or print it without one");
      case PdfPart::too_large:
        return fail(Errc::out_of_range,
                    fmt::format("PDF: page {} is {} x {} pixels at {} dpi; at most {} are read",
                                pages.size() + 1, header.width, header.height, limits.pdf_dpi,
                                limits.pixels));
      case PdfPart::page: {
        if (static_cast<int>(pages.size()) >= limits.pdf_pages)
          return not_drawn("its drawing makes no sense");
        auto page = take_page(child, header, limits);
        if (!page) return std::unexpected(page.error());
        pages.push_back(std::move(*page));
      }
    }
  }
}

}  // namespace

Result<std::vector<PdfPage>> read_pdf(crypto::ByteView file, const FileLimits& limits) try {
  if (file.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    return fail(Errc::out_of_range, fmt::format("PDF: {} bytes", file.size()));
  }
  // Text in a font that the file does not carry is drawn, and found, only with one of the system's.
  const ChildLimits child_limits{.open_files = 64};
  auto child = LimitedChild::start([&](int pipe) { draw_pdf(file, limits, pipe); }, child_limits);
  if (!child) return std::unexpected(child.error());
  return take_pages(*child, limits);
} catch (const std::bad_alloc&) {
  return fail(Errc::io, "not enough memory for the page");
}

}  // namespace evisa::reader
