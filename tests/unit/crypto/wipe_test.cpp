// A text that held a secret leaves nothing in its room.
#include "crypto/wipe.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace evisa::crypto {
namespace {

/// What lies in the room of an emptied text.
std::string room_of(std::string& text) {
  text.resize_and_overwrite(text.capacity(), [](char*, std::size_t size) { return size; });
  return text;
}

TEST(Wipe, LeavesNothingInATextsRoom) {
  for (std::string text : {std::string("481516"), std::string(5000, '7')}) {
    wipe(text);
    EXPECT_TRUE(text.empty());
    EXPECT_TRUE(std::ranges::all_of(room_of(text), [](char c) { return c == '\0'; }));
  }
}

TEST(Wipe, TakesWhatAnErasureLeftBehind) {
  std::string text = "header, and then a long secret: 481516234242";
  text.erase(0, 32);
  wipe(text);
  EXPECT_EQ(room_of(text).find("42"), std::string::npos);
}

}  // namespace
}  // namespace evisa::crypto
