// The sample visa's print-out as PDF, and as a clean 1080p camera frame of it.
#pragma once

#include <opencv2/core.hpp>

#include "crypto/bytes.h"
#include "visa/visa.h"

namespace evisa::bench {

[[nodiscard]] visa::VisaRecord sample_record();
[[nodiscard]] const crypto::Bytes& sample_pdf();
/// A4 upright, the whole page in the frame's height: grey, 1920 x 1080.
[[nodiscard]] cv::Mat clean_frame();

}  // namespace evisa::bench
