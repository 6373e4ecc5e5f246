// UTF-8 and case folding.
#include "visa/utf8.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace evisa::visa {
namespace {

TEST(VisaUtf8, RoundTripsEveryCodePoint) {
  for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, c);
    std::string_view rest = text;
    EXPECT_EQ(next_code_point(rest), c);
    EXPECT_TRUE(rest.empty());
  }
}

TEST(VisaUtf8, RefusesWhatRfc3629Forbids) {
  for (const char* text :
       {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xF0\x80\x80\xAF", "\xED\xA0\x80",
        "\xF4\x90\x80\x80", "\xFF", "\xC3(", "\xF8\x88\x80\x80\x80"}) {
    std::string_view rest = text;
    expect_error(next_code_point(rest), Errc::malformed, "not UTF-8");
    EXPECT_EQ(rest, text);
  }
}

TEST(VisaUtf8, FoldsLatinCyrillicAndKazakhCapitals) {
  EXPECT_EQ(to_capitals("abcz éöüÿñß"), "ABCZ ÉÖÜŸÑß");
  EXPECT_EQ(to_capitals("łśžőığ"), "ŁŚŽŐIĞ");
  EXPECT_EQ(to_capitals("абвяёђіїүұәқңөғһ"), "АБВЯЁЂІЇҮҰӘҚҢӨҒҺ");
  EXPECT_EQ(to_capitals("ÉАҰŻ"), "ÉАҰŻ");
  EXPECT_EQ(to_capitals("阿斯塔纳 1÷2×3"), "阿斯塔纳 1÷2×3");
}

TEST(VisaUtf8, LeavesBrokenBytesAlone) { EXPECT_EQ(to_capitals("a\xFFz"), "A\xFFZ"); }

TEST(VisaUtf8, NamesCharactersForMessages) {
  EXPECT_EQ(quoted(U'ә'), "\"ә\" (U+04D9)");
  EXPECT_EQ(quoted(7), "\"\" (U+0007)");
}

}  // namespace
}  // namespace evisa::visa
