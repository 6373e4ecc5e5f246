// The kinds of public key that a certificate of this system may hold.
#pragma once

#include <cstddef>
#include <string_view>

namespace evisa::crypto {

enum class KeyType {
  ed25519,
  p224,
  p256,
  p384,
  p521,
  brainpool_p224r1,
  brainpool_p256r1,
  brainpool_p320r1,
  brainpool_p384r1,
  brainpool_p512r1
};
[[nodiscard]] std::string_view to_string(KeyType type);

}  // namespace evisa::crypto
