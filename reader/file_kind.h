// What a file is, by its first bytes; names are not believed.
#pragma once

#include <string>

#include "crypto/bytes.h"

namespace evisa::reader {

enum class FileKind { png, jpeg, pdf, other };

[[nodiscard]] FileKind kind_of(crypto::ByteView content);

/// For a message: `a GIF image`, `text`, `data that begins with 00ff1234`.
[[nodiscard]] std::string looks_like(crypto::ByteView content);

}  // namespace evisa::reader
