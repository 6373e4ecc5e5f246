// Which of the barcodes in view is the e-visa.
#pragma once

#include <optional>

#include "reader/reading.h"

namespace evisa::reader {

/// The seal that a barcode holds, when it is one of an e-visa: a seal that decodes, of document
/// type `5D 01` or `5D 02`. Its signature is not looked at here.
[[nodiscard]] std::optional<crypto::Bytes> evisa_seal(const Barcode& barcode);

/// Sets `seal` and `several_seals` from the barcodes.
void choose_seal(Reading& reading);

}  // namespace evisa::reader
