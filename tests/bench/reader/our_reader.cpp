// Our reader as the booth uses it.
#include <algorithm>
#include <chrono>

#include "reader/frame_reader.h"
#include "tests/bench/reader/subjects.h"

namespace evisa::bench {

Subject our_reader(int calls, int budget_ms) {
  return {"evisa", [calls, budget_ms](const cv::Mat& frame) {
            reader::FrameReader reader(std::chrono::milliseconds(budget_ms), work_time);
            Attempt attempt;
            attempt.calls = 0;
            while (attempt.codes.empty() && attempt.calls < calls) {
              const auto start = work_time();
              const auto reading = reader.read({frame.data, frame.cols, frame.rows, frame.step});
              const double ms =
                  std::chrono::duration<double, std::milli>(work_time() - start).count();
              for (const auto& code : reading.barcodes) attempt.codes.push_back(code.bytes);
              if (attempt.calls++ == 0) attempt.first_ms = ms;
              attempt.longest_ms = std::max(attempt.longest_ms, ms);
              attempt.total_ms += ms;
            }
            return attempt;
          }};
}

}  // namespace evisa::bench
