// Guarded memory for secrets.
#include "crypto/secret.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <type_traits>

namespace {

using evisa::crypto::as_bytes;
using evisa::crypto::SecretBytes;

static_assert(!std::is_copy_constructible_v<SecretBytes> &&
              !std::is_copy_assignable_v<SecretBytes>);

TEST(Secret, BeginsZeroed) {
  const SecretBytes secret(32);
  EXPECT_EQ(secret.size(), 32U);
  EXPECT_TRUE(std::ranges::all_of(secret.view(), [](auto byte) { return byte == 0; }));
}

TEST(Secret, HoldsNothing) {
  const SecretBytes secret(0);
  EXPECT_EQ(secret.size(), 0U);
  EXPECT_TRUE(secret.equals(SecretBytes(0)));
}

TEST(Secret, CopiesBytesIn) {
  EXPECT_TRUE(std::ranges::equal(SecretBytes::copy_of(as_bytes("abc")).view(), as_bytes("abc")));
}

TEST(Secret, ComparesContentAndSize) {
  const auto secret = SecretBytes::copy_of(as_bytes("abc"));
  EXPECT_TRUE(secret.equals(SecretBytes::copy_of(as_bytes("abc"))));
  EXPECT_FALSE(secret.equals(SecretBytes::copy_of(as_bytes("abd"))));
  EXPECT_FALSE(secret.equals(SecretBytes::copy_of(as_bytes("abcd"))));
}

TEST(Secret, MovesAndLeavesNothingBehind) {
  auto from = SecretBytes::copy_of(as_bytes("abc"));
  SecretBytes to(std::move(from));
  EXPECT_EQ(from.size(), 0U);  // NOLINT(bugprone-use-after-move)
  SecretBytes other = SecretBytes::copy_of(as_bytes("old"));
  other = std::move(to);
  EXPECT_TRUE(other.equals(SecretBytes::copy_of(as_bytes("abc"))));
  EXPECT_EQ(to.size(), 0U);  // NOLINT(bugprone-use-after-move)
}

TEST(SecretDeathTest, StopsAnOverrunAtTheGuardPage) {
  ::testing::GTEST_FLAG(death_test_style) = "threadsafe";
  EXPECT_DEATH(
      {
        SecretBytes secret(32);
        volatile std::uint8_t* end = secret.writable().data() + secret.size();
        *end = 1;
      },
      "");
}

}  // namespace
