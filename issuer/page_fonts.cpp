// Font lookup by fontconfig. A substitute would change the page from machine to machine, and an
// MRZ in another face would not be read, so a missing font is an error.
#include "issuer/page_fonts.h"

#include <fmt/format.h>
#include <fontconfig/fontconfig.h>

#include <array>
#include <memory>
#include <optional>

namespace evisa::issuer {
namespace {

struct Release {
  void operator()(FcPattern* p) const { FcPatternDestroy(p); }
  void operator()(FcObjectSet* p) const { FcObjectSetDestroy(p); }
  void operator()(FcFontSet* p) const { FcFontSetDestroy(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

const FcChar8* as_fc(const std::string& text) {
  return reinterpret_cast<const FcChar8*>(text.c_str());
}

/// The file of the first installed font whose property `key` is exactly `value`.
std::optional<std::string> font_file(const char* key, const std::string& value) {
  const Owned<FcPattern> pattern(FcPatternCreate());
  const Owned<FcObjectSet> wanted(FcObjectSetBuild(FC_FILE, nullptr));
  if (!pattern || !wanted || !FcPatternAddString(pattern.get(), key, as_fc(value))) return {};
  const Owned<FcFontSet> found(FcFontList(nullptr, pattern.get(), wanted.get()));
  FcChar8* file = nullptr;
  if (!found || found->nfont == 0 ||
      FcPatternGetString(found->fonts[0], FC_FILE, 0, &file) != FcResultMatch)
    return {};
  return reinterpret_cast<const char*>(file);
}

std::unexpected<Error> missing(std::string_view font, std::string_view package) {
  return fail(Errc::unavailable, fmt::format("font {} is not installed", font),
              fmt::format("install the package {}", package));
}

Result<void> look_for_fonts() {
  struct Needed {
    std::string_view family, package;
  };
  constexpr std::array kNeeded{Needed{kTextFamily, "fonts-dejavu-core"},
                               Needed{kTitleFamily, "fonts-dejavu-core"},
                               Needed{kChineseFamily, "fonts-wqy-microhei"}};
  for (const auto& [family, package] : kNeeded)
    if (!font_file(FC_FAMILY, std::string(family))) return missing(family, package);
  if (auto ocr_b = ocr_b_file(); !ocr_b) return std::unexpected(std::move(ocr_b.error()));
  return {};
}

}  // namespace

Result<std::string> ocr_b_file() {
  static const std::optional<std::string> file = font_file(FC_POSTSCRIPT_NAME, "OCRB-Regular");
  if (!file) return missing("OCR B Regular", "fonts-ocr-b");
  return *file;
}

Result<void> require_fonts() {
  static const Result<void> found = look_for_fonts();
  return found;
}

}  // namespace evisa::issuer

#ifdef __SANITIZE_ADDRESS__
// Pango keeps fontconfig's patterns for the life of the program, and a pattern holds offsets
// instead of pointers: the leak checker cannot follow them. (Memory does not grow from page to
// page.)
extern "C" const char* __lsan_default_suppressions();  // NOLINT: the sanitizer's name
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\n"; }
extern "C" const char* __lsan_default_options();  // NOLINT
extern "C" const char* __lsan_default_options() { return "print_suppressions=0"; }
#endif
