// Adapter of ZXing's writer.
#include "reader/code_modules.h"

#define ZX_USE_UTF8 1
#include <ZXing/BarcodeFormat.h>
#include <ZXing/BitMatrix.h>
#include <ZXing/CharacterSet.h>
#include <ZXing/MultiFormatWriter.h>

#include <exception>
#include <string>

namespace evisa::reader {

Result<CodeModules> code_modules(std::string_view text) try {
  constexpr int kEccLevelM = 4;  // ZXing's scale of 0 to 8
  const auto matrix = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
                          .setEncoding(ZXing::CharacterSet::Unknown)
                          .setEccLevel(kEccLevelM)
                          .setMargin(0)
                          .encode(std::wstring(text.begin(), text.end()), 0, 0);
  CodeModules modules{.side = matrix.width(), .dark = {}};
  for (int y = 0; y < modules.side; ++y)
    for (int x = 0; x < modules.side; ++x) modules.dark.push_back(matrix.get(x, y));
  return modules;
} catch (const std::exception& e) {
  return fail(Errc::malformed, std::string("does not fit a QR code: ") + e.what());
}

}  // namespace evisa::reader
