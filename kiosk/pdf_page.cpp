// One A4 page as PDF.
#include "kiosk/pdf_page.h"

#include <fmt/format.h>

#include <iterator>

namespace evisa::kiosk {
namespace {

constexpr double kPoint = 72 / 25.4;  // points a millimetre
constexpr double kHeight = 297;

std::string stream(std::string_view entries, std::string_view content) {
  return fmt::format("<<{}/Length {}>>stream\n{}\nendstream", entries, content.size(), content);
}

/// A glyph's width matters to nobody here: every character has a place of its own.
std::string ocr_b_widths() {
  std::string widths;
  for (int c = ' '; c <= 'Z'; ++c) widths += "720 ";
  return widths;
}

std::string file_of(const std::vector<std::string>& objects) {
  std::string file = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
  std::string table = "0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    table += fmt::format("{:010} 00000 n \n", file.size());
    file += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  const auto start = file.size();
  const auto count = objects.size() + 1;
  file += fmt::format("xref\n0 {}\n{}trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n",
                      count, table, count, start);
  return file;
}

}  // namespace

void PdfPage::black_box(double x, double y, double width, double height) {
  fmt::format_to(std::back_inserter(drawing_), "{:.4f} {:.4f} {:.4f} {:.4f} re\n", x * kPoint,
                 (kHeight - y - height) * kPoint, width * kPoint, height * kPoint);
}

void PdfPage::text(PdfFont font, double size, double x, double y, std::string_view line) {
  std::string shown;
  for (const char c : line) {
    if (c == '(' || c == ')' || c == '\\') shown += '\\';
    shown += c;
  }
  // Boxes drawn so far are one path; it is filled before the text begins.
  fmt::format_to(std::back_inserter(drawing_), "f\nBT /{} {} Tf {:.4f} {:.4f} Td ({}) Tj ET\n",
                 font == PdfFont::text ? "T" : "M", size, x * kPoint, (kHeight - y) * kPoint,
                 shown);
}

std::string PdfPage::finish(crypto::ByteView cff) const {
  return file_of(
      {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
       "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.2756 841.8898]/Contents 4 0 R"
       "/Resources<</Font<</T 5 0 R/M 6 0 R>>>>>>",
       stream("", "0 g\n" + drawing_ + "f\n"),
       "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
       "<</Type/Font/Subtype/Type1/BaseFont/EVISAA+OCRB/Encoding/WinAnsiEncoding/FirstChar 32"
       "/LastChar 90/Widths[" +
           ocr_b_widths() + "]/FontDescriptor 7 0 R>>",
       "<</Type/FontDescriptor/FontName/EVISAA+OCRB/Flags 33/FontBBox[0 -250 750 1000]"
       "/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80/FontFile3 8 0 R>>",
       stream("/Subtype/Type1C", crypto::as_text(cff))});
}

}  // namespace evisa::kiosk
