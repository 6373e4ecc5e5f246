// Fuzzes boarding receipts. Law: what parses is signed again as exactly the same bytes, and opens
// under that key alone.
#include "crypto/boarding_receipt.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace evisa::crypto;

void require(bool law) {
  if (!law) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto key = std::move(*Ed25519SecretKey::from_seed(Bytes(32, 1)));
  static const auto other = std::move(*Ed25519SecretKey::from_seed(Bytes(32, 2)));
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto file = parse_receipt_file(text))
    require(parse_receipt_file(write_receipt_file(*file)) == *file);
  const auto receipt = parse_receipt(text);
  if (!receipt) return 0;
  const auto signed_receipt = sign_receipt(*receipt, key);
  require(signed_receipt && signed_receipt->json == text);
  require(open_receipt(*signed_receipt, key.public_key()) == *receipt);
  require(!open_receipt(*signed_receipt, other.public_key()));
  return 0;
}
