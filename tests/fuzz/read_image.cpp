// Any bytes as a file, and as the pixels of a frame: never a crash, and a reading that agrees with
// itself.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "reader/read_file.h"
#include "reader/seal_choice.h"

namespace {

using namespace evisa;

void expect(bool holds) {
  if (!holds) std::abort();
}

/// A seal is there exactly when the e-visas in view are all the same one.
void expect_law(const reader::Reading& reading) {
  std::vector<crypto::Bytes> seals;
  for (const auto& code : reading.barcodes) {
    expect(!code.symbology.empty());
    if (auto seal = reader::evisa_seal(code)) seals.push_back(std::move(*seal));
  }
  bool different = false;
  for (const auto& seal : seals) different = different || seal != seals.front();
  expect(reading.several_seals == different);
  expect(reading.seal.has_value() == (!seals.empty() && !different));
  if (reading.seal) expect(*reading.seal == seals.front());
}

void as_pixels(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return;
  const int width = 1 + data[0];
  const int height = static_cast<int>((size - 1) / static_cast<std::size_t>(width));
  if (height == 0) return;
  expect_law(reader::read_frame({data + 1, width, height, static_cast<std::size_t>(width)},
                                {.thorough = (size & 1) != 0, .turn = data[1]}));
}

void as_file(crypto::ByteView content) {
  reader::FileLimits limits;
  limits.pixels = 200'000;
  limits.pdf_dpi = 30;
  const auto readings = reader::read_bytes(content, limits);
  if (!readings) {
    expect(!readings.error().message.empty());
    return;
  }
  for (const auto& reading : *readings) {
    expect(reading.width > 0 && reading.height > 0);
    expect_law(reading);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  as_pixels(data, size);
  as_file({data, size});
  return 0;
}
