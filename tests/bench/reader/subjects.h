// The readers that are compared, each behind one call.
#pragma once

#include <chrono>
#include <functional>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "crypto/bytes.h"

namespace evisa::bench {

/// Time that this thread has worked. A machine that is shared with others takes longer; how much
/// longer is no figure of a reader.
[[nodiscard]] std::chrono::nanoseconds work_time();

/// What one frame gave, and how long it took.
struct Attempt {
  std::vector<crypto::Bytes> codes;
  int calls = 1;          ///< frames of the page at rest until it was read
  double first_ms = 0;    ///< the first call
  double longest_ms = 0;  ///< the longest call
  double total_ms = 0;    ///< all calls
  int over = 0;           ///< calls that took longer than the budget
  std::string steps;      ///< of the longest call: what was done in it, with milliseconds
};

/// Paces of our reader's steps, over all frames so far: a table for a person to read.
[[nodiscard]] std::string paces();

struct Subject {
  std::string name;
  std::function<Attempt(const cv::Mat& frame)> read;
};

/// Ours: at most `calls` frames of a page at rest (the same pixels each time), stopping when read.
[[nodiscard]] Subject our_reader(int calls, int budget_ms);
/// The peers that were there when this was built, as they come out of their package.
[[nodiscard]] std::vector<Subject> peers();

}  // namespace evisa::bench
