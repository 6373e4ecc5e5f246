// The machine readable zone on the page: OCR-B at ten characters an inch (Doc 9303-3 4.2).
#pragma once

#include "issuer/page_pdf.h"
#include "visa/mrz.h"
#include "visa/result.h"

namespace evisa::issuer {

/// Draws both lines at `kMrzPlace`. Errors: unavailable (no OCR-B).
[[nodiscard]] Result<void> draw_mrz(PdfPage& page, const visa::MrzLines& lines);

}  // namespace evisa::issuer
