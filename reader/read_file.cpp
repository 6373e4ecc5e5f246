// Files to readings: size and kind first, then the decoder of the kind, then the thorough reader.
#include "reader/read_file.h"

#include <fmt/core.h>

#include "reader/file_kind.h"
#include "reader/load_file.h"
#include "reader/mrz/found_mrz.h"
#include "reader/mrz_text.h"
#include "reader/pdf_pages.h"
#include "reader/picture_apart.h"

namespace evisa::reader {
namespace {

constexpr ReadOptions kThorough{.thorough = true};

/// Codes and the MRZ of a picture, or of a page that holds no MRZ as text.
Reading read_pixels(const GrayView& picture) {
  Reading reading = read_frame(picture, kThorough);
  if (auto mrz = mrz::find_mrz(picture)) reading.mrzs.push_back(*std::move(mrz));
  return reading;
}

Result<std::vector<Reading>> read_picture(crypto::ByteView content, const FileLimits& limits) {
  const auto image = decode_picture_apart(content, limits.pixels);
  if (!image) return std::unexpected(image.error());
  return std::vector{read_pixels(image->view())};
}

Result<std::vector<Reading>> read_pages(crypto::ByteView content, const FileLimits& limits) {
  const auto pages = read_pdf(content, limits);
  if (!pages) return std::unexpected(pages.error());
  std::vector<Reading> readings;
  for (const auto& page : *pages) {
    auto mrzs = find_mrzs(page.text);
    readings.push_back(mrzs.empty() ? read_pixels(page.image.view())
                                    : read_frame(page.image.view(), kThorough));
    if (!mrzs.empty()) readings.back().mrzs = std::move(mrzs);
  }
  return readings;
}

}  // namespace

Result<std::vector<Reading>> read_bytes(crypto::ByteView content, const FileLimits& limits) {
  if (content.size() > limits.bytes) {
    return fail(Errc::out_of_range,
                fmt::format("{} bytes; at most {} are read", content.size(), limits.bytes));
  }
  if (content.empty()) return fail(Errc::malformed, "empty; expected a PNG, JPEG or PDF file");
  switch (kind_of(content)) {
    case FileKind::png:
    case FileKind::jpeg:
      return read_picture(content, limits);
    case FileKind::pdf:
      return read_pages(content, limits);
    case FileKind::other:
      break;
  }
  return fail(Errc::unsupported,
              fmt::format("found {}; expected a PNG, JPEG or PDF file", looks_like(content)));
}

Result<std::vector<Reading>> read_file(const std::filesystem::path& path,
                                       const FileLimits& limits) {
  auto readings = [&]() -> Result<std::vector<Reading>> {
    const auto content = load_file(path, limits.bytes);
    if (!content) return std::unexpected(content.error());
    return read_bytes(*content, limits);
  }();
  if (!readings)
    readings.error().message = fmt::format("{}: {}", path.string(), readings.error().message);
  return readings;
}

}  // namespace evisa::reader
