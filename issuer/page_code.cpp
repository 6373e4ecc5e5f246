// QR encoding by ZXing and merging of modules; the only file of the issuer that sees ZXing.
#include "issuer/page_code.h"

#include <fmt/format.h>

#include <exception>
#include <string>

#define ZX_USE_UTF8 1
#include <ZXing/BarcodeFormat.h>
#include <ZXing/BitMatrix.h>
#include <ZXing/CharacterSet.h>
#include <ZXing/MultiFormatWriter.h>

#include "crypto/seal_text.h"

namespace evisa::issuer {
namespace {

constexpr int kEccLevelM = 4;  // ZXing's scale of 0 to 8

/// One wide character per byte and no character set: neither ECI nor re-encoding.
std::wstring widen(crypto::ByteView bytes) { return {bytes.begin(), bytes.end()}; }

Result<ZXing::BitMatrix> encode(crypto::ByteView content) {
  try {
    return ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
        .setEncoding(ZXing::CharacterSet::Unknown)
        .setEccLevel(kEccLevelM)
        .setMargin(0)
        .encode(widen(content), 0, 0);
  } catch (const std::exception& e) {
    return fail(Errc::malformed, fmt::format("seal of {} bytes does not fit a QR code: {}",
                                             content.size(), e.what()));
  }
}

bool all_dark(const ZXing::BitMatrix& matrix, int x, int width, int y) {
  for (int i = x; i < x + width; ++i)
    if (!matrix.get(i, y)) return false;
  return true;
}

/// Grows the largest rectangle to the right and then down, and takes it out of the matrix.
CodeModules::Rect take_rect(ZXing::BitMatrix& matrix, int x, int y) {
  CodeModules::Rect rect{x, y, 1, 1};
  while (x + rect.width < matrix.width() && matrix.get(x + rect.width, y)) ++rect.width;
  while (y + rect.height < matrix.height() && all_dark(matrix, x, rect.width, y + rect.height))
    ++rect.height;
  for (int j = y; j < y + rect.height; ++j)
    for (int i = x; i < x + rect.width; ++i) matrix.set(i, j, false);
  return rect;
}

}  // namespace

Result<CodeModules> encode_code(crypto::ByteView seal, QrForm form) {
  const std::string text = form == QrForm::text ? crypto::seal_to_text(seal) : std::string();
  auto matrix = encode(form == QrForm::text ? crypto::as_bytes(text) : seal);
  if (!matrix) return std::unexpected(std::move(matrix.error()));
  CodeModules modules;
  modules.side = matrix->width();
  if (kCodeSide / modules.side < kMinModule)
    return fail(Errc::malformed,
                fmt::format("seal of {} bytes needs {} modules a side, {:.2f} mm each on the page; "
                            "at least {:.1f} mm can be read reliably",
                            seal.size(), modules.side, kCodeSide / modules.side, kMinModule),
                "fewer entry points or a shorter certificate reference make the seal smaller");
  for (int y = 0; y < modules.side; ++y)
    for (int x = 0; x < modules.side; ++x)
      if (matrix->get(x, y)) modules.rects.push_back(take_rect(*matrix, x, y));
  return modules;
}

}  // namespace evisa::issuer
