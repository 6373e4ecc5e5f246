// Text from outside, made fit for a terminal.
#include "visa/printable.h"

#include <gtest/gtest.h>

namespace evisa::visa {
namespace {

TEST(Printable, LeavesLettersOfEveryScript) {
  for (const std::string text : {"KC 964", "Қорғас", "机场", "a\\b", "50 °C"})
    EXPECT_EQ(printable(text), text);
}

TEST(Printable, EscapesWhatSteersATerminal) {
  struct {
    std::string_view text, shown;
  } const cases[]{{"\x1b[2K", "\\x1b[2K"},
                  {"a\nb\r\t", "a\\x0ab\\x0d\\x09"},
                  {"\x7f", "\\x7f"},
                  {std::string_view("\0", 1), "\\x00"},
                  {"\xc2\x9b", "\\xc2\\x9b"},  // CSI in one character
                  {"\xe2\x80\xae"
                   "x",
                   "\\xe2\\x80\\xaex"},                 // right-to-left override
                  {"\xe2\x80\x8b", "\\xe2\\x80\\x8b"},  // zero width space
                  {"\xef\xbb\xbf", "\\xef\\xbb\\xbf"}};
  for (const auto& [text, shown] : cases) EXPECT_EQ(printable(text), shown);
}

TEST(Printable, EscapesWhatIsNotUtf8) {
  EXPECT_EQ(printable("a\xff\xd0"), "a\\xff\\xd0");
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");
  EXPECT_FALSE(is_utf8("a\xff"));
  EXPECT_TRUE(is_utf8("Қ"));
  EXPECT_TRUE(is_utf8(""));
}

}  // namespace
}  // namespace evisa::visa
