// Readings as JSON: text escaped, bytes in hex, corners as [x, y].
#include "reader/reading_json.h"

#include <fmt/core.h>

#include "reader/seal_choice.h"

namespace evisa::reader {
namespace {

std::string escaped(const crypto::Bytes& bytes) {
  std::string text;
  for (const auto byte : bytes) {
    if (byte == '\\') {
      text += "\\\\";
    } else if (byte >= 0x20 && byte < 0x7F) {
      text += static_cast<char>(byte);
    } else {
      text += fmt::format("\\x{:02x}", byte);
    }
  }
  return text;
}

crypto::Json barcode_json(const Barcode& barcode) {
  crypto::Json corners = crypto::Json::array();
  for (const auto& corner : barcode.corners) corners.push_back({corner.x, corner.y});
  return {{"symbology", barcode.symbology},
          {"text", escaped(barcode.bytes)},
          {"hex", crypto::to_hex(barcode.bytes)},
          {"corners", std::move(corners)},
          {"evisa", evisa_seal(barcode).has_value()}};
}

}  // namespace

crypto::Json to_json(const Reading& reading) {
  crypto::Json barcodes = crypto::Json::array(), mrzs = crypto::Json::array();
  for (const auto& barcode : reading.barcodes) barcodes.push_back(barcode_json(barcode));
  for (const auto& mrz : reading.mrzs) {
    mrzs.push_back({{"lines", mrz.lines}, {"from_text_layer", mrz.from_text_layer}});
  }
  const crypto::Json seal =
      reading.seal ? crypto::Json(crypto::to_hex(*reading.seal)) : crypto::Json();
  return {{"width", reading.width},
          {"height", reading.height},
          {"seal", seal},
          {"several_seals", reading.several_seals},
          {"barcodes", std::move(barcodes)},
          {"mrzs", std::move(mrzs)}};
}

}  // namespace evisa::reader
