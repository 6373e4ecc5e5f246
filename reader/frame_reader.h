// Reads the frames of a video: plain reading first, and stronger steps in what remains of each
// frame's time, spread over the frames that follow.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <string_view>
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

  /// Reads the next frame. While the regions of an earlier frame are still being searched, a code
  /// may be given that was in view some frames ago. The budget is kept by not beginning a step that
  /// may take longer than what is left: how long a step may take is its amount of work at the worst
  /// pace that steps of its sort have shown.
  [[nodiscard]] Reading read(const GrayView& frame);

  /// What is in view is no longer what it was: a search that has had its time with an older frame
  /// gives way to one of the next.
  void scene_changed();

  /// Times that all regions of a frame were searched to their end, and nothing was read.
  [[nodiscard]] std::uint64_t rounds() const { return rounds_; }

  /// A piece of the work of the last frame.
  struct Step {
    std::string_view name;
    double work = 0;  ///< in the units of this sort of step
    std::chrono::nanoseconds allowed{}, took{};
  };
  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }

 private:
  using Nanoseconds = std::chrono::nanoseconds;
  enum Sort : std::size_t {  // those of `SymbolSearch` come first
    plain = SymbolSearch::kSorts,
    regions,
    tracking,
    joining,
    kSorts
  };
  struct Search {
    SymbolSearch symbol;
    int steps = 0;
  };
  [[nodiscard]] Nanoseconds allowed_for(std::size_t sort, double work) const;
  /// Does a step, if it fits into what is left of the frame's time.
  bool try_step(std::size_t sort, double work, const std::function<void()>& step);
  void read_plainly(Reading& reading, const GrayView& frame);
  void join(Reading& reading, const GrayView& frame);
  void search(Reading& reading, const GrayView& frame);
  void find_new_regions(const GrayView& frame);
  /// One step of a search. False when there was no time for it. A code ends all searches.
  bool step(Reading& reading, std::size_t turn);
  void end_if_done(std::size_t turn);
  [[nodiscard]] std::size_t whose_turn() const;
  void watch(const SeenModules& seen);
  void forget();

  std::chrono::milliseconds budget_;
  Clock clock_;
  Nanoseconds until_{};           ///< end of this frame's time
  std::vector<Search> searches_;  ///< of the frame that is being searched, likeliest region first
  std::optional<SeenModules> tracked_;  ///< a lattice as it lay in the last frame
  Evidence evidence_;                   ///< of that symbol, by all frames
  std::vector<Step> steps_;
  std::uint64_t rounds_ = 0;
  int age_ = 0;           ///< frames since the one that is being searched
  bool waiting_ = false;  ///< plain reading left no time for a step that waits
  /// Nanoseconds for a unit of work of each sort, the most that may be expected.
  std::array<double, kSorts> pace_;
};

}  // namespace evisa::reader
