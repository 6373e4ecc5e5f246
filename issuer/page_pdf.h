// A one-page A4 PDF as it is drawn: Cairo's surface, its metadata and the shapes of the page.
#pragma once

#include <memory>
#include <string>

#include "crypto/bytes.h"
#include "issuer/page_code.h"
#include "issuer/page_geometry.h"
#include "visa/date.h"
#include "visa/result.h"

typedef struct _cairo cairo_t;  // NOLINT: Cairo's own declaration, so that its headers stay out

namespace evisa::issuer {

struct Ink {
  double red = 0, green = 0, blue = 0;
};
inline constexpr Ink kBlack{0, 0, 0};
inline constexpr Ink kTeal{0.0, 0.29, 0.36};
inline constexpr Ink kGold{0.72, 0.56, 0.16};
inline constexpr Ink kGrey{0.32, 0.32, 0.32};
inline constexpr Ink kHairline{0.55, 0.68, 0.72};
inline constexpr Ink kTint{0.925, 0.96, 0.965};

struct PdfProperties {
  std::string title;
  std::string language;  ///< BCP 47
  visa::Instant created{};
};

class PdfPage {
 public:
  /// Errors: unavailable (Cairo cannot make a PDF surface).
  [[nodiscard]] static Result<PdfPage> open(const PdfProperties& properties);

  void fill(const Box& box, const Ink& ink);
  void line(double x1, double y1, double x2, double y2, const Ink& ink, double width);
  void frame(const Box& box, const Ink& ink, double width);
  /// A band of interleaved waves, the fine-line ornament of a document.
  void guilloche(const Box& box, const Ink& ink);
  /// A rosette of one closed line around a centre.
  void rosette(double x, double y, double radius, const Ink& ink);
  /// Dark modules in one fill, so that neighbours meet without a seam.
  void code(const CodeModules& modules, const Box& box, const Ink& ink = kBlack);

  /// Cairo's context in points, for text.
  [[nodiscard]] cairo_t* context() const { return state_->context; }
  /// The file's bytes; the page cannot be drawn on any more. Errors: unavailable (Cairo's status).
  [[nodiscard]] Result<crypto::Bytes> finish();

 private:
  struct State {
    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State();
    cairo_t* context = nullptr;
    crypto::Bytes bytes;
    std::string language;
  };
  explicit PdfPage(std::unique_ptr<State> state) : state_(std::move(state)) {}
  std::unique_ptr<State> state_;
};

}  // namespace evisa::issuer
