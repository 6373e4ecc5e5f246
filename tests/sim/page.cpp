// Pages from PDF files, pictures and QR codes.
#include "tests/sim/page.h"

#define ZX_USE_UTF8 1
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-page-renderer.h>
#include <poppler/cpp/poppler-page.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <memory>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace evisa::sim {
namespace {

constexpr double kA4Width = 210, kA4Height = 297, kInch = 25.4;

ZXing::BitMatrix qr_modules(crypto::ByteView content) {
  const std::wstring wide(content.begin(), content.end());
  // Character set unknown: the bytes go in as they are, without an ECI. 4 is error correction M.
  return ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
      .setEncoding(ZXing::CharacterSet::Unknown)
      .setEccLevel(4)
      .setMargin(4)
      .encode(wide, 0, 0);
}

}  // namespace

Result<Page> render_pdf(crypto::ByteView pdf, double dpi) {
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  const std::unique_ptr<poppler::document> document(poppler::document::load_from_raw_data(
      reinterpret_cast<const char*>(pdf.data()), static_cast<int>(pdf.size())));
  const std::unique_ptr<poppler::page> sheet(document ? document->create_page(0) : nullptr);
  if (!sheet) return fail(Errc::malformed, "not a PDF that can be shown");
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_gray8);
  renderer.set_render_hints(poppler::page_renderer::antialiasing |
                            poppler::page_renderer::text_antialiasing);
  const poppler::image image = renderer.render_page(sheet.get(), dpi, dpi);
  if (!image.is_valid()) return fail(Errc::malformed, "the PDF's first page cannot be drawn");
  const cv::Mat view(image.height(), image.width(), CV_8UC1, const_cast<char*>(image.const_data()),
                     static_cast<std::size_t>(image.bytes_per_row()));
  return Page{view.clone(), dpi};
}

Result<Page> load_page(const std::filesystem::path& path, double dpi) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Errc::not_found, path.string() + ": cannot be opened");
  const crypto::Bytes content{std::istreambuf_iterator<char>(file), {}};
  if (crypto::as_text(content).starts_with("%PDF-")) return render_pdf(content, dpi);
  const cv::Mat image = content.empty() ? cv::Mat() : cv::imdecode(content, cv::IMREAD_GRAYSCALE);
  if (image.empty()) return fail(Errc::malformed, path.string() + ": neither PDF, PNG nor JPEG");
  return Page{image, image.cols / (kA4Width / kInch)};
}

Page blank_page(double dpi) {
  const auto pixels = [&](double mm) { return static_cast<int>(std::lround(mm / kInch * dpi)); };
  return {cv::Mat(pixels(kA4Height), pixels(kA4Width), CV_8UC1, 255), dpi};
}

void print_qr(Page& page, crypto::ByteView content, double left_mm, double top_mm,
              double module_mm) {
  const auto modules = qr_modules(content);
  const double px = page.dpi / kInch;
  const auto edge = [&](double origin, int module) {
    return static_cast<int>(std::lround((origin + module * module_mm) * px));
  };
  for (int y = 0; y < modules.height(); ++y) {
    for (int x = 0; x < modules.width(); ++x) {
      const cv::Point from(edge(left_mm, x), edge(top_mm, y)),
          to(edge(left_mm, x + 1), edge(top_mm, y + 1));
      const cv::Rect cell = cv::Rect(from, to) & cv::Rect({}, page.gray.size());
      page.gray(cell) = modules.get(x, y) ? 0 : 255;
    }
  }
}

Page page_with_qr(crypto::ByteView content, double module_mm) {
  Page page = blank_page();
  const double side = qr_modules(content).width() * module_mm;
  print_qr(page, content, (kA4Width - side) / 2, (kA4Height - side) / 2, module_mm);
  return page;
}

}  // namespace evisa::sim
