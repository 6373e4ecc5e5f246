// What the check digits say of line 2, against counting every text.
#include "reader/mrz/check_digits.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tests/unit/reader/mrz_evidence.h"

namespace evisa::reader::mrz {
namespace {

using test::kTd3Line1, test::kTd3Line2;
using visa::MrzFormat;

/// Every cell certain, but for the ones that `doubt` names: each of its characters as likely.
std::vector<Chances> line_with(const std::map<std::size_t, std::string>& doubt) {
  std::vector<Chances> line(kTd3Line2.size(), Chances{});
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto at = doubt.find(i);
    const std::string may = at == doubt.end() ? std::string(1, kTd3Line2[i]) : at->second;
    for (const char c : may) line[i][class_of(c)] = 1 / static_cast<double>(may.size());
  }
  return line;
}

TEST(MrzCheckDigits, AgreeWithCountingEveryText) {
  const std::map<std::size_t, std::string> doubt = {
      {2, "98AK"}, {8, "3<D"}, {9, "67"}, {14, "14"}, {22, "27Z"}, {42, "1<7"}, {43, "0135"}};
  double right = 0, all = 0;
  std::map<std::pair<std::size_t, char>, double> of;
  auto lines = std::array{kTd3Line1, kTd3Line2};
  const auto count = [&](auto&& self, auto at) -> void {
    if (at == doubt.end()) {
      ++all;
      if (!checks_hold(MrzFormat::td3, lines)) return;
      ++right;
      for (const auto& [i, may] : doubt) ++of[{i, lines[1][i]}];
      return;
    }
    for (const char c : at->second) {
      lines[1][at->first] = c;
      self(self, std::next(at));
    }
  };
  count(count, doubt.begin());
  ASSERT_GT(right, 1);
  const Checked checked = given_check_digits(MrzFormat::td3, line_with(doubt));
  EXPECT_NEAR(checked.holds, right / all, 1e-9);
  for (const auto& [i, may] : doubt) {
    for (const char c : may) {
      const double counted = of[{i, c}] / right;
      EXPECT_NEAR(checked.cells[i][class_of(c)], counted, 1e-9) << i << c;
    }
  }
}

TEST(MrzCheckDigits, AcceptAFillerForAnEmptyPersonalNumberOnly) {
  const auto holds = [](std::string line2) {
    std::vector<Chances> line(line2.size(), Chances{});
    for (std::size_t i = 0; i < line.size(); ++i) line[i][class_of(line2[i])] = 1;
    return given_check_digits(MrzFormat::td3, line).holds;
  };
  EXPECT_NEAR(holds("D231458907UTO7408122F1204159<<<<<<<<<<<<<<<6"), 1, 1e-9);
  EXPECT_NEAR(holds("D231458907UTO7408122F1204159<<<<<<<<<<<<<<06"), 1, 1e-9);
  EXPECT_EQ(holds("D231458907UTO7408122F12041590<<<<<<<<<<<<<<6"), 0);
  EXPECT_EQ(holds("D231458907UTO7408122F1204159<<<<<<<<<<<<<<<7"), 0);
}

TEST(MrzCheckDigits, SayNothingOfALineOfAnotherLength) {
  EXPECT_TRUE(given_check_digits(MrzFormat::mrv_b, line_with({})).cells.empty());
  EXPECT_TRUE(given_check_digits(MrzFormat::td3, {}).cells.empty());
}

}  // namespace
}  // namespace evisa::reader::mrz
