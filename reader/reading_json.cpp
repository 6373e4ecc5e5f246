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

/// Whole percents, rounded down: 100 is nothing but certain.
crypto::Json in_percent(const std::vector<std::vector<float>>& confidence) {
  crypto::Json lines = crypto::Json::array();
  for (const auto& line : confidence) {
    lines.push_back(crypto::Json::array());
    for (const float part : line) lines.back().push_back(static_cast<int>(part * 100));
  }
  return lines;
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
    if (mrz.from_text_layer) continue;
    mrzs.back()["sure"] = mrz.sure;
    mrzs.back()["confidence"] = in_percent(mrz.confidence);
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
