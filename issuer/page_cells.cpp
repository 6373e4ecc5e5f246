// Drawing of cells. Labels of one row share a height, so that the values stand on one line.
#include "issuer/page_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "issuer/page_fields.h"

namespace evisa::issuer {
namespace {

constexpr double kPadding = 1.5, kTopPadding = 0.9, kRuleIndent = 4;

struct CellStyle {
  TextStyle label, main;
  double more_scale;  ///< of the value's size
  bool stacked;       ///< one language a line, the value's words below it
  bool tinted;
};

const CellStyle& style_of(FieldKind kind) {
  static const CellStyle plain{{.size = 6.25, .smallest = 5.5, .ink = kTeal},
                               {.size = 10.5, .smallest = 8},
                               0.76,
                               false,
                               false};
  static const CellStyle headline{{.size = 6.25, .smallest = 5.5, .ink = kTeal},
                                  {.size = 15, .smallest = 9},
                                  0.58,
                                  false,
                                  false};
  static const CellStyle key_fact{{.size = 6.25, .smallest = 5.5, .ink = kTeal},
                                  {.size = 11.5, .smallest = 8.5},
                                  0.7,
                                  true,
                                  true};
  // As Doc 9303 has names whole: a long one goes on in a second line before it is refused.
  static const CellStyle name{{.size = 6.25, .smallest = 5.5, .ink = kTeal},
                              {.size = 10.5, .smallest = 6},
                              0.76,
                              false,
                              false};
  switch (kind) {
    case FieldKind::name:
      return name;
    case FieldKind::headline:
      return headline;
    case FieldKind::key_fact:
      return key_fact;
    case FieldKind::plain:
      break;
  }
  return plain;
}

/// A label's text; its runs are views into it.
struct Label {
  Label(const Field& field, bool chinese)
      : ink(style_of(field.kind).label.ink),
        separator(style_of(field.kind).stacked ? "\n" : " / "),
        words(join(field.label, false, separator) + (chinese ? separator : "")),
        chinese_words(chinese ? field.label.zh : "") {}
  /// A Chinese word may break after any letter; here it stays whole.
  [[nodiscard]] std::array<TextRun, 2> runs() const {
    return {TextRun{.text = words, .ink = ink},
            TextRun{.text = chinese_words, .ink = ink, .whole = true}};
  }
  Ink ink;
  std::string separator, words, chinese_words;
};

/// Fields that stand side by side.
using Row = std::span<const Field>;

Row first_row(std::span<const Field> fields) {
  const double y = fields.front().box.y;
  const auto next = std::ranges::find_if(fields, [y](const Field& f) { return f.box.y > y; });
  return {fields.begin(), next};
}

double label_height(PageText& text, Row row, bool chinese) {
  double tallest = 0;
  for (const Field& field : row)
    tallest =
        std::max(tallest, text.height(Label(field, chinese).runs(), field.box.width - 2 * kPadding,
                                      style_of(field.kind).label));
  return tallest;
}

void draw_cell_frame(PdfPage& page, const Field& field) {
  const CellStyle& style = style_of(field.kind);
  if (style.tinted) page.fill(field.box, kTint);
  if (field.kind != FieldKind::headline) page.frame(field.box, kHairline, 0.2);
}

Result<void> draw_value(PageText& text, const FieldValue& value, const Box& box,
                        const CellStyle& style) {
  const bool both = !value.main.empty() && !value.more.empty();
  const std::string gap = !both ? "" : style.stacked ? "\n" : "  ";
  const std::array runs{TextRun{value.main, true, kBlack}, TextRun{gap},
                        TextRun{value.more, false, kBlack, style.more_scale}};
  const auto drawn = text.draw(runs, box, style.main);
  if (!drawn) return std::unexpected(drawn.error());
  return {};
}

/// `label`: the height of its row's labels.
Result<void> draw_field(PageText& text, const Field& field, const FieldValue& value, double label,
                        bool chinese) {
  const CellStyle& style = style_of(field.kind);
  Box box{field.box.x + kPadding, field.box.y + kTopPadding, field.box.width - 2 * kPadding, label};
  const Label words(field, chinese);
  if (auto drawn = text.draw(words.runs(), box, style.label); !drawn)
    return std::unexpected(drawn.error());
  box.y += label + 0.3;
  box.height = field.box.bottom() - box.y;
  return draw_value(text, value, box, style);
}

Box text_box(const Box& column, double y, double room) {
  return {column.x + kRuleIndent, y, column.width - kRuleIndent, room};
}

}  // namespace

Result<void> draw_fields(PdfPage& page, PageText& text, const visa::VisaRecord& record,
                         const PageTables& tables) {
  const std::vector<Field> all = page_fields(tables.rules);
  for (std::span<const Field> fields(all); !fields.empty();) {
    const Row row = first_row(fields);
    const double label = label_height(text, row, tables.chinese);
    for (const Field& field : row) {
      draw_cell_frame(page, field);
      auto drawn = draw_field(text, field, field.value(record, tables), label, tables.chinese);
      if (!drawn)
        return fail(drawn.error().code,
                    fmt::format("{}: {}", field.label.en, drawn.error().message),
                    drawn.error().hint);
    }
    fields = fields.subspan(row.size());
  }
  return {};
}

double rule_height(PageText& text, const Words& rule, const std::vector<Box>& columns,
                   double size) {
  double tallest = 0;
  for (std::size_t i = 0; i < columns.size(); ++i)
    tallest = std::max(tallest, text.height(rule.in(kPageLanguages.at(i)),
                                            columns[i].width - kRuleIndent, {.size = size}));
  return tallest;
}

Result<double> draw_rule(PageText& text, const RuleRow& row) {
  const TextStyle style{.size = row.size, .smallest = row.size};
  const TextStyle number{.size = row.size, .smallest = row.size, .bold = true, .ink = kTeal};
  double tallest = 0;
  for (std::size_t i = 0; i < row.columns.size(); ++i) {
    const Box& column = row.columns[i];
    const Box left{column.x, row.y, kRuleIndent, row.room};
    if (auto drawn = text.draw(std::to_string(row.number), left, number); !drawn) return drawn;
    const auto drawn =
        text.draw(row.words.in(kPageLanguages.at(i)), text_box(column, row.y, row.room), style);
    if (!drawn) return drawn;
    tallest = std::max(tallest, *drawn);
  }
  return tallest;
}

}  // namespace evisa::issuer
