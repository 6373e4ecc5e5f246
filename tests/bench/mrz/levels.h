// The 38 levels on which MRZ reading is measured, and the frames of each.
#pragma once

#include <string>
#include <vector>

#include "reader/mrz/line_pair.h"
#include "tests/sim/camera.h"
#include "tests/sim/passport.h"

namespace evisa::bench {

struct MrzLevel {
  std::string scenario, name;
  double pitch = 16;  ///< pixels a character
  sim::Shot shot{};   ///< without size, place and seed
  double guilloche = 0.1;
  bool defects = false;  ///< each frame one of the print defects that training never saw
  bool clean = false;    ///< no disturbance and pixels enough
};

[[nodiscard]] const std::vector<MrzLevel>& mrz_levels();

struct MrzScene {
  visa::MrzLines truth;
  reader::mrz::LinePair where;  ///< the true lines
  cv::Mat frame;
};

/// What a frame shows: about the whole document; little more than its lines, for many frames in
/// little time; or 1920 x 1080 with the document anywhere in it and any way round.
enum class Framing { document, lines, full };

/// A document of a level before the camera: its own holder, place and rotation (a few degrees where
/// the level does not say).
class MrzDocument {
 public:
  MrzDocument(const MrzLevel& level, const std::filesystem::path& face, std::uint64_t seed,
              Framing framing = Framing::document);
  /// `view` 0, 1, ...: other noise, a hand's jitter.
  [[nodiscard]] MrzScene frame(int view) const;

 private:
  [[nodiscard]] reader::mrz::LinePair lines_in(const sim::Shot& shot) const;
  void lay_anywhere(cv::RNG& random);
  std::uint64_t seed_;
  visa::MrzLines truth_;
  std::array<cv::Point2d, 4> corners_;
  sim::Page page_;
  sim::Shot shot_;
};

}  // namespace evisa::bench
