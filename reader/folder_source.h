// A folder of pictures as a source of frames, in the order of their names.
#pragma once

#include <filesystem>

#include "reader/frame_source.h"

namespace evisa::reader {

/// Every `.png`, `.jpg` and `.jpeg` of the folder. A picture that is damaged is an error of `next`;
/// the one after it can still be asked for.
/// Errors: io (the folder cannot be listed), unsupported (no picture in it).
[[nodiscard]] Result<std::unique_ptr<FrameSource>> open_folder(const std::filesystem::path& folder);

}  // namespace evisa::reader
