// OpenCV and FFmpeg without words on stderr and without threads of their own.
#pragma once

namespace evisa::reader {

/// Call before the first use of OpenCV in a file; does its work once per process.
void quiet_opencv();

}  // namespace evisa::reader
