// evisa-camera-simulator: films a simulated print-out, for demonstrations and tests without a
// camera.
#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <opencv2/imgcodecs.hpp>

#include "cli/command_line.h"
#include "cli/progress.h"
#include "tests/sim/avi.h"
#include "tests/sim/film.h"
#include "tests/sim/page.h"

namespace {

using namespace evisa;
namespace fs = std::filesystem;

constexpr auto kProgram = "evisa-camera-simulator";

struct Options {
  std::string page, video, frames_dir;
  double fps = 15;
  sim::Shot shot;
  sim::Film film;
};

void declare(CLI::App& app, Options& options) {
  auto& shot = options.shot;
  app.add_option("PAGE", options.page, "What lies under the camera: PDF, PNG or JPEG")->required();
  app.add_option("--out", options.video, "Video to write (Motion JPEG in AVI)");
  app.add_option("--frames-dir", options.frames_dir, "Folder to write PNG frames to");
  app.add_option("--frames", options.film.frames, "Number of frames")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  app.add_flag("--hold", options.film.hold, "The page enters, rests and leaves");
  app.add_option("--jitter", options.film.jitter, "How unsteady the hand is, 0 = not at all")
      ->check(CLI::Range(0.0, 50.0))
      ->capture_default_str();
  app.add_option("--fps", options.fps, "Frames a second")
      ->check(CLI::Range(1.0, 120.0))
      ->capture_default_str();
  app.add_option("--seed", shot.seed, "Equal seeds give equal films")->capture_default_str();
  app.add_option("--height", shot.camera_height_mm, "Camera above the desk, mm")
      ->check(CLI::Range(50.0, 5000.0))
      ->capture_default_str();
  app.add_option("--rotation", shot.rotation, "Degrees in the plane of the desk")
      ->check(CLI::Range(-360.0, 360.0))
      ->capture_default_str();
  app.add_option("--tilt", shot.tilt, "Degrees the page falls away from the camera")
      ->check(CLI::Range(0.0, 75.0))
      ->capture_default_str();
  app.add_option("--tilt-direction", shot.tilt_direction, "Degrees: the axis of the tilt")
      ->check(CLI::Range(-360.0, 360.0))
      ->capture_default_str();
  app.add_option("--blur", shot.gblur, "Sigma of the blur, pixels")
      ->check(CLI::Range(0.0, 30.0))
      ->capture_default_str();
  app.add_option("--motion", shot.mblur, "Length of the motion blur, pixels")
      ->check(CLI::Range(0.0, 200.0))
      ->capture_default_str();
  app.add_option("--noise", shot.noise_ne, "Electrons at white: less is noisier, 0 = no noise")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  app.add_option("--light", shot.lowlight, "Light, 1 = well lit")
      ->check(CLI::Range(0.001, 2.0))
      ->capture_default_str();
  app.add_option("--uneven", shot.uneven, "Brightest corner over the darkest")
      ->check(CLI::Range(1.0, 50.0))
      ->capture_default_str();
  app.add_option("--shadow", shot.shadow, "Light over shadow on the page, 1 = none")
      ->check(CLI::Range(1.0, 50.0))
      ->capture_default_str();
  app.add_option("--glare", shot.glare_r, "Radius of a reflection, part of the frame's height")
      ->check(CLI::Range(0.0, 2.0))
      ->capture_default_str();
  app.add_option("--jpeg", shot.jpegq, "Quality of the camera's JPEG, 0 = none")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
}

using Sink = std::function<Result<void>(const cv::Mat& frame, int index)>;

Result<void> shoot(const sim::Page& page, const Options& options, const Sink& sink) {
  const auto frames = options.film.frames;
  cli::Progress progress("filming", static_cast<std::size_t>(frames));
  for (int i = 0; i < frames; ++i) {
    if (auto done = sink(sim::film_frame(page, options.shot, options.film, i), i); !done)
      return done;
    progress.step(static_cast<std::size_t>(i) + 1);
  }
  return {};
}

Result<void> write_video(const sim::Page& page, const Options& options) {
  auto avi =
      sim::AviWriter::open(options.video, {options.shot.width, options.shot.height}, options.fps);
  if (!avi) return std::unexpected(avi.error());
  const auto done =
      shoot(page, options, [&](const cv::Mat& frame, int) { return avi->add(frame); });
  return done ? avi->finish() : done;
}

Result<void> write_frames(const sim::Page& page, const Options& options) {
  const fs::path folder = options.frames_dir;
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(Errc::io, folder.string() + ": " + error.message());
  return shoot(page, options, [&](const cv::Mat& frame, int index) -> Result<void> {
    const auto path = folder / fmt::format("frame_{:05}.png", index);
    if (!cv::imwrite(path.string(), frame))
      return fail(Errc::io, path.string() + ": cannot be written");
    return {};
  });
}

int run(const Options& options) {
  if (options.video.empty() && options.frames_dir.empty()) {
    fmt::print(stderr,
               "{}: error: nowhere to write to\nhint: give --out VIDEO.avi or --frames-dir DIR\n",
               kProgram);
    return cli::kUsage;
  }
  const auto page = sim::load_page(options.page);
  if (!page) return cli::report(kProgram, page.error());
  if (!options.video.empty()) {
    if (const auto done = write_video(*page, options); !done)
      return cli::report(kProgram, done.error());
  }
  if (!options.frames_dir.empty()) {
    if (const auto done = write_frames(*page, options); !done)
      return cli::report(kProgram, done.error());
  }
  return cli::kOk;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Films a simulated print-out on a desk, for demonstrations and tests without a camera.",
      kProgram);
  cli::describe(app);
  declare(app, options);
  return cli::main_with(app, argc, argv, [&] { return run(options); });
}
