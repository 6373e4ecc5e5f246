// The print-out from its parts: document, seals, file.
#include "issuer/printout.h"

#include <utility>

#include "issuer/page_fonts.h"
#include "issuer/page_layout.h"

namespace evisa::issuer {

Result<crypto::Bytes> render_printout(const visa::VisaRecord& record, crypto::ByteView seal,
                                      const PrintoutOptions& options) {
  if (auto fonts = require_fonts(); !fonts) return std::unexpected(std::move(fonts.error()));
  const auto modules = encode_code(seal, options.qr);
  if (!modules) return std::unexpected(modules.error());
  auto page = PdfPage::open(properties_of(record, options));
  if (!page) return std::unexpected(std::move(page.error()));
  if (auto drawn = draw_document(*page, record, options); !drawn)
    return std::unexpected(std::move(drawn.error()));
  draw_codes(*page, *modules);
  return page->finish();
}

}  // namespace evisa::issuer
