// The test page of a booth.
#include "kiosk/test_page.h"

#include <fmt/format.h>

#include <span>

#include "kiosk/pdf_page.h"
#include "reader/code_modules.h"

namespace evisa::kiosk {
namespace {

constexpr std::size_t kCodeLength = 290;  // what an e-visa's version of the code needs
constexpr double kMrzSize = 10;           // points

std::size_t number_at(crypto::ByteView bytes, std::size_t at, std::size_t length) {
  std::size_t number = 0;
  for (const std::uint8_t byte : bytes.subspan(at, length)) number = number << 8 | byte;
  return number;
}

/// The table of outlines of an OpenType font ('OTTO', number of tables, then 16 bytes for each).
Result<crypto::ByteView> cff_of(crypto::ByteView font) {
  constexpr std::size_t kHead = 12, kEntry = 16;
  const std::size_t tables = font.size() < kHead ? 0 : number_at(font, 4, 2);
  for (std::size_t i = 0; i < tables && kHead + (i + 1) * kEntry <= font.size(); ++i) {
    const std::size_t entry = kHead + i * kEntry;
    if (crypto::as_text(font.subspan(entry, 4)) != "CFF ") continue;
    const auto from = number_at(font, entry + 8, 4), length = number_at(font, entry + 12, 4);
    if (from > font.size() || length > font.size() - from) break;
    return font.subspan(from, length);
  }
  return fail(Errc::malformed, "expected an OpenType font with CFF outlines");
}

void draw_code(PdfPage& page, const TestCode& place, const reader::CodeModules& code) {
  const double module = kTestCodeSide / code.side;
  for (int y = 0; y < code.side; ++y) {
    for (int x = 0; x < code.side; ++x) {
      int end = x;  // a row's run in one piece: no hair lines between modules
      while (end < code.side && code.at(end, y)) ++end;
      if (end == x) continue;
      page.black_box(place.x + x * module, place.y + y * module, (end - x) * module, module);
      x = end;
    }
  }
}

void draw_target(PdfPage& page, const FocusTarget& target) {
  for (double at = 0; at + kLineWidth <= kBarsSide + 1e-6; at += 2 * kLineWidth) {
    page.black_box(target.x + at, target.y, kLineWidth, kBarsSide);
    page.black_box(target.x + kBarsSide + kFocusGap, target.y + at, kBarsSide, kLineWidth);
  }
  page.black_box(target.x + 2 * (kBarsSide + kFocusGap), target.y, kBlackSide, kBlackSide);
}

void draw_words(PdfPage& page) {
  const auto line = [&](double y, double size, std::string_view words) {
    page.text(PdfFont::text, size, 15, y, words);
  };
  line(75, 26, "TEST PAGE - NOT A VISA");
  line(84, 11,
       "For setting up a booth: nobody can travel on it, and no booth takes it for a document.");
  line(98, 11,
       "Print it on A4 at 100 %. Lay it under the camera as a traveller's paper would lie, then:");
  line(107, 11, "evisa-kiosk calibrate --source 0");
  line(116, 11, "This line is 100 mm long if the printer keeps to the size:");
  page.black_box(15, 119, 100, 0.5);
}

void draw_mrz(PdfPage& page) {
  for (std::size_t line = 0; line < kTestMrz.size(); ++line) {
    const double y = line == 0 ? kTestMrzLine1 : kTestMrzLine2;
    for (std::size_t i = 0; i < kTestMrz[line].size(); ++i)
      page.text(PdfFont::ocr_b, kMrzSize, kTestMrzX + static_cast<double>(i) * kMrzPitch, y,
                kTestMrz[line].substr(i, 1));
  }
}

}  // namespace

std::string text_of(const TestCode& code) {
  std::string text = fmt::format("EVISA BOOTH TEST PAGE 1 {} ", code.name);
  while (text.size() < kCodeLength) text += "NOT A VISA ";
  text.resize(kCodeLength, '.');
  return text;
}

Result<std::string> test_page_pdf(crypto::ByteView ocr_b) {
  const auto cff = cff_of(ocr_b);
  if (!cff) return std::unexpected(cff.error());
  PdfPage page;
  for (const auto& place : kTestCodes) {
    const auto code = reader::code_modules(text_of(place));
    if (!code) return std::unexpected(code.error());
    draw_code(page, place, *code);
  }
  for (const auto& target : kFocusTargets) draw_target(page, target);
  draw_words(page);
  draw_mrz(page);
  return page.finish(*cff);
}

}  // namespace evisa::kiosk
