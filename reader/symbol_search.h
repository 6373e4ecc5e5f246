// The strong reader: one region of one frame searched for a QR code, step by step, so that the work
// can be spread over frames.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "reader/gray_image.h"
#include "reader/qr/lattice.h"
#include "reader/qr/restore.h"
#include "reader/qr/symbol.h"
#include "reader/reading.h"

namespace evisa::reader {

/// Modules of a symbol whose lattice was found, decoded or not: evidence that can be joined.
struct SeenModules {
  int version = 0;
  qr::Modules modules;             ///< from `black_and_white`
  double agreement = 0;            ///< of the function patterns with what was seen, at most 1
  std::array<Point, 4> corners{};  ///< pixels of the frame
  /// Where the lattice puts the three finders, in pixels of the frame.
  std::array<qr::Seed, 3> finders{};
};

class SymbolSearch {
 public:
  /// Keeps a copy of the region; the frame may go away.
  SymbolSearch(const GrayView& frame, const qr::Area& area);

  /// Does the next piece of work: some milliseconds. False when there is nothing left to do.
  bool step();
  [[nodiscard]] bool done() const { return tasks_.empty(); }
  /// What the next step is: which sort of work, and how much of it, in units of that sort. Steps of
  /// one sort take about as long for each unit.
  struct Ahead {
    std::size_t sort = 0;
    double work = 0;
  };
  static constexpr std::size_t kSorts = 12;
  [[nodiscard]] Ahead ahead() const;
  [[nodiscard]] static std::string_view name_of(std::size_t sort);
  /// Goes without the next step.
  void skip();
  /// The code, once a step has read it.
  [[nodiscard]] const std::optional<Barcode>& found() const { return found_; }
  /// A lattice that was found has been tried in every way: what it shows is all there is.
  [[nodiscard]] bool restored() const { return restored_; }
  /// The best lattice so far.
  [[nodiscard]] const std::optional<SeenModules>& seen() const { return seen_; }
  [[nodiscard]] const qr::Area& area() const { return area_; }

 private:
  enum class Work {
    runs,     ///< finders by the runs of rows
    shapes,   ///< finders by correlation
    suit,     ///< the plane at a scale that suits the finders' modules
    triples,  ///< which three finders belong together, as which version
    pairs,    ///< likewise with one finder hidden
    unblur,   ///< the plane sharpened
    enhance,  ///< ZXing on the region, made more readable
    invert,   ///< light for dark
    follow,   ///< the lattice of a layout
    decode,   ///< the lattice's modules as they are seen
    restore,  ///< those modules with their blur undone
    redecode  ///< and decoded again
  };
  struct Task {
    Work work;
    qr::Search how = qr::Search::runs;  ///< of `shapes`
    std::size_t number = 0;             ///< reach of `restore`, step of `enhance`, of a group
    std::optional<qr::Layout> layout = std::nullopt;  ///< of `follow`
    qr::Sheet sheet = qr::Sheet::bent;
  };
  void put(Task task) { tasks_.push_front(std::move(task)); }
  void work_on(const Task& task);
  void look_for_finders(qr::Search how);
  void cut_plane(double scale);
  [[nodiscard]] double suiting_scale() const;
  void suit_scale();
  void group_finders(qr::Sheet sheet, std::size_t most);
  void pair_finders();
  void try_group(std::vector<qr::Layout> layouts, const Task& task, std::size_t count);
  void look_through_blur();
  void enhance_region(std::size_t step);
  void decode_lattice(const Task& task);
  void restore_round(const Task& task);
  [[nodiscard]] SeenModules seen_on(const qr::Lattice& lattice, int version,
                                    double agreement) const;
  bool accept(const qr::Modules& modules);

  GrayImage region_;
  qr::Area area_;
  bool restored_ = false;
  double scale_ = 1;
  std::optional<qr::Plane> plane_, dark_;
  std::vector<qr::Finder> finders_;  ///< of all searches so far, on `plane_`
  std::vector<qr::Triple> triples_;
  std::vector<qr::Pair> pairs_;
  std::vector<qr::Layout> layouts_;  ///< of the groups tried so far
  std::size_t most_layouts_ = 0;     ///< of these are followed
  std::optional<qr::Lattice> lattice_;
  std::optional<qr::Restoring> restoring_;
  std::optional<SeenModules> seen_, last_;
  std::deque<Task> tasks_;
  std::optional<Barcode> found_;
};

/// What a lattice shows of its modules; `on_frame` takes pixels of the plane to pixels of the
/// frame.
[[nodiscard]] SeenModules seen_modules(const qr::Lattice& lattice, const qr::Plane& plane,
                                       int version, double agreement,
                                       const std::function<qr::Vec(qr::Vec)>& on_frame);

/// The content of modules as they were seen, or of their mirror image; nothing when they do not
/// decode.
[[nodiscard]] std::optional<qr::Symbol> decode_either_way(const qr::Modules& modules);
/// Likewise; where that fails, with the modules of streaks doubted.
[[nodiscard]] std::optional<qr::Symbol> decode_doubting(const qr::Modules& modules, int version);

}  // namespace evisa::reader
