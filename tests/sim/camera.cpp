// The camera: page and desk to a frame, in linear light until the sensor.
#include "tests/sim/camera.h"

#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/sim/desk.h"

namespace evisa::sim {
namespace {

constexpr double kGamma = 2.2;
constexpr float kPaper = 0.85F, kInk = 0.035F;  // linear reflectance
constexpr double kReadNoise = 4;                // electrons
constexpr int kOver = 2;                        // samples per pixel and direction

cv::Matx33d turn_about(double x, double y, double z, double angle) {
  const double c = std::cos(angle), s = std::sin(angle), d = 1 - c;
  return {c + x * x * d,     x * y * d - z * s, x * z * d + y * s, y * x * d + z * s, c + y * y * d,
          y * z * d - x * s, z * x * d - y * s, z * y * d + x * s, c + z * z * d};
}

/// How the page lies before the camera: millimetres on it (from its centre, z towards the camera's
/// side) to millimetres of the camera (z away from it).
struct Pose {
  cv::Matx33d turned;
  cv::Vec3d place;
};

Pose pose_of(const Shot& shot) {
  const double tilt = shot.tilt * CV_PI / 180, way = shot.tilt_direction * CV_PI / 180;
  const cv::Matx33d turned = turn_about(std::cos(way), std::sin(way), 0, tilt) *
                             turn_about(0, 0, 1, shot.rotation * CV_PI / 180);
  const cv::Vec3d aim = turned * cv::Vec3d(shot.aim_mm.x, shot.aim_mm.y, 0);
  return {turned, cv::Vec3d(shot.shift_mm.x, shot.shift_mm.y, shot.camera_height_mm) - aim};
}

cv::Matx33d lens_of(const Shot& shot) {
  const double f = shot.focal * kOver;
  return {f, 0, shot.width * kOver / 2.0 - 0.5, 0, f, shot.height * kOver / 2.0 - 0.5, 0, 0, 1};
}

/// Page pixels to pixels of the oversampled frame (pinhole).
cv::Matx33d projection(const cv::Size& page, double dpi, const Shot& shot) {
  const double mm = 25.4 / dpi;
  const auto [turned, at] = pose_of(shot);
  const cv::Matx33d to_mm(mm, 0, -mm * page.width / 2, 0, mm, -mm * page.height / 2, 0, 0, 1);
  // Columns: the page's x and y direction and its centre, as the camera sees them.
  const cv::Matx33d place(turned(0, 0), turned(0, 1), at[0], turned(1, 0), turned(1, 1), at[1],
                          turned(2, 0), turned(2, 1), at[2]);
  return lens_of(shot) * place * to_mm;
}

/// The page shrunk to about the oversampled frame's resolution, so that warping does not alias.
Page near_scale(const Page& page, const Shot& shot) {
  const double want = kOver * shot.focal / shot.camera_height_mm * 25.4;  // dpi of the frame
  if (want >= page.dpi) return page;
  Page small;
  cv::resize(page.gray, small.gray, {}, want / page.dpi, want / page.dpi, cv::INTER_AREA);
  small.dpi = page.dpi * small.gray.cols / page.gray.cols;
  return small;
}

cv::Mat reflectance(const cv::Mat& gray) {
  cv::Mat table(1, 256, CV_32FC1), out;
  for (int i = 0; i < 256; ++i) {
    table.at<float>(i) = kInk + (kPaper - kInk) * static_cast<float>(std::pow(i / 255.0, kGamma));
  }
  cv::LUT(gray, table, out);
  return out;
}

/// Reflectance and cover (255 where there is paper) in pixels of the oversampled frame.
void view_flat(const Page& source, const Shot& shot, cv::Mat& paper, cv::Mat& cover) {
  const auto h = projection(source.gray.size(), source.dpi, shot);
  const cv::Size big(shot.width * kOver, shot.height * kOver);
  cv::warpPerspective(reflectance(source.gray), paper, h, big, cv::INTER_LINEAR,
                      cv::BORDER_REPLICATE);
  cv::warpPerspective(cv::Mat(source.gray.size(), CV_8UC1, 255), cover, h, big, cv::INTER_LINEAR);
}

void view_bent(const Page& source, const Shot& shot, cv::Mat& paper, cv::Mat& cover) {
  const auto [turned, place] = pose_of(shot);
  const cv::Matx33d back = turned.t(), lens = lens_of(shot).inv();
  // The page's z points away from the camera in its pose; bends rise towards it.
  const auto facing = [](const cv::Vec3d& v) { return cv::Vec3d(v[0], v[1], -v[2]); };
  const cv::Vec3d from = facing(back * -place);
  const double px = source.dpi / 25.4;
  cv::Mat map(shot.height * kOver, shot.width * kOver, CV_32FC2, cv::Scalar(-1e4, -1e4)),
      light(map.size(), CV_32FC1, cv::Scalar(1));
  for (int y = 0; y < map.rows; ++y) {
    for (int x = 0; x < map.cols; ++x) {
      const auto hit = meet(shot.bend, from, facing(back * (lens * cv::Vec3d(x, y, 1))));
      if (!hit) continue;
      map.at<cv::Vec2f>(y, x) = {static_cast<float>(hit->page_mm.x * px + source.gray.cols / 2.0),
                                 static_cast<float>(hit->page_mm.y * px + source.gray.rows / 2.0)};
      light.at<float>(y, x) = static_cast<float>(hit->light);
    }
  }
  cv::remap(reflectance(source.gray), paper, map, {}, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::remap(cv::Mat(source.gray.size(), CV_8UC1, 255), cover, map, {}, cv::INTER_LINEAR,
            cv::BORDER_CONSTANT);
  paper = paper.mul(light);
}

/// Lays the page on the desk: its soft shadow, then the paper.
void lay(cv::Mat& scene, const Page& page, const Shot& shot) {
  const Page source = near_scale(page, shot);
  cv::Mat paper, cover, frame_paper, frame_cover;
  if (shot.bend.flat()) {
    view_flat(source, shot, paper, cover);
  } else {
    view_bent(source, shot, paper, cover);
  }
  cv::resize(paper, frame_paper, scene.size(), 0, 0, cv::INTER_AREA);
  cv::resize(cover, frame_cover, scene.size(), 0, 0, cv::INTER_AREA);
  frame_cover.convertTo(frame_cover, CV_32FC1, 1.0 / 255);
  // The sheet lies a little above the desk: its shadow shows on the side away from the lamp.
  const double mm = shot.focal / shot.camera_height_mm;
  cv::Mat dark;
  const cv::Matx23d away(1, 0, 1.6 * mm, 0, 1, 1.3 * mm);
  cv::warpAffine(frame_cover, dark, away, scene.size());
  cv::GaussianBlur(dark, dark, {}, 1.5 * mm);
  scene = scene.mul(1 - 0.55 * dark);
  scene = scene.mul(1 - frame_cover) + frame_paper.mul(frame_cover);
}

void move_during_exposure(cv::Mat& scene, const Shot& shot) {
  if (shot.mblur < 1) return;
  const int size = 2 * static_cast<int>(std::ceil(shot.mblur / 2)) + 3;
  cv::Mat kernel = cv::Mat::zeros(size, size, CV_32FC1);
  const double angle = shot.mblur_direction * CV_PI / 180, middle = (size - 1) / 2.0;
  const int steps = 16 * size;
  for (int i = 0; i < steps; ++i) {  // the movement's track, spread over the pixels it crosses
    const double t = ((i + 0.5) / steps - 0.5) * shot.mblur;
    const double x = middle + t * std::cos(angle), y = middle + t * std::sin(angle);
    const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
    const double fx = x - x0, fy = y - y0;
    kernel.at<float>(y0, x0) += static_cast<float>((1 - fx) * (1 - fy));
    kernel.at<float>(y0, x0 + 1) += static_cast<float>(fx * (1 - fy));
    kernel.at<float>(y0 + 1, x0) += static_cast<float>((1 - fx) * fy);
    kernel.at<float>(y0 + 1, x0 + 1) += static_cast<float>(fx * fy);
  }
  cv::filter2D(scene, scene, -1, kernel / cv::sum(kernel)[0]);
}

/// Photon and read noise; the square root of the light stands for Poisson's spread.
void expose(cv::Mat& scene, const Shot& shot) {
  scene *= shot.lowlight;
  if (shot.noise_ne <= 0) return;
  cv::Mat spread, sample(scene.size(), CV_32FC1);
  cv::sqrt(scene * shot.noise_ne + kReadNoise * kReadNoise, spread);
  cv::RNG random(shot.seed * 0x9E3779B97F4A7C15ULL + 1);
  random.fill(sample, cv::RNG::NORMAL, 0, 1);
  scene += sample.mul(spread) / shot.noise_ne;
}

cv::Mat develop(const cv::Mat& scene, const Shot& shot) {
  cv::Mat light, gray;
  cv::min(cv::max(scene, 0), 1, light);
  cv::pow(light, 1 / kGamma, light);
  light.convertTo(gray, CV_8UC1, 255);
  if (shot.jpegq <= 0) return gray;
  std::vector<std::uint8_t> jpeg;
  cv::imencode(".jpg", gray, jpeg, {cv::IMWRITE_JPEG_QUALITY, shot.jpegq});
  return cv::imdecode(jpeg, cv::IMREAD_GRAYSCALE);
}

cv::Mat take(cv::Mat scene, const Shot& shot) {
  scene = scene.mul(desk_light(shot)) + glare(shot);
  if (shot.gblur > 0) cv::GaussianBlur(scene, scene, {}, shot.gblur);
  move_during_exposure(scene, shot);
  expose(scene, shot);
  return develop(scene, shot);
}

}  // namespace

double height_for_scale(const Shot& shot, double px, double module_mm) {
  return shot.focal * module_mm / px;
}

cv::Point2d place_in_frame(const Shot& shot, cv::Point2d page_mm) {
  const auto [turned, at] = pose_of(shot);
  const cv::Vec3d seen = turned * cv::Vec3d(page_mm.x, page_mm.y, 0) + at;
  return {shot.focal * seen[0] / seen[2] + shot.width / 2.0 - 0.5,
          shot.focal * seen[1] / seen[2] + shot.height / 2.0 - 0.5};
}

cv::Mat photograph(const Page& page, const Shot& shot) {
  cv::Mat scene = desk_surface(shot);
  lay(scene, page, shot);
  return take(scene, shot);
}

cv::Mat photograph_desk(const Shot& shot) { return take(desk_surface(shot), shot); }

}  // namespace evisa::sim
