// Places for heavy work.
#include "verifier/service/places.h"

#include <gtest/gtest.h>

namespace evisa::verifier {
namespace {

TEST(Places, AreGivenBackWhenTheWorkIsDone) {
  Places places(2);
  auto one = places.take();
  {
    const auto two = places.take();
    ASSERT_TRUE(one && two);
    EXPECT_FALSE(places.take());
    EXPECT_FALSE(places.take()) << "asking in vain takes nothing";
  }
  EXPECT_TRUE(places.take());
  const auto moved = std::move(one);
  const auto two = places.take();
  EXPECT_TRUE(two);
  EXPECT_FALSE(places.take()) << "a place that moved is one place";
}

}  // namespace
}  // namespace evisa::verifier
