// Bytes and texts that held a secret.
#include "crypto/wipe.h"

#include <sodium.h>

namespace evisa::crypto {

void wipe(std::span<char> bytes) { sodium_memzero(bytes.data(), bytes.size()); }

void wipe(std::string& text) {
  text.resize(text.capacity());  // what an erasure has left behind is part of it again
  wipe(std::span(text));
  text.clear();
}

}  // namespace evisa::crypto
