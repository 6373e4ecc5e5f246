// Watches a frame source until an e-visa's seal is stable.
#include "kiosk/watch.h"

namespace evisa::kiosk {
namespace {

void count(const reader::Reading& reading, Watched& watched) {
  ++watched.frames;
  if (!reading.barcodes.empty()) ++watched.frames_with_code;
  if (reading.several_seals) ++watched.frames_with_several;
  if (!reading.barcodes.empty() && !reading.seal && !reading.several_seals) {
    watched.other_code = reading.barcodes.front();
  }
}

}  // namespace

Result<Watched> watch_for_seal(reader::FrameSource& source, const WatchLimits& limits) {
  Watched watched;
  StableSeal stable(limits.stable_frames);
  while (watched.frames < limits.frames) {
    auto frame = source.next();
    if (!frame) return std::unexpected(frame.error());
    if (!*frame) return watched;
    const reader::Reading reading = reader::read_frame((*frame)->view());
    count(reading, watched);
    watched.seal = stable.take(reading);
    if (watched.seal) return watched;
  }
  return watched;
}

}  // namespace evisa::kiosk
