// A line is drawn large, printed (ink, background), seen (light, optics, movement, sensor, JPEG) at
// a random number of pixels a character, and brought to the network's scale with the errors that
// finding and straightening leave.
#include "reader/mrz/training/samples.h"

#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

namespace evisa::reader::mrz {
namespace {

constexpr int kLetters = 12, kMargin = 2;  // characters, and blank cells at either end
constexpr double kGamma = 2.2;

double between(cv::RNG& random, double from, double to) { return random.uniform(from, to); }
bool chance(cv::RNG& random, double part) { return random.uniform(0.0, 1.0) < part; }

std::string random_line(cv::RNG& random) {
  std::string line;
  for (int i = 0; i < kLetters; ++i) {
    const auto any = static_cast<std::size_t>(random.uniform(0, static_cast<int>(kNone)));
    const bool filler = chance(random, !line.empty() && line.back() == '<' ? 0.5 : 0.08);
    line += filler ? '<' : kAlphabet[any];
  }
  return line;
}

/// Large ink, 0..1: characters not quite in their places, strokes thicker or thinner, edges rough.
cv::Mat draw(const Glyphs& face, const std::string& line, cv::RNG& random) {
  const double pitch = face.pitch();
  cv::Mat ink = cv::Mat::zeros(static_cast<int>(3 * pitch),
                               static_cast<int>((kLetters + 2 * kMargin) * pitch), CV_8UC1);
  for (int i = 0; i < kLetters; ++i) {
    const cv::Point2d off(random.gaussian(0.012) * pitch, random.gaussian(0.015) * pitch);
    face.print(ink, line[static_cast<std::size_t>(i)],
               cv::Point2d((kMargin + i + 0.5) * pitch, 1.5 * pitch) + off);
  }
  cv::Mat soft;
  ink.convertTo(soft, CV_32FC1, 1.0 / 255);
  cv::GaussianBlur(soft, soft, {}, between(random, 0.01, 0.05) * pitch);
  if (chance(random, 0.5)) {  // edges that fray
    cv::Mat rough(soft.size(), CV_32FC1);
    random.fill(rough, cv::RNG::NORMAL, 0, 1);
    cv::GaussianBlur(rough, rough, {}, 0.05 * pitch);
    soft += rough * between(random, 0, 1.2);
  }
  const double at = between(random, 0.25, 0.75), sharp = between(random, 2, 8);
  cv::Mat(soft - at).convertTo(soft, -1, sharp, 0.5);
  cv::min(cv::max(soft, 0), 1, soft);
  if (chance(random, 0.15)) {  // ink that did not take everywhere
    cv::Mat holes(soft.rows / 6, soft.cols / 6, CV_32FC1), wide;
    random.fill(holes, cv::RNG::UNIFORM, 0.3, 1.5);
    cv::resize(holes, wide, soft.size(), 0, 0, cv::INTER_CUBIC);
    soft = soft.mul(cv::min(cv::max(wide, 0), 1));
  }
  return soft;
}

/// The light that security paper with fine waves leaves; where they cross it is darker still.
cv::Mat guilloche(const cv::Size& size, double pitch, cv::RNG& random) {
  cv::Mat out(size, CV_32FC1, cv::Scalar(1));
  const bool heavy = chance(random, 0.4);
  const int families = heavy ? random.uniform(3, 7) : random.uniform(1, 6);
  // Darker than half of the grey is a fifth of the light.
  const double depth = heavy ? between(random, 0.5, 0.82) : between(random, 0.02, 0.6);
  for (int f = 0; f < families; ++f) {
    const double way = between(random, 0, CV_PI), gap = between(random, 0.2, 1.2) * pitch;
    const double bend = between(random, 0, 0.5) * pitch, wave = between(random, 2, 8) * pitch;
    const double thin = between(random, 0.1, 0.4), phase = between(random, 0, 1);
    const double c = std::cos(way), s = std::sin(way);
    for (int y = 0; y < size.height; ++y) {
      auto* row = out.ptr<float>(y);
      for (int x = 0; x < size.width; ++x) {
        const double along = (c * x + s * y) / wave + phase, across = (c * y - s * x) / gap;
        const double turn = along - std::floor(along) - 0.5;  // a parabola each way for a sine
        const double curve = turn * (2 - 4 * std::abs(turn)) * 2 * bend / gap;
        const double v = across + curve;
        if (v - std::floor(v) < thin) row[x] *= static_cast<float>(1 - depth);
      }
    }
  }
  return out;
}

cv::Mat print(const cv::Mat& ink, double pitch, cv::RNG& random) {
  const double paper = between(random, 0.45, 0.9), black = between(random, 0.02, 0.2);
  cv::Mat ground(ink.size(), CV_32FC1, cv::Scalar(paper));
  if (chance(random, 0.5)) ground = ground.mul(guilloche(ink.size(), pitch, random));
  if (chance(random, 0.3)) {  // patches of tint
    cv::Mat tint(3, 8, CV_32FC1), wide;
    random.fill(tint, cv::RNG::UNIFORM, 0.6, 1.0);
    cv::resize(tint, wide, ink.size(), 0, 0, cv::INTER_CUBIC);
    ground = ground.mul(wide);
  }
  const double cover = between(random, 0.75, 1);
  return ground.mul(1 - ink * cover) + ink * (cover * black);
}

void light(cv::Mat& scene, double pitch, cv::RNG& random) {
  const double gain = between(random, 0.6, 1.1);
  const double slope = between(random, -0.5, 0.5) / scene.cols;
  const bool shaded = chance(random, 0.15), shining = chance(random, 0.1);
  const double at = between(random, 0, scene.cols), lean = between(random, -2, 2);
  const double soft = between(random, 0.1, 2) * pitch, depth = between(random, 0.15, 0.8);
  const double glow = between(random, 0.1, 0.8), wide = between(random, 1, 5) * pitch;
  for (int y = 0; y < scene.rows; ++y) {
    auto* row = scene.ptr<float>(y);
    for (int x = 0; x < scene.cols; ++x) {
      double v = row[x] * gain * (1 + slope * x);
      const double d = x - at + lean * y;
      if (shaded) v *= 1 - depth / (1 + std::exp(-d / soft));
      if (shining) v += glow * std::exp(-d * d / (wide * wide));
      row[x] = static_cast<float>(v);
    }
  }
}

void move(cv::Mat& scene, double length, cv::RNG& random) {
  if (length < 1) return;
  const int half = static_cast<int>(length / 2) + 1;
  cv::Mat kernel = cv::Mat::zeros(2 * half + 1, 2 * half + 1, CV_32FC1);
  const double way = between(random, 0, CV_PI);
  for (int i = 0; i < 100; ++i) {
    const double t = (i / 99.0 - 0.5) * length;
    kernel.at<float>(half + static_cast<int>(std::lround(t * std::sin(way))),
                     half + static_cast<int>(std::lround(t * std::cos(way)))) += 0.01F;
  }
  cv::filter2D(scene, scene, -1, kernel);
}

cv::Mat sense(cv::Mat scene, cv::RNG& random) {
  const double electrons = std::exp(between(random, std::log(14.0), std::log(8000.0)));
  const double exposure = electrons > 1500 && chance(random, 0.2) ? between(random, 0.03, 0.3) : 1;
  cv::Mat noise(scene.size(), CV_32FC1), spread;
  random.fill(noise, cv::RNG::NORMAL, 0, 1);
  scene = cv::max(scene * exposure, 0);
  cv::sqrt(scene * electrons + 16, spread);
  scene += noise.mul(spread) / electrons;
  cv::min(cv::max(scene, 0), 1, scene);
  cv::pow(scene, 1 / kGamma, scene);
  cv::Mat gray;
  scene.convertTo(gray, CV_8UC1, 255);
  if (chance(random, 0.7)) {
    const int quality =
        chance(random, 0.3) && exposure == 1 ? random.uniform(15, 60) : random.uniform(60, 96);
    std::vector<std::uint8_t> jpeg;
    cv::imencode(".jpg", gray, jpeg, {cv::IMWRITE_JPEG_QUALITY, quality});
    gray = cv::imdecode(jpeg, cv::IMREAD_GRAYSCALE);
  }
  return gray;
}

/// How a large drawing lands in the camera's pixels: with the errors of a straightened line.
cv::Matx23d landing(const cv::Size& large, double scale, double pixels, cv::RNG& random) {
  const double turn = random.gaussian(0.012), shear = random.gaussian(0.05);
  const double wide = scale * between(random, 0.92, 1.08),
               high = scale * between(random, 0.88, 1.12);
  const double a = wide, b = wide * shear, c = high * turn, d = high;
  const double x = large.width / 2.0, y = large.height / 2.0;
  const double sink = random.gaussian(0.045) * pixels;
  const cv::Point2d to(x * scale + between(random, 0, 1), y * scale + between(random, 0, 1) + sink);
  return {a, b, to.x - a * x - b * y, c, d, to.y - c * x - d * y};
}

cv::Mat see(const cv::Mat& scene, const cv::Matx23d& to_camera, double scale, double pixels,
            cv::RNG& random) {
  const double blur =
      chance(random, 0.45) ? between(random, 0, 0.22) * pixels : between(random, 0.4, 1.2);
  cv::Mat soft, seen;
  cv::GaussianBlur(scene, soft, {}, std::hypot(blur, 0.35) / scale);
  cv::warpAffine(
      soft, seen, to_camera,
      {static_cast<int>(scene.cols * scale) + 2, static_cast<int>(scene.rows * scale) + 2},
      cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  if (chance(random, 0.35)) move(seen, between(random, 0, 0.6) * pixels, random);
  return sense(seen, random);
}

/// Where the middle of a cell of the drawing is, in columns of the strip.
struct Columns {
  double pitch = 0;
  cv::Matx23d to_camera, to_strip;
  [[nodiscard]] double of(double cell) const {
    const double x = (kMargin + cell + 0.5) * pitch - 0.5, y = 1.5 * pitch - 0.5;
    const double u = to_camera(0, 0) * x + to_camera(0, 1) * y + to_camera(0, 2);
    return to_strip(0, 0) * u + to_strip(0, 2);
  }
};

/// To the network's scale: smaller by areas, larger by cubic curves.
Strip to_scale(cv::Mat seen, double zoom, const cv::Matx23d& to_strip) {
  if (zoom < 0.8) cv::GaussianBlur(seen, seen, {}, 0.35 / zoom);
  cv::Mat pixels;
  cv::warpAffine(seen, pixels, to_strip, {(kLetters + 2 * kMargin) * kPitch, kRows},
                 cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  return even_strip(pixels.data, pixels.cols);
}

void take(const Strip& strip, double column, std::size_t label, std::vector<Sample>& samples) {
  const int from = static_cast<int>(std::lround(column - (kSeen - 1) / 2.0));
  if (from < 0 || from + static_cast<int>(kSeen) > strip.columns) return;
  Sample sample{.window = {}, .label = label};
  std::copy_n(&strip.values[static_cast<std::size_t>(from) * kRows], sample.window.size(),
              sample.window.begin());
  samples.push_back(sample);
}

/// One frame of a printed line, at a random number of pixels a character.
void add_view(const cv::Mat& scene, const std::string& line, double pitch, cv::RNG& random,
              std::vector<Sample>& samples) {
  const double pixels = std::exp(between(random, std::log(7.5), std::log(26.0)));
  const double scale = pixels / pitch, zoom = kPitch / pixels;
  const cv::Point2d middle(scene.cols * scale / 2, scene.rows * scale / 2);
  constexpr double kMiddle = (kLetters + 2 * kMargin) * kPitch / 2.0;
  const Columns columns{pitch,
                        landing(scene.size(), scale, pixels, random),
                        {zoom, 0, kMiddle - 0.5 - zoom * (middle.x - 0.5), 0, zoom,
                         kRows / 2.0 - 0.5 - zoom * (middle.y - 0.5)}};
  const Strip strip =
      to_scale(see(scene, columns.to_camera, scale, pixels, random), zoom, columns.to_strip);
  for (int i = 0; i < kLetters; ++i) {
    const double centre = columns.of(i);
    const std::size_t label = class_of(line[static_cast<std::size_t>(i)]);
    take(strip, centre + between(random, -0.5, 0.5), label, samples);
    take(strip, centre + between(random, -1.3, 1.3), label, samples);
    take(strip, columns.of(i + between(random, 0.32, 0.68)), kNone, samples);
  }
  take(strip, columns.of(between(random, -1.2, -0.6)), kNone, samples);
  take(strip, columns.of(kLetters - 1 + between(random, 0.6, 1.2)), kNone, samples);
}

}  // namespace

void add_line(const std::vector<Glyphs>& faces, cv::RNG& random, std::vector<Sample>& samples) {
  const auto& face =
      faces[static_cast<std::size_t>(random.uniform(0, static_cast<int>(faces.size())))];
  const std::string line = random_line(random);
  cv::Mat scene = print(draw(face, line, random), face.pitch(), random);
  light(scene, face.pitch(), random);
  for (int frames = 0; frames < 2; ++frames) add_view(scene, line, face.pitch(), random, samples);
}

}  // namespace evisa::reader::mrz
