// Walks the segments of a JPEG; grammar in picture_header.h.
#include "reader/picture_header.h"

#include <fmt/core.h>

#include "reader/picture_bytes.h"

namespace evisa::reader {
namespace {

constexpr int kMaxScans = 64;  // a progressive JPEG has about ten; thousands are an attack on time

bool is_frame_header(std::uint8_t marker) {
  // SOF0..SOF15 without DHT, JPG and DAC, which lie between them.
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

bool stands_alone(std::uint8_t marker) {
  return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

/// Metadata: application segments but JFIF's and Adobe's (which tell the colour space), and
/// comments.
bool is_metadata(std::uint8_t marker) {
  return (marker >= 0xE1 && marker <= 0xEF && marker != 0xEE) || marker == 0xFE;
}

/// Where entropy-coded data that begins at `at` ends: at the next marker that is not stuffing or
/// restart.
std::size_t end_of_scan(crypto::ByteView file, std::size_t at) {
  for (; at + 1 < file.size(); ++at) {
    if (file[at] != 0xFF) continue;
    const auto next = file[at + 1];
    if (next != 0x00 && next != 0xFF && !(next >= 0xD0 && next <= 0xD7)) return at;
  }
  return file.size();
}

/// One pass over a JPEG's segments.
class JpegWalk {
 public:
  JpegWalk(crypto::ByteView file, int pixels) : file_(file), pixels_(pixels) {}

  Result<CheckedPicture> run() {
    append(picture_.essence, file_.first(2));
    while (true) {
      auto done = segment();
      if (!done) return std::unexpected(done.error());
      if (*done) break;
    }
    if (picture_.width == 0 || scans_ == 0) return fail(Errc::malformed, "JPEG: no picture in it");
    return std::move(picture_);
  }

 private:
  /// True at the end of the picture.
  Result<bool> segment() {
    while (at_ + 1 < file_.size() && file_[at_] == 0xFF && file_[at_ + 1] == 0xFF) ++at_;
    if (at_ + 2 > file_.size()) return cut_off("JPEG", file_.size());
    if (file_[at_] != 0xFF) {
      return fail(
          Errc::malformed,
          fmt::format("JPEG: byte {}: found {:02x}, expected a marker (ff)", at_, file_[at_]));
    }
    const auto marker = file_[at_ + 1];
    if (marker == 0xD9) {
      append(picture_.essence, file_.subspan(at_, 2));
      return true;
    }
    if (stands_alone(marker)) {
      at_ += 2;
      return false;
    }
    return with_length(marker);
  }

  Result<bool> with_length(std::uint8_t marker) {
    if (at_ + 4 > file_.size()) return cut_off("JPEG", file_.size());
    const std::size_t length = big_endian(file_.subspan(at_ + 2, 2));
    if (length < 2)
      return fail(Errc::malformed, fmt::format("JPEG: byte {}: length {}", at_ + 2, length));
    if (at_ + 2 + length > file_.size()) return cut_off("JPEG", file_.size());
    const auto data = file_.subspan(at_ + 4, length - 2);
    if (is_frame_header(marker)) {
      if (auto size = frame(data); !size) return std::unexpected(size.error());
    }
    std::size_t end = at_ + 2 + length;
    if (marker == 0xDA) {
      if (++scans_ > kMaxScans) {
        return fail(Errc::out_of_range, fmt::format("JPEG: more than {} scans", kMaxScans));
      }
      end = end_of_scan(file_, end);
    }
    if (!is_metadata(marker)) append(picture_.essence, file_.subspan(at_, end - at_));
    at_ = end;
    return false;
  }

  Result<void> frame(crypto::ByteView data) {
    if (picture_.width != 0) return fail(Errc::malformed, "JPEG: two frame headers");
    if (data.size() < 6) return fail(Errc::malformed, "JPEG: frame header too short");
    const auto height = big_endian(data.subspan(1, 2)), width = big_endian(data.subspan(3, 2));
    if (auto ok = check_size(width, height, pixels_, "JPEG"); !ok) return ok;
    picture_.width = static_cast<int>(width);
    picture_.height = static_cast<int>(height);
    return {};
  }

  crypto::ByteView file_;
  int pixels_;
  std::size_t at_ = 2;
  int scans_ = 0;
  CheckedPicture picture_;
};

}  // namespace

Result<CheckedPicture> check_jpeg(crypto::ByteView file, int pixels) {
  if (file.size() < 4) return cut_off("JPEG", file.size());
  return JpegWalk(file, pixels).run();
}

}  // namespace evisa::reader
