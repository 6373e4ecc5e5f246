// What a traveller presents, as an inspection asks about it.
#include "verifier/presented.h"

#include "verifier/seal_scan.h"

namespace evisa::verifier {
namespace {

/// The printed MRZ of the e-visa among those on the page. Only as text: one character misread in a
/// picture must not become a difference between MRZ and seal.
std::optional<visa::Mrz> printed_mrz(const reader::Reading& reading, const visa::Date& today) {
  for (const auto& found : reading.mrzs) {
    if (!found.from_text_layer) continue;
    std::string lines;
    for (const auto& line : found.lines) lines += line + "\n";
    auto mrz = visa::parse_mrz(lines, today);
    if (mrz && mrz->format != visa::MrzFormat::td3) return std::move(*mrz);
  }
  return std::nullopt;
}

}  // namespace

void present(const Document& document, const crypto::SignerSet& signers, const visa::Date& today,
             InspectionRequest& request) {
  if (document.pages.empty()) {
    request.seal = validate_scan(document.scanned, signers, request.now);
    return;
  }
  const auto view = one_view(document.pages);
  request.seal = validate_reading(view, signers, request.now);
  request.printed_mrz = printed_mrz(view, today);
}

Result<visa::Mrz> read_passport(std::string_view lines, const visa::Date& today) {
  auto mrz = visa::parse_mrz(lines, today);
  if (!mrz) mrz.error().message = "passport " + mrz.error().message;
  return mrz;
}

std::optional<visa::VisaNumber> proved_number(const InspectionRequest& request) {
  if (request.seal && request.seal->verified && request.seal->verified->visa().number)
    return request.seal->verified->visa().number;
  return request.record ? request.record->visa.number : std::nullopt;
}

}  // namespace evisa::verifier
