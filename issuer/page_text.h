// Text on the page by Pango: fitted into a box by shrinking and wrapping, never cut.
#pragma once

#include <span>
#include <string_view>

#include "issuer/page_pdf.h"
#include "visa/result.h"

typedef struct _PangoLayout PangoLayout;  // NOLINT: Pango's own declaration

namespace evisa::issuer {

enum class Align { left, centre, right };

struct TextStyle {
  double size = 8;      ///< points
  double smallest = 6;  ///< shrinks no further
  bool bold = false;    ///< Chinese stays regular: its font has no bold face
  bool serif = false;
  Align align = Align::left;
  Ink ink = kBlack;
};

/// A piece of a text with its own weight, colour and size.
struct TextRun {
  std::string_view text;
  bool bold = false;
  Ink ink = kBlack;
  double scale = 1;    ///< of the style's size
  bool whole = false;  ///< goes to the next line as a whole rather than break
};

class PageText {
 public:
  explicit PageText(const PdfPage& page);
  PageText(const PageText&) = delete;
  PageText& operator=(const PageText&) = delete;
  ~PageText();

  /// Draws runs one behind the other into `box`, at its top. A line that had to be shrunk keeps the
  /// baseline of the full size. Returns the height used, in millimetres.
  /// Errors: malformed (does not fit at the smallest size, or a letter that the fonts do not have).
  Result<double> draw(std::span<const TextRun> runs, const Box& box, const TextStyle& style);
  Result<double> draw(std::string_view text, const Box& box, const TextStyle& style);

  /// The height that a text takes at the style's full size in a column, in millimetres.
  [[nodiscard]] double height(std::span<const TextRun> runs, double width, const TextStyle& style);
  [[nodiscard]] double height(std::string_view text, double width, const TextStyle& style);

  /// Paints the shapes of one line around a centre, turned by `degrees`: no text to select, so that
  /// it does not mix with the lines that it crosses.
  Result<void> draw_turned(std::string_view text, double x, double y, double degrees,
                           const TextStyle& style);

 private:
  void set(std::span<const TextRun> runs, double width, const TextStyle& style);
  void set_size(double size, const TextStyle& style);
  [[nodiscard]] Result<void> check_fonts(std::string_view text) const;

  cairo_t* context_;
  PangoLayout* layout_;
};

}  // namespace evisa::issuer
