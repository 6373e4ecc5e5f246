// What the booth's camera shows, frame by frame: read in full while anything is new or to be
// gained, and otherwise only looked at.
#pragma once

#include <optional>

#include "reader/frame_reader.h"
#include "reader/frame_source.h"
#include "reader/mrz/sight.h"
#include "reader/mrz/vote.h"
#include "reader/scene_change.h"

namespace evisa::kiosk {

/// What was read in one frame.
struct Sight {
  reader::Reading reading;
  /// Of the MRZ in view, by all frames together; none: there is none.
  std::optional<reader::mrz::MrzSight> mrz;
  bool mrz_sure = false;  ///< it may be relied on without anybody's look
  bool fresh = true;      ///< read in this frame; else nothing has changed since it was
};

class CameraReader {
 public:
  explicit CameraReader(reader::FrameReader codes = reader::FrameReader())
      : codes_(std::move(codes)) {}
  /// Reads the next frame. While it shows nothing that frames read in full did not, and those gave
  /// all they had, the answer is theirs.
  [[nodiscard]] Sight read(const reader::GrayView& frame);
  /// Forgets what was seen.
  void reset() { *this = CameraReader(); }

 private:
  [[nodiscard]] bool may_rest() const;
  reader::SceneChange scene_;
  reader::FrameReader codes_;
  reader::mrz::MrzVote passport_;
  Sight last_;
  bool mrz_in_view_ = false;    ///< in the last frame that was read, not only in those before it
  std::uint64_t searched_ = 0;  ///< rounds of `codes_` when the scene changed last
  int reads_ = 0;               ///< in full, since then
  int rested_ = 0;              ///< frames since the last full one
};

}  // namespace evisa::kiosk
