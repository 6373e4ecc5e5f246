// Laws: a version 4 seal that decodes encodes back to the same bytes; nothing is valid without
// trust.
#include "crypto/seal.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "crypto/seal_validation.h"

using namespace evisa::crypto;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  if (validate_seal(bytes, SignerSet{}, {}, {{}, true}).status == SealStatus::valid) std::abort();
  const auto seal = decode_seal(bytes);
  if (!seal || seal->header().version != 3) return 0;
  std::vector<FeatureValue> features;
  for (std::size_t i = 0; i < seal->feature_count(); ++i) {
    const Feature feature = seal->feature(i);
    features.push_back({feature.tag, Bytes(feature.value.begin(), feature.value.end())});
  }
  auto part = encode_signed_part(seal->header(), features);
  if (!part) std::abort();
  const auto again = append_signature(std::move(*part), seal->signature());
  if (!again || !std::ranges::equal(*again, bytes)) std::abort();
  return 0;
}
