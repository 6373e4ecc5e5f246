// Comma separated values, strictly.
#include "visa/csv.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace evisa::visa {
namespace {

using Rows = std::vector<std::vector<std::string>>;

TEST(VisaCsv, ReadsPlainAndQuotedFields) {
  const auto table = parse_csv("a,b\n1,\"x, \"\"y\"\"\"\n,\"two\nlines\"\n");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->header, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(table->rows, (Rows{{"1", "x, \"y\""}, {"", "two\nlines"}}));
  EXPECT_EQ(table->lines, (std::vector<std::size_t>{2, 3}));
}

TEST(VisaCsv, TakesByteOrderMarkCrLfAndAMissingLastLineEnd) {
  const auto table = parse_csv(
      "\xEF\xBB\xBF"
      "a,b\r\n1,2\r\n3,4");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->header.front(), "a");
  EXPECT_EQ(table->rows, (Rows{{"1", "2"}, {"3", "4"}}));
}

TEST(VisaCsv, CountsLinesInsideQuotes) {
  const auto table = parse_csv("a\n\"1\n2\n3\"\nx\n");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->lines, (std::vector<std::size_t>{2, 5}));
}

struct BadCsv {
  const char* text;
  const char* message;
};

TEST(VisaCsv, NamesTheLineOfWhatIsWrong) {
  for (const auto& [text, message] :
       {BadCsv{"", "line 1"}, BadCsv{"a,b\n1\n", "line 2: found 1 fields, expected 2"},
        BadCsv{"a,b\n1,2\n1,2,3\n", "line 3: found 3 fields, expected 2"},
        BadCsv{"a\n\"x\n", "line 2: a quote is opened"}, BadCsv{"a\nx\"y\n", "line 2: found '\"'"},
        BadCsv{"a\n\"x\"y\n", "line 2: found 'y'"}, BadCsv{"a\nx\ry\n", "carriage return"},
        BadCsv{"a,b\n\n", "line 2: found 1 fields"}, BadCsv{"a,a\n", "column \"a\" is there twice"},
        BadCsv{"a,\n", "a column has no name"}, BadCsv{"a\n\xFF\n", "line 2: not UTF-8"},
        BadCsv{"a\nb\n\xC0\x80\n", "line 3: not UTF-8"}}) {
    expect_error(parse_csv(text), Errc::malformed, message);
  }
  expect_error(parse_csv(std::string_view{"a\n\0\n", 4}), Errc::malformed, "not UTF-8");
}

TEST(VisaCsv, FindsColumnsByName) {
  const auto table = parse_csv("a,b\n");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->column("b"), 1U);
  expect_error(table->column("c"), Errc::not_found, "column \"c\" is missing; found: a, b");
}

}  // namespace
}  // namespace evisa::visa
