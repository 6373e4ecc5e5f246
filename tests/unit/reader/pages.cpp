// What the reader's tests read.
#include "tests/unit/reader/pages.h"

#define ZX_USE_UTF8 1
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <fmt/core.h>
#include <stdlib.h>

#include <fstream>
#include <opencv2/imgcodecs.hpp>

#include "crypto/seal_text.h"
#include "tests/sample/must.h"
#include "tests/sample/sample.h"

namespace evisa::reader::test {
namespace {

namespace fs = std::filesystem;

crypto::Bytes make_other() {
  auto visa = sample::one().visa;
  visa.number = sample::must(visa::VisaNumber::compose(26, 87654321));
  return sample::must(sample::one().signer->seal(visa, visa.issue_date));
}

std::string drawn_code(const crypto::Bytes& code) {
  const auto modules = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
                           .setEncoding(ZXing::CharacterSet::Unknown)
                           .setEccLevel(4)
                           .setMargin(0)
                           .encode(std::wstring(code.begin(), code.end()), 0, 0);
  std::string out;
  for (int y = 0; y < modules.height(); ++y) {
    for (int x = 0; x < modules.width(); ++x) {
      if (modules.get(x, y)) out += fmt::format("{} {} 2.1 2.1 re\n", 200 + 2.1 * x, 600 - 2.1 * y);
    }
  }
  return out + "f\n";
}

std::string stream_of(const PdfContent& page) {
  std::string out;
  if (!page.code.empty()) out += drawn_code(page.code);
  double y = 120;
  for (const auto& line : page.lines) {
    out += fmt::format("BT /F 10 Tf 50 {} Td ({}) Tj ET\n", y, line);
    y -= 14;
  }
  return out;
}

}  // namespace

const crypto::Bytes& seal() { return sample::one().seal; }

const crypto::Bytes& other_seal() {
  static const crypto::Bytes one = make_other();
  return one;
}

crypto::Bytes code_of(const crypto::Bytes& seal) { return bytes(crypto::seal_to_text(seal)); }

crypto::Bytes bytes(std::string_view text) { return {text.begin(), text.end()}; }

GrayView view(const cv::Mat& gray) { return {gray.data, gray.cols, gray.rows, gray.step}; }

sim::Page seal_page(double dpi) {
  sim::Page page = sim::blank_page(dpi);
  sim::print_qr(page, code_of(seal()), 70, 110);
  return page;
}

crypto::Bytes encoded(const cv::Mat& gray, const char* extension) {
  crypto::Bytes out;
  cv::imencode(extension, gray, out);
  return out;
}

crypto::Bytes pdf(const std::vector<PdfContent>& pages) {
  std::string kids, objects;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const auto stream = stream_of(pages[i]);
    const auto page = 4 + 2 * i;
    kids += fmt::format("{} 0 R ", page);
    objects += fmt::format(
        "{} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 {} {}]/Contents {} 0 "
        "R/Resources<</Font<</F 3 0 "
        "R>>>>>>endobj\n{} 0 obj<</Length {}>>stream\n{}\nendstream endobj\n",
        page, pages[i].width, pages[i].height, page + 1, page + 1, stream.size() + 1, stream);
  }
  return bytes("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" +
               fmt::format("2 0 obj<</Type/Pages/Kids[{}]/Count {}>>endobj\n", kids, pages.size()) +
               "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Courier>>endobj\n" + objects +
               "trailer<</Root 1 0 R>>\n%%EOF\n");
}

fs::path Folder::write(const std::string& name, const crypto::Bytes& content) const {
  const auto path = folder_ / name;
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(content.data()),
             static_cast<std::streamsize>(content.size()));
  return path;
}

}  // namespace evisa::reader::test
