// PIN hashes: salted, of the cost asked for, and a decoy that looks and costs alike.
#include "crypto/pin_hash.h"

#include <gtest/gtest.h>

namespace evisa::crypto {
namespace {

SecretBytes pin(std::string_view digits) { return SecretBytes::copy_of(as_bytes(digits)); }

std::string parameters(const std::string& hash) {
  std::size_t end = 0;
  for (int dollars = 0; dollars < 4 && end != std::string::npos; ++dollars) {
    end = hash.find('$', end + (dollars ? 1 : 0));
  }
  return hash.substr(0, end);
}

TEST(PinHash, KnowsItsPinAndNoOther) {
  const auto hash = hash_pin(pin("480917"), PinCost::least()).value();
  EXPECT_TRUE(pin_matches(pin("480917"), hash));
  EXPECT_FALSE(pin_matches(pin("480918"), hash));
  EXPECT_FALSE(pin_matches(pin("48091"), hash));
  EXPECT_FALSE(pin_matches(pin(""), hash));
}

TEST(PinHash, IsSalted) {
  const auto once = hash_pin(pin("480917"), PinCost::least()).value();
  const auto twice = hash_pin(pin("480917"), PinCost::least()).value();
  EXPECT_NE(once, twice);
}

TEST(PinHash, HasTheInteractiveCostUnlessToldOtherwise) {
  const auto hash = hash_pin(pin("480917"), PinCost{}).value();
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << hash;
  EXPECT_TRUE(pin_matches(pin("480917"), hash));
}

TEST(PinHash, SaysWhenThereIsNoMemory) {
  const auto hash = hash_pin(pin("480917"), {2, std::size_t{1} << 46});
  ASSERT_FALSE(hash);
  EXPECT_EQ(hash.error().code, Errc::unavailable);
}

TEST(PinHash, DecoyHasTheFormAndCostOfARealOne) {
  for (const PinCost& cost : {PinCost{}, PinCost::least()}) {
    const auto real = hash_pin(pin("480917"), cost).value();
    const auto decoy = decoy_pin_hash(cost);
    EXPECT_EQ(parameters(decoy), parameters(real));
    EXPECT_EQ(decoy.size(), real.size());
    EXPECT_FALSE(pin_matches(pin("480917"), decoy));
  }
}

TEST(PinHash, NothingMatchesWhatIsNoHash) {
  for (const std::string hash : {"", "x", "$argon2id$v=19$m=65536,t=2,p=1$"}) {
    EXPECT_FALSE(pin_matches(pin("480917"), hash)) << hash;
  }
  EXPECT_FALSE(pin_matches(pin("480917"), std::string(1000, 'x')));
}

}  // namespace
}  // namespace evisa::crypto
