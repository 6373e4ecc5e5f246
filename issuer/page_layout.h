// The whole page: header, fields, rules, seals and MRZ, each drawn from its table.
#pragma once

#include "crypto/bytes.h"
#include "issuer/page_code.h"
#include "issuer/page_pdf.h"
#include "issuer/printout.h"
#include "visa/result.h"
#include "visa/visa.h"

namespace evisa::issuer {

/// Everything but the seals. Errors: malformed (a field that does not fit), unavailable (fonts).
[[nodiscard]] Result<void> draw_document(PdfPage& page, const visa::VisaRecord& record,
                                         const PrintoutOptions& options);

/// The seal at both of its places.
void draw_codes(PdfPage& page, const CodeModules& modules);

/// Title, language and dates of the file.
[[nodiscard]] PdfProperties properties_of(const visa::VisaRecord& record,
                                          const PrintoutOptions& options);

}  // namespace evisa::issuer
