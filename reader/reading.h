// What a page or frame was read as: every barcode and MRZ found, and which of them is the e-visa.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crypto/bytes.h"
#include "visa/mrz.h"

namespace evisa::reader {

struct Point {
  int x = 0, y = 0;
};

struct Barcode {
  std::string symbology;  ///< `QRCode`, `DataMatrix`, ...
  crypto::Bytes bytes;    ///< exactly what the symbol holds
  std::array<Point, 4>
      corners{};  ///< pixels of the page or frame, clockwise from top left of the symbol
};

struct FoundMrz {
  std::vector<std::string> lines;
  bool from_text_layer = false;  ///< a PDF's text, not pixels
  // Of pixels only; a text layer says nothing of them.
  std::vector<std::vector<float>> confidence;  ///< of each character, 0..1; `?` where nothing is
                                               ///< likely enough
  bool sure = false;  ///< check digits right, nothing corrected, every character at 0.9 or above
};

struct Reading {
  int width = 0, height = 0;  ///< pixels
  std::vector<Barcode> barcodes;
  std::vector<FoundMrz> mrzs;
  /// The e-visa's seal: the bytes of the first barcode that is one (two equal seals of a page count
  /// once).
  std::optional<crypto::Bytes> seal;
  /// Several different e-visa seals in view: never chosen between (TR-03135 5.9); `seal` is then
  /// empty.
  bool several_seals = false;
};

/// A grey image that somebody else owns.
struct GrayView {
  const std::uint8_t* data = nullptr;
  int width = 0, height = 0;
  std::size_t stride = 0;  ///< bytes from row to row
};

/// How hard to look. The defaults are for one frame of a video.
struct ReadOptions {
  /// For files: all symbologies and every barcode of the page, several scales and rotations.
  /// Otherwise QR codes only, and reading stops as soon as an e-visa was found.
  bool thorough = false;
  /// A frame in which plain reading finds no e-visa gets one enhancement, not all of them: this
  /// says which. After it comes the strong reader, in a fixed number of steps: equal input, equal
  /// output. For a camera see `FrameReader`, which keeps to a time instead.
  std::uint64_t turn = 0;
};

/// Reads one grey frame. Never fails: rubbish yields an empty reading.
[[nodiscard]] Reading read_frame(const GrayView& frame, const ReadOptions& options);
[[nodiscard]] Reading read_frame(const GrayView& frame);

}  // namespace evisa::reader
