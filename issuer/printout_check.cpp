// Every reading of the page, both seals each alone, and the MRZ of the text layer.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "issuer/print_check.h"
#include "issuer/print_raster.h"
#include "issuer/printout.h"

namespace evisa::issuer {
namespace {

/// An office scanner; the same after a browser has printed the page at 96 %; a weak camera.
constexpr std::array<PrintReading, 3> kReadings{{
    {"300 dpi", 300},
    {"96 % scale", 0.96 * 300},
    {"100 dpi", 100},
}};

bool has_line(std::string_view text, std::string_view line) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (text.substr(0, end) == line) return true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

Result<void> check_mrz(const PagePdf& pdf, const visa::Visa& visa) {
  const auto mrz = visa::compose_visa_mrz(visa);
  if (!mrz) return std::unexpected(mrz.error());
  const std::string text = pdf.text();
  int number = 1;
  for (const std::string& line : {mrz->line1, mrz->line2}) {
    if (!has_line(text, line))
      return fail(Errc::unreadable,
                  fmt::format("print-out's text layer lacks line {} of the visa's MRZ", number));
    ++number;
  }
  return {};
}

}  // namespace

Result<void> check_printout(crypto::ByteView pdf, const visa::VisaRecord& record,
                            crypto::ByteView seal) {
  const auto page = PagePdf::open(pdf);
  if (!page) return std::unexpected(page.error());
  for (const PrintReading& reading : kReadings) {
    const auto grey = page->render(reading.dpi);
    if (!grey) return std::unexpected(grey.error());
    for (const CodePlace& place : kCodePlaces)
      if (auto checked = check_code(grey->view(), reading, place, seal); !checked) return checked;
  }
  return check_mrz(*page, record.visa);
}

}  // namespace evisa::issuer
