// Reads the frames of a video: plain reading of every frame, and stronger steps in what remains of
// each frame's time, spread over the frames that follow.
#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "reader/symbol_search.h"

namespace evisa::reader {

class FrameReader {
 public:
  using Clock = std::function<std::chrono::nanoseconds()>;
  /// `budget`: time that one frame may take. `clock`: rises; the steady clock unless a test brings
  /// its own.
  explicit FrameReader(std::chrono::milliseconds budget = std::chrono::milliseconds(60));
  FrameReader(std::chrono::milliseconds budget, Clock clock);

  [[nodiscard]] Reading read(const GrayView& frame);

 private:
  void search(Reading& reading, const GrayView& frame, std::chrono::nanoseconds until);

  std::chrono::nanoseconds budget_;
  Clock clock_;
  std::vector<SymbolSearch> searches_;  ///< of the frame that is being searched
  std::size_t next_ = 0;
  bool plainly_ = false;  ///< the last frame was read as a whole
  double longest_step_ = 8e6;  ///< nanoseconds, decaying: what a step may be expected to take
};

}  // namespace evisa::reader
