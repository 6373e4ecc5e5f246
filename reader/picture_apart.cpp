// Both sides of decoding a picture apart. What the child says is not believed beyond its grammar.
//
//   stream = header ( pixels | message hint )     header: PictureHeader
//   pixels = width x height bytes                 message, hint: texts of the lengths in the header
#include "reader/picture_apart.h"

#include <cstdint>
#include <mutex>
#include <new>
#include <opencv2/imgcodecs.hpp>
#include <string>

namespace evisa::reader {
namespace {

constexpr std::uint32_t kMaxText = 512;

struct PictureHeader {
  std::int32_t width = 0, height = 0;  ///< 0: refused
  std::int32_t code = 0;               ///< refused: the Errc
  std::uint32_t message = 0, hint = 0;
};

/// What OpenCV makes at its first use must not be half made, by another thread, in a fork.
void warm_up() {
  static std::once_flag once;
  std::call_once(once, [] {
    constexpr std::string_view kOnePixel("P5 1 1 255\n\0", 12);
    static_cast<void>(cv::imdecode(std::vector<char>(kOnePixel.begin(), kOnePixel.end()), 0));
  });
}

void send_refusal(int pipe, const Error& error) {
  const auto message = error.message.substr(0, kMaxText), hint = error.hint.substr(0, kMaxText);
  const PictureHeader header{.code = static_cast<std::int32_t>(error.code),
                             .message = static_cast<std::uint32_t>(message.size()),
                             .hint = static_cast<std::uint32_t>(hint.size())};
  write_or_end(pipe, &header, sizeof header);
  write_or_end(pipe, message.data(), message.size());
  write_or_end(pipe, hint.data(), hint.size());
}

/// Runs in the child.
void decode_to(crypto::ByteView file, int pixels, int pipe) {
  const auto image = decode_picture(file, pixels);
  if (!image) return send_refusal(pipe, image.error());
  const PictureHeader header{.width = image->width, .height = image->height};
  write_or_end(pipe, &header, sizeof header);
  write_or_end(pipe, image->pixels.data(), image->pixels.size());
}

std::unexpected<Error> not_decoded() {
  return fail(Errc::malformed, "the image is damaged, or too much work to decode",
              "copy or download the file again");
}

std::unexpected<Error> take_refusal(LimitedChild& child, const PictureHeader& header) {
  if (header.message > kMaxText || header.hint > kMaxText) return not_decoded();
  std::string message(header.message, '\0'), hint(header.hint, '\0');
  if (!child.read(message.data(), message.size()) || !child.read(hint.data(), hint.size()))
    return not_decoded();
  // Nothing else can be wrong with a picture; what its decoder lacked is the picture's fault.
  for (const Errc code : {Errc::unsupported, Errc::out_of_range, Errc::malformed}) {
    if (header.code == static_cast<std::int32_t>(code))
      return fail(code, std::move(message), std::move(hint));
  }
  return not_decoded();
}

Result<GrayImage> take_picture(LimitedChild& child, int pixels) {
  PictureHeader header;
  if (!child.read(&header, sizeof header)) return not_decoded();
  if (header.width == 0 && header.height == 0) return take_refusal(child, header);
  const auto count = static_cast<std::int64_t>(header.width) * header.height;
  if (header.width < 1 || header.height < 1 || count > pixels) return not_decoded();
  GrayImage image{{}, header.width, header.height};
  image.pixels.resize(static_cast<std::size_t>(count));
  if (!child.read(image.pixels.data(), image.pixels.size())) return not_decoded();
  return image;
}

}  // namespace

Result<GrayImage> decode_picture_apart(crypto::ByteView file, int pixels,
                                       const ChildLimits& limits) try {
  warm_up();
  auto child = LimitedChild::start([&](int pipe) { decode_to(file, pixels, pipe); }, limits);
  if (!child) return std::unexpected(child.error());
  return take_picture(*child, pixels);
} catch (const std::bad_alloc&) {
  return fail(Errc::io, "not enough memory for the image");
}

}  // namespace evisa::reader
