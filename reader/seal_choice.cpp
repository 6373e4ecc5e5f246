// Choosing the e-visa among barcodes, TR-03135 5.9: never between two different ones.
#include "reader/seal_choice.h"

#include "crypto/seal.h"
#include "crypto/seal_text.h"

namespace evisa::reader {
namespace {

constexpr std::uint16_t kIcaoVisa = 0x5D01;      // Doc 9303-7 section 9
constexpr std::uint16_t kNationalVisa = 0x5D02;  // the national profile

}  // namespace

std::optional<crypto::Bytes> evisa_seal(const Barcode& barcode) {
  const auto scanned = crypto::seal_from_scan(barcode.bytes);
  if (!scanned) return std::nullopt;
  const auto seal = crypto::decode_seal(scanned->view());
  if (!seal) return std::nullopt;
  const auto type = seal->header().document_type();
  if (type != kIcaoVisa && type != kNationalVisa) return std::nullopt;
  const auto bytes = seal->bytes();
  return crypto::Bytes(bytes.begin(), bytes.end());
}

void choose_seal(Reading& reading) {
  reading.seal.reset();
  reading.several_seals = false;
  for (const auto& barcode : reading.barcodes) {
    auto seal = evisa_seal(barcode);
    if (!seal) continue;
    if (reading.seal && *reading.seal != *seal) {
      reading.seal.reset();
      reading.several_seals = true;
      return;
    }
    reading.seal = std::move(seal);
  }
}

}  // namespace evisa::reader
