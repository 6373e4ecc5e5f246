// The strong reader: one region of one frame searched for a QR code, step by step, so that the work
// can be spread over frames.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <vector>

#include "reader/gray_image.h"
#include "reader/qr/lattice.h"
#include "reader/qr/symbol.h"
#include "reader/reading.h"

namespace evisa::reader {

/// Modules of a symbol whose lattice was found, decoded or not: evidence that can be joined.
struct SeenModules {
  int version = 0;
  qr::Modules modules;             ///< from `black_and_white`
  double agreement = 0;            ///< of the function patterns with what was seen, at most 1
  std::array<Point, 4> corners{};  ///< pixels of the frame
};

class SymbolSearch {
 public:
  /// Keeps a copy of the region; the frame may go away.
  SymbolSearch(const GrayView& frame, const qr::Area& area);

  /// Does the next piece of work: some milliseconds for a region of usual size. False when there is
  /// nothing left to do.
  bool step();
  [[nodiscard]] bool done() const { return tasks_.empty(); }
  /// Which sort of work the next step is, below `kSorts`: steps of one sort take about as long.
  static constexpr std::size_t kSorts = 7;
  [[nodiscard]] std::size_t next_sort() const {
    return tasks_.empty() ? 0 : static_cast<std::size_t>(tasks_.front().work);
  }
  /// The code, once a step has read it.
  [[nodiscard]] const std::optional<Barcode>& found() const { return found_; }
  /// A lattice that was found has been tried in every way: what it shows is all there is.
  [[nodiscard]] bool restored() const { return restored_; }
  /// The best lattice so far.
  [[nodiscard]] const std::optional<SeenModules>& seen() const { return seen_; }
  [[nodiscard]] const qr::Area& area() const { return area_; }

 private:
  enum class Work { finders, blurred, hidden_finder, enhance, invert, follow, restore };
  struct Task {
    Work work;
    qr::Search how = qr::Search::runs;                ///< of `finders`
    int number = 0;                                   ///< reach of `restore`, step of `enhance`
    std::optional<qr::Layout> layout = std::nullopt;  ///< of `follow`
    qr::Sheet sheet = qr::Sheet::bent;                ///< of `follow`
  };
  void look_for_finders(qr::Search how);
  void cut_plane(double scale);
  void suit_scale();
  void put_layouts(std::vector<qr::Layout> layouts, qr::Sheet sheet);
  void look_through_blur();
  void enhance_region(int step);
  void follow(const qr::Layout& layout, qr::Sheet sheet);
  void restore(int reach);
  bool accept(const qr::Modules& modules);

  GrayImage region_;
  qr::Area area_;
  bool restored_ = false;
  double scale_ = 1;
  std::optional<qr::Plane> plane_, dark_;
  std::vector<qr::Finder> finders_;  ///< of all searches so far, on `plane_`
  std::optional<SeenModules> seen_, last_;
  std::deque<Task> tasks_;
  std::optional<Barcode> found_;
};

/// The content of modules as they were seen, or of their mirror image; nothing when they do not
/// decode.
[[nodiscard]] std::optional<qr::Symbol> decode_either_way(const qr::Modules& modules);

}  // namespace evisa::reader
