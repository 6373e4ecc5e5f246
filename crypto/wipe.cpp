// Texts that held a secret.
#include "crypto/wipe.h"

#include <sodium.h>

namespace evisa::crypto {

void wipe(std::string& text) {
  text.resize(text.capacity());  // what an erasure has left behind is part of it again
  sodium_memzero(text.data(), text.size());
  text.clear();
}

}  // namespace evisa::crypto
