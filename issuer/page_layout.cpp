// The page from top to bottom. What is printed stands in tables (page_fields, page_rules); where
// the seals and the MRZ lie stands in page_geometry.h.
#include "issuer/page_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "issuer/page_cells.h"
#include "issuer/page_mrz.h"
#include "issuer/page_rules.h"
#include "issuer/page_text.h"

namespace evisa::issuer {
namespace {

constexpr double kLeft = kPageMargin, kRight = kPageWidth - kPageMargin;
constexpr Ink kOrnament{0.78, 0.87, 0.89}, kRosette{0.925, 0.95, 0.955};
constexpr Ink kSpecimen{0.985, 0.885, 0.87}, kSpecimenStrong{0.72, 0.12, 0.10};

void draw_background(PdfPage& page) {
  page.rosette(105, 118, 46, kRosette);
  page.guilloche({kLeft, 24, 143, 4}, kOrnament);
  page.line(kLeft, 55.5, 153, 55.5, kGold, 0.5);
}

/// Across the middle, clear of both seals and of the MRZ.
Result<void> draw_specimen(PageText& text) {
  constexpr double kAngle = -24;
  if (auto drawn = text.draw_turned("SPECIMEN", 104, 116, kAngle,
                                    {.size = 92, .bold = true, .ink = kSpecimen});
      !drawn)
    return drawn;
  return text.draw_turned("ҮЛГІ · ОБРАЗЕЦ", 126, 137, kAngle,
                          {.size = 26, .bold = true, .ink = kSpecimen});
}

struct Line {
  std::string text, chinese;
  double y;
  TextStyle style;
};

const std::vector<Line>& header_lines() {
  static const std::vector<Line> lines{
      {"ҚАЗАҚСТАН РЕСПУБЛИКАСЫ",
       "",
       10,
       {.size = 13.5, .smallest = 10, .bold = true, .serif = true, .ink = kTeal}},
      {"РЕСПУБЛИКА КАЗАХСТАН  ·  REPUBLIC OF KAZAKHSTAN",
       "  ·  哈萨克斯坦共和国",
       16.4,
       {.size = 9.5, .smallest = 7.5, .serif = true, .ink = kTeal}},
      {"ЭЛЕКТРОНДЫҚ ВИЗА", "", 29, {.size = 15, .smallest = 12, .bold = true}},
      {"ЭЛЕКТРОННАЯ ВИЗА  ·  ELECTRONIC VISA (E-VISA)",
       "  ·  电子签证",
       35.6,
       {.size = 9.5, .smallest = 7.5, .bold = true, .ink = kGrey}},
  };
  return lines;
}

Result<void> draw_header(PageText& text, const PrintoutOptions& options) {
  for (const Line& line : header_lines()) {
    const Box box{kLeft, line.y, 144, 7};
    const std::string words = line.text + (options.chinese ? line.chinese : "");
    if (auto drawn = text.draw(words, box, line.style); !drawn)
      return std::unexpected(drawn.error());
  }
  if (!options.test_only) return {};
  const TextStyle style{
      .size = 8, .smallest = 6, .bold = true, .align = Align::right, .ink = kSpecimenStrong};
  if (auto drawn = text.draw("SPECIMEN", {100, 30, 53, 5}, style); !drawn)
    return std::unexpected(drawn.error());
  return {};
}

/// Columns of the rules, one a language; Chinese needs less room for the same sentence.
std::vector<Box> rule_columns(bool chinese, double top, double height) {
  const std::vector<double> widths =
      chinese ? std::vector<double>{52, 50, 46, 33} : std::vector<double>{63, 61.5, 59.5};
  std::vector<Box> columns;
  double x = kLeft;
  for (const double width : widths) {
    columns.push_back({x, top, width, height});
    x += width + 3;
  }
  return columns;
}

/// The largest size at which all rules fit, row by row.
double rules_size(PageText& text, const std::vector<Words>& rules, const std::vector<Box>& columns,
                  double gap) {
  constexpr double kLargest = 8.5, kSmallest = 6.75, kStep = 0.25;
  for (double size = kLargest; size > kSmallest; size -= kStep) {
    double sum = 0;
    for (const Words& rule : rules) sum += rule_height(text, rule, columns, size) + gap;
    if (sum <= columns.front().height) return size;
  }
  return kSmallest;
}

Result<void> draw_rules(PdfPage& page, PageText& text, const visa::Visa& visa,
                        const PageTables& tables) {
  constexpr double kTop = 170, kBottom = 242, kGap = 1.6;
  page.fill({kLeft, kTop, kRight - kLeft, 5.6}, kTeal);
  const TextStyle title{.size = 9, .smallest = 7, .bold = true, .ink = {1, 1, 1}};
  if (auto drawn = text.draw(join(rules_title(), tables.chinese, "  ·  "),
                             {kLeft + 2, kTop + 0.8, 186, 4.4}, title);
      !drawn)
    return std::unexpected(drawn.error());
  const auto columns = rule_columns(tables.chinese, kTop + 7.4, kBottom - kTop - 7.4);
  const auto rules = traveller_rules(visa, tables);
  const double size = rules_size(text, rules, columns, kGap);
  double y = columns.front().y;
  int number = 1;
  for (const Words& rule : rules) {
    const auto used = draw_rule(text, {number++, rule, columns, y, kBottom - y, size});
    if (!used) return std::unexpected(used.error());
    y += *used + kGap;
    if (&rule != &rules.back()) page.line(kLeft, y - kGap / 2, kRight, y - kGap / 2, kTint, 0.2);
  }
  return {};
}

Result<void> draw_seal_note(PdfPage& page, PageText& text, bool chinese) {
  constexpr double kX = 57, kY = 246;
  page.line(kX, kY - 1.5, kRight, kY - 1.5, kGold, 0.5);
  const TextStyle style{.size = 7.5, .smallest = 6, .ink = kGrey};
  const auto drawn = text.draw(join(seal_note(), chinese, "\n"), {kX, kY, kRight - kX, 18}, style);
  if (!drawn) return std::unexpected(drawn.error());
  return {};
}

}  // namespace

Result<void> draw_document(PdfPage& page, const visa::VisaRecord& record,
                           const PrintoutOptions& options) {
  const auto mrz = visa::compose_visa_mrz(record.visa);
  if (!mrz) return std::unexpected(mrz.error());
  const PageTables tables = tables_of(options);
  PageText text(page);
  draw_background(page);
  if (options.test_only)
    if (auto drawn = draw_specimen(text); !drawn) return drawn;
  if (auto drawn = draw_header(text, options); !drawn) return drawn;
  if (auto drawn = draw_fields(page, text, record, tables); !drawn) return drawn;
  if (auto drawn = draw_rules(page, text, record.visa, tables); !drawn) return drawn;
  if (auto drawn = draw_seal_note(page, text, options.chinese); !drawn) return drawn;
  return draw_mrz(page, *mrz);
}

void draw_codes(PdfPage& page, const CodeModules& modules) {
  for (const CodePlace& place : kCodePlaces) page.code(modules, place.box);
}

PdfProperties properties_of(const visa::VisaRecord& record, const PrintoutOptions& options) {
  std::string title = "E-visa of the Republic of Kazakhstan";
  if (record.visa.number) title = fmt::format("{} {}", title, record.visa.number->text());
  if (options.test_only) title += " (specimen)";
  return {std::move(title), "en", options.created};
}

}  // namespace evisa::issuer
