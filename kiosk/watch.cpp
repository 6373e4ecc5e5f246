// Watches a frame source until an e-visa's seal is stable.
#include "kiosk/watch.h"

#include <utility>

#include "reader/frame_reader.h"

namespace evisa::kiosk {
namespace {

/// Of each frame. No preview waits for it, as the page's does; a film's frames wait for us.
constexpr std::chrono::milliseconds kFrameTime{240};

/// How much a frame without a stable seal tells: nothing, another code, several e-visas.
int telling(const reader::Reading& reading) {
  if (reading.several_seals) return 2;
  return reading.barcodes.empty() ? 0 : 1;
}

/// Keeps what may be shown and judged of an unstable reading: never its seal.
void keep_if_telling(reader::Reading reading, reader::Reading& kept) {
  if (reading.seal) return;
  if (telling(reading) > telling(kept)) kept = std::move(reading);
}

}  // namespace

Result<Watched> watch_for_seal(reader::FrameSource& source, const WatchLimits& limits) {
  Watched watched;
  StableSeal stable(limits.stable_frames);
  reader::FrameReader reader(kFrameTime);
  while (watched.frames < limits.frames) {
    auto frame = source.next();
    if (!frame) return std::unexpected(frame.error());
    if (!*frame) return watched;
    reader::Reading reading = reader.read((*frame)->view());
    ++watched.frames;
    if (reading.seal) ++watched.frames_read;
    if (stable.take(reading)) {
      watched.stable = true;
      watched.several_seals = false;
      watched.reading = std::move(reading);
      return watched;
    }
    watched.several_seals |= stable.several_in_view();
    keep_if_telling(std::move(reading), watched.reading);
  }
  return watched;
}

}  // namespace evisa::kiosk
