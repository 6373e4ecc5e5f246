// PNG and JPEG files to grey pixels, by way of a limited process: libpng and libjpeg are too large
// to trust with what strangers send.
#pragma once

#include "reader/limited_child.h"
#include "reader/picture.h"

namespace evisa::reader {

/// As decode_picture, but whatever the file does to its decoder stays in a process of its own.
/// Errors also: malformed (the decoder crashed, or was stopped at its limits), unavailable (no
/// process left).
[[nodiscard]] Result<GrayImage> decode_picture_apart(crypto::ByteView file, int pixels,
                                                     const ChildLimits& limits = {});

}  // namespace evisa::reader
