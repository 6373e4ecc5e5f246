// When to read and when to rest.
#include "kiosk/camera_reader.h"

#include <algorithm>

#include "reader/mrz/read_mrz.h"

namespace evisa::kiosk {
namespace {

// Frames, at 15 a second. A document needs some that agree before it counts; what three seconds of
// a still picture did not give, the next three will not.
constexpr int kLeastReads = 4, kMostReads = 45;
constexpr int kLongestRest = 60;  // then one is read all the same

/// A visa's page has an MRZ of its own: where both are in view the passport's counts.
std::optional<reader::mrz::MrzSight> passport_among(std::vector<reader::mrz::MrzSight> seen) {
  if (seen.empty()) return std::nullopt;
  const auto passport =
      std::ranges::find(seen, visa::MrzFormat::td3, &reader::mrz::MrzSight::format);
  return std::move(passport == seen.end() ? seen.front() : *passport);
}

}  // namespace

bool CameraReader::may_rest() const {
  if (rested_ >= kLongestRest || reads_ < kLeastReads) return false;
  if (reads_ >= kMostReads) return true;
  const bool read = last_.reading.seal || last_.reading.several_seals ||
                    codes_.rounds() > searched_;  // or all was tried
  return read && (!last_.mrz || (last_.mrz_sure && mrz_in_view_));
}

Sight CameraReader::read(const reader::GrayView& frame) {
  if (scene_.differs(frame)) {
    reads_ = 0;
    codes_.scene_changed();
    searched_ = codes_.rounds();
  } else if (may_rest()) {
    ++rested_;
    last_.fresh = false;
    return last_;
  }
  scene_.remember();
  ++reads_;
  rested_ = 0;
  const auto mrz = passport_among(reader::mrz::read_mrzs(frame, {.short_lines = false}));
  mrz_in_view_ = mrz.has_value();
  passport_.add(mrz);
  last_ = {.reading = codes_.read(frame),
           .mrz = passport_.joint(),
           .mrz_sure = passport_.accepted(),
           .fresh = true};
  return last_;
}

}  // namespace evisa::kiosk
