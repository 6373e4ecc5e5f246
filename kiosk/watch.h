// Watches a frame source until an e-visa's seal is stable.
#pragma once

#include <functional>
#include <optional>

#include "kiosk/stable_seal.h"
#include "reader/frame_source.h"

namespace evisa::kiosk {

struct WatchLimits {
  std::size_t stable_frames = 2;  ///< frames that must agree on the seal
  std::size_t frames = 1800;      ///< give up after so many: two minutes at 15 frames a second
};

struct Watched {
  std::optional<crypto::Bytes> seal;  ///< empty: none was stable before the source or the limit ended
  std::size_t frames = 0;             ///< frames looked at
  std::size_t frames_with_code = 0;   ///< frames with any barcode
  std::size_t frames_with_several = 0;  ///< frames with different e-visas in view
  std::optional<reader::Barcode> other_code;  ///< the last code that is no e-visa, to name it
};

/// Reads frames until a seal is stable, the source ends, or the limit is reached.
/// Errors: io (the camera is gone), as `FrameSource::next`.
[[nodiscard]] Result<Watched> watch_for_seal(reader::FrameSource& source, const WatchLimits& limits);

}  // namespace evisa::kiosk
