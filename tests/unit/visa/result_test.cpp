// Errors as values.
#include "visa/result.h"

#include <gtest/gtest.h>

#include <set>

namespace evisa {
namespace {

TEST(VisaResult, GivesEveryCauseAWordOfItsOwn) {
  std::set<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(Errc::unavailable); ++i) {
    words.insert(to_string(static_cast<Errc>(i)));
  }
  EXPECT_EQ(words.size(), static_cast<std::size_t>(Errc::unavailable) + 1);
  EXPECT_FALSE(words.contains("unknown"));
}

TEST(VisaResult, CarriesMessageAndHint) {
  const Result<int> result = fail(Errc::io, "found nothing", "look again");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::io);
  EXPECT_EQ(result.error().message, "found nothing");
  EXPECT_EQ(result.error().hint, "look again");
}

}  // namespace
}  // namespace evisa
