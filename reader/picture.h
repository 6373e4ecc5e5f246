// PNG and JPEG files to grey pixels.
#pragma once

#include "reader/gray_image.h"
#include "visa/result.h"

namespace evisa::reader {

/// `pixels`: the most that an image may have; looked at before anything is decoded.
/// Errors: unsupported (neither PNG nor JPEG: what it looks like), malformed (damaged),
/// out_of_range.
[[nodiscard]] Result<GrayImage> decode_picture(crypto::ByteView file, int pixels);

}  // namespace evisa::reader
