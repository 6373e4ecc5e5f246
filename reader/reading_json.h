// Readings as JSON, for `read --json`.
#pragma once

#include "crypto/strict_json.h"
#include "reader/reading.h"

namespace evisa::reader {

/// `{"width","height","seal","several_seals","barcodes":[{"symbology","text","hex","corners","evisa"}],
/// "mrzs":[{"lines","from_text_layer"}]}`; an MRZ of pixels also has `sure` and
/// `confidence`, percents of each character. `seal` is hex or null. `text` shows printable ASCII as
/// it is and every other byte as `\xNN` (a backslash as `\\`), so that any content is safe on a
/// terminal.
[[nodiscard]] crypto::Json to_json(const Reading& reading);

}  // namespace evisa::reader
