// The print-out: one A4 page as PDF, with the visa's fields, its MRZ in OCR-B and the seal twice.
#pragma once

#include "crypto/bytes.h"
#include "visa/airports.h"
#include "visa/countries.h"
#include "visa/reason.h"
#include "visa/result.h"
#include "visa/rule_set.h"
#include "visa/visa.h"

namespace evisa::issuer {

enum class QrForm { text, binary };  ///< `KZV1` + base32, or the raw seal

struct PrintoutOptions {
  bool chinese = false;  ///< a fourth label language beside Kazakh, Russian and English
  QrForm qr = QrForm::text;
  bool test_only = true;    ///< prints SPECIMEN across the page
  visa::Instant created{};  ///< goes into the PDF's metadata: equal input gives equal bytes
  /// What the page says of the rules, airports and States; the built-in ones where null.
  const visa::RuleSet* rules = nullptr;
  const visa::CountryTable* countries = nullptr;
  const visa::AirportTable* airports = nullptr;
};

/// Errors: malformed (a field that does not fit the page), unavailable (a font is missing: names
/// it).
[[nodiscard]] Result<crypto::Bytes> render_printout(const visa::VisaRecord& record,
                                                    crypto::ByteView seal,
                                                    const PrintoutOptions& options);

/// Reads the page back as a camera would: 300 dpi grey, printed at 96 %, and at 100 dpi; both
/// seals, each alone, and the MRZ. Errors: unreadable (which reading failed and where).
[[nodiscard]] Result<void> check_printout(crypto::ByteView pdf, const visa::VisaRecord& record,
                                          crypto::ByteView seal);

}  // namespace evisa::issuer
