// RIFF chunks of an AVI with one video stream; grammar in avi.h.
#include "tests/sim/avi.h"

#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <string>

namespace evisa::sim {
namespace {

constexpr std::uint32_t kMaxBytes = 2'000'000'000;

std::string u32(std::uint32_t value) {
  std::string out;
  for (int i = 0; i < 4; ++i) out += static_cast<char>(value >> 8 * i & 0xFF);
  return out;
}

std::string u16(std::uint32_t value) { return u32(value).substr(0, 2); }

std::string chunk(const char* name, const std::string& data) {
  return name + u32(static_cast<std::uint32_t>(data.size())) + data;
}

std::string stream_format(cv::Size size) {  // BITMAPINFOHEADER
  const auto width = static_cast<std::uint32_t>(size.width),
             height = static_cast<std::uint32_t>(size.height);
  return u32(40) + u32(width) + u32(height) + u16(1) + u16(24) + "MJPG" + u32(width * height * 3) +
         u32(0) + u32(0) + u32(0) + u32(0);
}

}  // namespace

Result<AviWriter> AviWriter::open(const std::filesystem::path& target, cv::Size size, double fps,
                                  int quality) {
  AviWriter writer(target, size, fps, quality);
  writer.file_.open(writer.part(), std::ios::binary | std::ios::trunc);
  const auto room = writer.headers();  // written again, with the counts, at the end
  if (!writer.file_.write(room.data(), static_cast<std::streamsize>(room.size()))) {
    return fail(Errc::io, target.string() + ": cannot be written");
  }
  return writer;
}

AviWriter::~AviWriter() {
  if (!file_.is_open()) return;
  file_.close();
  std::error_code ignored;
  std::filesystem::remove(part(), ignored);
}

std::string AviWriter::headers() const {
  const auto frames = static_cast<std::uint32_t>(entries_.size());
  const auto width = static_cast<std::uint32_t>(size_.width),
             height = static_cast<std::uint32_t>(size_.height);
  const auto rate = static_cast<std::uint32_t>(std::lround(fps_ * 1000));
  const auto main = u32(static_cast<std::uint32_t>(std::lround(1e6 / fps_))) + u32(0) + u32(0) +
                    u32(0x10) + u32(frames) + u32(0) + u32(1) + u32(largest_) + u32(width) +
                    u32(height) + std::string(16, '\0');
  const auto stream = "vidsMJPG" + u32(0) + u32(0) + u32(0) + u32(1000) + u32(rate) + u32(0) +
                      u32(frames) + u32(largest_) + u32(0xFFFFFFFF) + u32(0) + u16(0) + u16(0) +
                      u16(width) + u16(height);
  const auto list = chunk("LIST", "hdrl" + chunk("avih", main) +
                                      chunk("LIST", "strl" + chunk("strh", stream) +
                                                        chunk("strf", stream_format(size_))));
  const auto index = 8 + 16 * frames;
  return "RIFF" + u32(static_cast<std::uint32_t>(4 + list.size()) + 8 + movi_bytes_ + index) +
         "AVI " + list + "LIST" + u32(movi_bytes_) + "movi";
}

Result<void> AviWriter::add(const cv::Mat& frame) {
  std::vector<std::uint8_t> jpeg;
  cv::imencode(".jpg", frame, jpeg, {cv::IMWRITE_JPEG_QUALITY, quality_});
  const auto size = static_cast<std::uint32_t>(jpeg.size());
  if (movi_bytes_ > kMaxBytes - size)
    return fail(Errc::out_of_range, "an AVI file holds at most 2 GB");
  std::string data = "00dc" + u32(size) + std::string(jpeg.begin(), jpeg.end());
  if (size % 2 != 0) data += '\0';
  if (!file_.write(data.data(), static_cast<std::streamsize>(data.size()))) {
    return fail(Errc::io, target_.string() + ": cannot be written");
  }
  entries_.push_back({movi_bytes_, size});
  movi_bytes_ += static_cast<std::uint32_t>(data.size());
  largest_ = std::max(largest_, size);
  return {};
}

Result<void> AviWriter::finish() {
  std::string index;
  for (const auto& entry : entries_) index += "00dc" + u32(0x10) + u32(entry.at) + u32(entry.size);
  index = chunk("idx1", index);
  const auto head = headers();
  file_.write(index.data(), static_cast<std::streamsize>(index.size()));
  file_.seekp(0).write(head.data(), static_cast<std::streamsize>(head.size())).flush();
  if (!file_) return fail(Errc::io, target_.string() + ": cannot be written");
  file_.close();
  std::error_code error;
  std::filesystem::rename(part(), target_, error);
  if (error) return fail(Errc::io, target_.string() + ": " + error.message());
  return {};
}

}  // namespace evisa::sim
