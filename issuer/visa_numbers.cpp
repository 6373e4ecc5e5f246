// New visa numbers from libsodium's random source.
#include "issuer/visa_numbers.h"

#include <sodium.h>

#include "crypto/secret.h"

namespace evisa::issuer {

std::uint32_t random_visa_digits() {
  crypto::sodium_ready();
  return randombytes_uniform(100'000'000);
}

}  // namespace evisa::issuer
