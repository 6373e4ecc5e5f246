// A look through the booth's camera, of a few seconds: what it delivers, and how the test page
// shows in it where one lies there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/desk.h"
#include "kiosk/finding.h"
#include "kiosk/page_sight.h"

namespace evisa::kiosk {

struct CameraTrial {
  bool live = false;  ///< a camera or stream; else a film or folder stands in
  int width = 0, height = 0;
  std::uint64_t frames = 0;    ///< delivered, looked at or not
  std::optional<double> rate{};  ///< frames a second, of what is live
  CameraState state = CameraState::opening;
  double mean = 0;   ///< of the last frame, 0 to 255
  double burnt = 0;  ///< part of it that is as bright as can be
  std::optional<PageSight> page{};
  int mrz_wrong = 0;  ///< characters of the test page's MRZ that were not read as they are printed
  bool mrz_seen = false;
};

/// `source`: as reader::open_frames. Errors: as there; io (no frame came, or it broke off).
[[nodiscard]] Result<CameraTrial> try_camera(const std::string& source);

/// What is found of `camera`, `light` and `focus`. An error of the trial is a finding too.
[[nodiscard]] std::vector<Finding> judge_camera(const Result<CameraTrial>& trial);

/// What an officer sets up a booth by: `page`, `distance`, `tilt`, `mrz`.
[[nodiscard]] std::vector<Finding> judge_page(const CameraTrial& trial);

}  // namespace evisa::kiosk
