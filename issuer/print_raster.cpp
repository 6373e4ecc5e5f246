// Rendering by poppler; the only file of the issuer that sees it.
#include "issuer/print_raster.h"

#include <fmt/format.h>
#include <poppler-document.h>
#include <poppler-image.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>
#include <poppler-rectangle.h>

#include <exception>
#include <utility>

namespace evisa::issuer {

struct GreyPage::Pixels {
  poppler::image image;
};

GreyPage::GreyPage(std::unique_ptr<Pixels> pixels) : pixels_(std::move(pixels)) {}
GreyPage::GreyPage(GreyPage&&) noexcept = default;
GreyPage& GreyPage::operator=(GreyPage&&) noexcept = default;
GreyPage::~GreyPage() = default;

reader::GrayView GreyPage::view() const {
  const poppler::image& image = pixels_->image;
  return {reinterpret_cast<const std::uint8_t*>(image.const_data()), image.width(), image.height(),
          static_cast<std::size_t>(image.bytes_per_row())};
}

struct PagePdf::File {
  std::unique_ptr<poppler::document> document;
  std::unique_ptr<poppler::page> page;
};

PagePdf::PagePdf(std::unique_ptr<File> file) : file_(std::move(file)) {}
PagePdf::PagePdf(PagePdf&&) noexcept = default;
PagePdf& PagePdf::operator=(PagePdf&&) noexcept = default;
PagePdf::~PagePdf() = default;

Result<PagePdf> PagePdf::open(crypto::ByteView pdf) try {
  auto file = std::make_unique<File>();
  file->document.reset(poppler::document::load_from_raw_data(
      reinterpret_cast<const char*>(pdf.data()), static_cast<int>(pdf.size())));
  if (!file->document) return fail(Errc::unreadable, "print-out is no PDF that can be opened");
  if (const int pages = file->document->pages(); pages != 1)
    return fail(Errc::unreadable, fmt::format("print-out has {} pages, expected 1", pages));
  file->page.reset(file->document->create_page(0));
  if (!file->page) return fail(Errc::unreadable, "print-out has a page that cannot be opened");
  return PagePdf(std::move(file));
} catch (const std::exception& e) {
  return fail(Errc::unreadable, fmt::format("print-out cannot be opened: {}", e.what()));
}

Result<GreyPage> PagePdf::render(double dpi) const try {
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_gray8);
  renderer.set_render_hint(poppler::page_renderer::antialiasing);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
  auto image = renderer.render_page(file_->page.get(), dpi, dpi);
  if (!image.is_valid() || image.format() != poppler::image::format_gray8)
    return fail(Errc::unreadable, fmt::format("print-out does not render at {:.0f} dpi", dpi));
  return GreyPage(std::make_unique<GreyPage::Pixels>(std::move(image)));
} catch (const std::exception& e) {
  return fail(Errc::unreadable, fmt::format("print-out does not render: {}", e.what()));
}

std::string PagePdf::text() const {
  const auto utf8 = file_->page->text(poppler::rectf(), poppler::page::raw_order_layout).to_utf8();
  return {utf8.begin(), utf8.end()};
}

}  // namespace evisa::issuer
