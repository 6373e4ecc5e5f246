// Watches a frame source until an e-visa's seal is stable.
#pragma once

#include "kiosk/stable_seal.h"
#include "reader/frame_source.h"

namespace evisa::kiosk {

struct WatchLimits {
  std::size_t stable_frames = 2;  ///< frames that must agree on the seal
  std::size_t frames = 1800;      ///< give up after so many: two minutes at 15 frames a second
};

struct Watched {
  bool stable = false;  ///< a seal was read the same in enough frames
  /// The reading that decided: with the stable seal; else, without one, the most telling frame
  /// (several seals in view, then another code), else empty.
  reader::Reading reading;
  /// No seal was stable, and different ones were in view, in one frame or one after the other.
  bool several_seals = false;
  std::size_t frames = 0;       ///< frames looked at
  std::size_t frames_read = 0;  ///< frames in which an e-visa was read
};

/// Reads frames until a seal is stable, the source ends, or the limit is reached.
/// Errors: io (the camera is gone), as `FrameSource::next`.
[[nodiscard]] Result<Watched> watch_for_seal(reader::FrameSource& source,
                                             const WatchLimits& limits);

}  // namespace evisa::kiosk
