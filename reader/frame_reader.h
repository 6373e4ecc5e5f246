// Reads the frames of a video: plain reading first, and stronger steps in what remains of each
// frame's time, spread over the frames that follow.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <vector>

#include "reader/evidence.h"
#include "reader/symbol_search.h"

namespace evisa::reader {

class FrameReader {
 public:
  using Clock = std::function<std::chrono::nanoseconds()>;
  /// `budget`: time that one frame may take. `clock`: rises; the steady clock unless a test brings
  /// its own.
  explicit FrameReader(std::chrono::milliseconds budget = std::chrono::milliseconds(60));
  FrameReader(std::chrono::milliseconds budget, Clock clock);

  /// Reads the next frame. While the regions of an earlier frame are still being searched, every
  /// second frame is left to that search; a code it finds is one that was in view some frames ago.
  /// The budget is kept by not beginning a step for which too little time is left.
  [[nodiscard]] Reading read(const GrayView& frame);

 private:
  void search(Reading& reading, const GrayView& frame, std::chrono::nanoseconds until);
  void find_new_regions(const GrayView& frame);
  /// One step of a search. True when a code was read.
  bool step(Reading& reading, std::size_t turn);
  bool join(Reading& reading, const SeenModules& seen);
  [[nodiscard]] std::size_t whose_turn() const;

  struct Search {
    SymbolSearch symbol;
    int steps = 0;
    int joined = 0;  ///< lattices that went into the evidence
  };
  std::chrono::nanoseconds budget_;
  Clock clock_;
  std::vector<Search> searches_;  ///< of the frame that is being searched, likeliest region first
  Evidence evidence_;
  bool plainly_ = false;     ///< the last frame was read as a whole
  bool waiting_ = false;     ///< there was no time to look for regions
  bool look_anew_ = false;   ///< a sure lattice did not decode: the next frame may tell the rest
  bool thoroughly_ = false;  ///< frames do not differ: the search goes on to its end
  /// Nanoseconds that a step of each sort may be expected to take, by those before it; the last is
  /// for finding regions.
  std::array<double, SymbolSearch::kSorts + 1> expected_{};
};

}  // namespace evisa::reader
