// Motion JPEG in AVI, written by hand: OpenCV 4.6's own writer fails on noisy frames at high
// quality, and FFmpeg's compresses more than a camera does.
//
//   AVI = RIFF 'AVI ' { LIST hdrl { avih LIST strl { strh strf } } LIST movi { '00dc' jpeg } idx1 }
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <opencv2/core.hpp>
#include <vector>

#include "visa/result.h"

namespace evisa::sim {

/// Writes under a temporary name; `finish` gives the file its own. What is not finished is removed.
class AviWriter {
 public:
  /// `quality`: of each JPEG, 1 to 100. Errors: io.
  [[nodiscard]] static Result<AviWriter> open(const std::filesystem::path& target, cv::Size size,
                                              double fps, int quality = 92);
  AviWriter(AviWriter&& other) = default;
  AviWriter& operator=(AviWriter&&) = delete;
  ~AviWriter();
  /// `frame`: CV_8UC1 of the size given. Errors: io, out_of_range (an AVI file holds at most 2 GB).
  [[nodiscard]] Result<void> add(const cv::Mat& frame);
  [[nodiscard]] Result<void> finish();

 private:
  struct Entry {
    std::uint32_t at, size;
  };
  AviWriter(std::filesystem::path target, cv::Size size, double fps, int quality)
      : target_(std::move(target)), size_(size), fps_(fps), quality_(quality) {}
  [[nodiscard]] std::filesystem::path part() const { return target_.string() + ".part"; }
  [[nodiscard]] std::string headers() const;
  std::filesystem::path target_;
  cv::Size size_;
  double fps_;
  int quality_;
  std::ofstream file_;
  std::vector<Entry> entries_;
  std::uint32_t movi_bytes_ = 4;  ///< with its name
  std::uint32_t largest_ = 0;
};

}  // namespace evisa::sim
