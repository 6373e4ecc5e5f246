// Eight frames of a page in a hand.
#include "tests/bench/reader/sequences.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "reader/frame_reader.h"
#include "tests/bench/reader/subjects.h"

namespace evisa::bench {
namespace {

constexpr int kFrames = 8;
constexpr std::array kSets{sim::Level{"noiseNe", "12", 12}, sim::Level{"lowlight", "0.012", 0.012},
                           sim::Level{"glareR", "0.25", 0.25}};

/// Which frame was the first that gave the code, from 1; 0: none. A wrong code counts as none and
/// is told.
class FirstRead {
 public:
  explicit FirstRead(const crypto::Bytes& truth) : truth_(truth) {}
  void take(const std::vector<crypto::Bytes>& codes) {
    ++frame_;
    for (const auto& code : codes) {
      if (code != truth_) ++wrong;
      if (code == truth_ && at == 0) at = frame_;
    }
  }
  int at = 0, wrong = 0;

 private:
  const crypto::Bytes& truth_;
  int frame_ = 0;
};

std::vector<crypto::Bytes> bytes_of(const reader::Reading& reading) {
  std::vector<crypto::Bytes> out;
  for (const auto& code : reading.barcodes) out.push_back(code.bytes);
  return out;
}

struct Row {
  std::string name;
  std::array<int, 4> after{};  // 1, 2, 4, 8 frames
  int wrong = 0;
  void add(const FirstRead& one) {
    wrong += one.wrong;
    for (std::size_t i = 0; i < after.size(); ++i)
      after[i] += one.at > 0 && one.at <= 1 << i ? 1 : 0;
  }
};

}  // namespace

std::string sequences(const sim::Page& page, const sim::CodeArea& code, const crypto::Bytes& truth,
                      int count, int budget_ms, std::uint64_t seed) {
  const std::chrono::milliseconds budget(budget_ms);
  const auto zxing = peers().front();
  std::string out = fmt::format("{:<16}{:<22}{:>8}{:>8}{:>8}{:>8}{:>8}\n", "sequences", "reader",
                                "1", "2", "4", "8", "wrong");
  for (const auto& level : kSets) {
    std::array<Row, 3> rows{{{"evisa", {}, 0}, {"evisa, each alone", {}, 0}, {zxing.name, {}, 0}}};
    for (int index = 0; index < count; ++index) {
      const auto scene = sim::scene_of(level, page, code, index, seed);
      reader::FrameReader joining(budget, work_time);
      std::array<FirstRead, 3> first{FirstRead(truth), FirstRead(truth), FirstRead(truth)};
      for (int i = 0; i < kFrames; ++i) {
        const cv::Mat frame = sim::take(sim::moment_of(scene, i), page, code);
        const reader::GrayView view{frame.data, frame.cols, frame.rows, frame.step};
        first[0].take(bytes_of(joining.read(view)));
        reader::FrameReader alone(budget, work_time);
        first[1].take(bytes_of(alone.read(view)));
        first[2].take(zxing.read(frame).codes);
      }
      for (std::size_t r = 0; r < rows.size(); ++r) rows[r].add(first[r]);
    }
    for (const auto& row : rows) {
      out +=
          fmt::format("{:<16}{:<22}", fmt::format("{} {}", level.scenario, level.name), row.name);
      for (const int read : row.after) out += fmt::format("{:>8.0f}", 100.0 * read / count);
      out += fmt::format("{:>8}\n", row.wrong);
    }
  }
  return out;
}

}  // namespace evisa::bench
