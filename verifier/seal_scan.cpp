// From what was scanned to a seal's validation.
#include "verifier/seal_scan.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/seal_text.h"

namespace evisa::verifier {
namespace {

using crypto::SealValidation;

/// A code that was read well and is no seal of ours.
SealValidation other_code(std::string detail) {
  SealValidation validation;
  validation.sub_indications = {crypto::SubIndication::wrong_format};
  validation.detail = std::move(detail);
  return validation;
}

/// A damaged seal says more about the page than the advertisement beside it.
const reader::Barcode& most_telling(const std::vector<reader::Barcode>& codes) {
  const auto ours = std::ranges::find_if(codes, [](const auto& code) {
    return crypto::as_text(code.bytes).starts_with(crypto::kSealTextPrefix) ||
           (!code.bytes.empty() && code.bytes.front() == 0xDC);
  });
  return ours != codes.end() ? *ours : codes.front();
}

}  // namespace

SealValidation validate_scan(crypto::ByteView scanned, const crypto::SignerSet& signers,
                             visa::Instant at, const crypto::ValidationOptions& options) {
  if (scanned.empty()) return crypto::read_error("nothing was scanned");
  const auto bytes = crypto::seal_from_scan(scanned);
  if (bytes) return crypto::validate_seal(bytes->view(), signers, at, options);
  // Neither form of a seal: some other code. One that begins like ours was read badly.
  if (bytes.error().code == Errc::unsupported) return other_code(bytes.error().message);
  return crypto::read_error(bytes.error().message);
}

SealValidation validate_reading(const reader::Reading& reading, const crypto::SignerSet& signers,
                                visa::Instant at, const crypto::ValidationOptions& options) {
  if (reading.several_seals)
    return crypto::read_error("several different e-visa seals in view: show one page at a time");
  if (reading.seal) return crypto::validate_seal(*reading.seal, signers, at, options);
  if (reading.barcodes.empty()) return crypto::read_error("no barcode was found");
  const reader::Barcode& code = most_telling(reading.barcodes);
  auto validation = validate_scan(code.bytes, signers, at, options);
  if (validation.has(crypto::SubIndication::wrong_format))
    validation.detail =
        fmt::format("{}, {} bytes: {}", code.symbology, code.bytes.size(), validation.detail);
  return validation;
}

}  // namespace evisa::verifier
