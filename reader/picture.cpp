// Adapter of OpenCV's image decoders.
#include "reader/picture.h"

#include <fmt/core.h>

#include <new>
#include <opencv2/imgcodecs.hpp>

#include "reader/file_kind.h"
#include "reader/picture_header.h"
#include "reader/quiet_opencv.h"

namespace evisa::reader {
namespace {

Result<CheckedPicture> check(crypto::ByteView file, int pixels) {
  switch (kind_of(file)) {
    case FileKind::png:
      return check_png(file, pixels);
    case FileKind::jpeg:
      return check_jpeg(file, pixels);
    case FileKind::pdf:
      return fail(Errc::unsupported, "a PDF where a PNG or JPEG image is expected");
    case FileKind::other:
      break;
  }
  return fail(Errc::unsupported,
              fmt::format("{} where a PNG or JPEG image is expected", looks_like(file)));
}

std::unexpected<Error> damaged() {
  return fail(Errc::malformed, "the image is damaged: its pixels cannot be decoded",
              "copy or download the file again");
}

}  // namespace

Result<GrayImage> decode_picture(crypto::ByteView file, int pixels) try {
  const auto picture = check(file, pixels);
  if (!picture) return std::unexpected(picture.error());
  quiet_opencv();
  GrayImage gray{{}, picture->width, picture->height};
  gray.pixels.resize(static_cast<std::size_t>(gray.width) * static_cast<std::size_t>(gray.height));
  cv::Mat into(gray.height, gray.width, CV_8UC1, gray.pixels.data());
  // A code is read at any rotation: the camera's note of how it was held does not matter.
  const cv::Mat image = cv::imdecode(
      picture->essence, cv::IMREAD_GRAYSCALE | cv::IMREAD_IGNORE_ORIENTATION, &into);
  // Of the size that was announced, it lies in our own pixels.
  if (image.empty() || into.data != gray.pixels.data() || into.size() != image.size())
    return damaged();
  return gray;
} catch (const cv::Exception&) {
  return damaged();
} catch (const std::bad_alloc&) {
  return fail(Errc::io, "not enough memory for the image");
}

}  // namespace evisa::reader
