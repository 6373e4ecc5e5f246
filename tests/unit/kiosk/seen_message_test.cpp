// What the page is told of a frame.
#include "kiosk/seen_message.h"

#include <gtest/gtest.h>

#include "crypto/strict_json.h"
#include "tests/sample/must.h"
#include "tests/unit/kiosk/sights.h"

namespace evisa::kiosk {
namespace {

TEST(KioskSeenMessage, CountsTheColumnsOfWhatIsNotSure) {
  Sight sight = mrz_sight("P<CHN\nE1234");
  sight.mrz_sure = false;
  sight.mrz->confidence = {std::vector<float>{1, 1, 0.95F, 0.89F, 0.4F}, {0.1F, 1, 1, 1, 1}};
  const auto seen = sample::must(crypto::parse_json(seen_message(sight)));
  EXPECT_EQ(seen["mrz"]["unsure"], crypto::Json::parse("[[3,4],[0]]"));
  EXPECT_EQ(seen["mrz"]["lines"][0], "P<CHN");
  EXPECT_EQ(seen["mrz"]["sure"], false);
}

TEST(KioskSeenMessage, CountsTheFieldWhoseCheckDigitIsWrong) {
  Sight sight = mrz_sight(
      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
      "L898902C36UTO7408132F1204159ZE184226B<<<<<10");  // born on the 12th
  sight.mrz_sure = false;
  sight.mrz->complete = true;
  for (std::size_t line = 0; line < 2; ++line) sight.mrz->confidence[line].assign(44, 1);
  const auto seen = sample::must(crypto::parse_json(seen_message(sight)));
  EXPECT_EQ(seen["mrz"]["unsure"], crypto::Json::parse("[[],[13,14,15,16,17,18,19,43]]"));
}

TEST(KioskSeenMessage, SaysThatThereIsNoMrz) {
  const auto seen = sample::must(crypto::parse_json(seen_message(paper_sight())));
  EXPECT_TRUE(seen["mrz"].is_null());
  EXPECT_EQ(seen["codes"][0]["kind"], "visa");
}

}  // namespace
}  // namespace evisa::kiosk
