// A PDF's page as grey pixels and as text. For pages that this program drew: files from elsewhere
// are rendered by the reader in a limited process.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "crypto/bytes.h"
#include "reader/reading.h"
#include "visa/result.h"

namespace evisa::issuer {

/// A rendered page; views into it live as long as it does.
class GreyPage {
 public:
  struct Pixels;
  explicit GreyPage(std::unique_ptr<Pixels> pixels);
  GreyPage(GreyPage&&) noexcept;
  GreyPage& operator=(GreyPage&&) noexcept;
  ~GreyPage();
  [[nodiscard]] reader::GrayView view() const;

 private:
  std::unique_ptr<Pixels> pixels_;
};

class PagePdf {
 public:
  /// `pdf` must outlive the object. Errors: unreadable (no PDF, or not exactly one page).
  [[nodiscard]] static Result<PagePdf> open(crypto::ByteView pdf);
  PagePdf(PagePdf&&) noexcept;
  PagePdf& operator=(PagePdf&&) noexcept;
  ~PagePdf();

  /// Errors: unreadable (the page cannot be rendered).
  [[nodiscard]] Result<GreyPage> render(double dpi) const;
  /// The text layer, UTF-8, in the order in which it was drawn.
  [[nodiscard]] std::string text() const;

 private:
  struct File;
  explicit PagePdf(std::unique_ptr<File> file);
  std::unique_ptr<File> file_;
};

}  // namespace evisa::issuer
