// What a booth's camera shows of the sample's documents.
#pragma once

#include <algorithm>
#include <string>

#include "kiosk/camera_reader.h"
#include "reader/seal_choice.h"
#include "tests/sample/sample.h"

namespace evisa::kiosk {

inline Sight paper_sight() {
  Sight sight;
  const auto bytes = crypto::as_bytes(sample::one().text);
  sight.reading.barcodes.push_back({.symbology = "QRCode", .bytes = {bytes.begin(), bytes.end()}});
  reader::choose_seal(sight.reading);
  return sight;
}

/// Two lines that are surely read.
inline Sight mrz_sight(const std::string& lines, visa::MrzFormat format = visa::MrzFormat::td3) {
  const auto end = std::min(lines.find('\n'), lines.size());
  Sight sight;
  sight.mrz.emplace();
  sight.mrz->format = format;
  sight.mrz->lines = {lines.substr(0, end), lines.substr(std::min(end + 1, lines.size()))};
  sight.mrz_sure = true;
  return sight;
}

}  // namespace evisa::kiosk
