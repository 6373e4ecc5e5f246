// Where the seals lie on the page, and how large their modules are.
#include "issuer/page_geometry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "issuer/page_code.h"
#include "printout_sample.h"

namespace evisa::issuer {
namespace {

/// Millimetres from a box to the nearest fold of halves, thirds and quarters in both directions;
/// zero or less when a fold runs through it.
double fold_distance(const Box& box) {
  const auto distance = [](double line, double from, double to) {
    return std::max(from - line, line - to);
  };
  double nearest = std::numeric_limits<double>::max();
  for (const double part : {1 / 4., 1 / 3., 1 / 2., 2 / 3., 3 / 4.}) {
    nearest = std::min(nearest, distance(part * kPageWidth, box.x, box.right()));
    nearest = std::min(nearest, distance(part * kPageHeight, box.y, box.bottom()));
  }
  return nearest;
}

TEST(PrintoutGeometry, KeepsBothSealsOffTheFoldsAndInsideTheMargins) {
  for (const CodePlace& place : kCodePlaces) {
    EXPECT_GE(fold_distance(place.box), 2.4) << place.name;
    EXPECT_GE(place.box.x, kPageMargin);
    EXPECT_GE(place.box.y, kPageMargin);
    EXPECT_LE(place.box.right(), kPageWidth - kPageMargin);
    EXPECT_LE(place.box.bottom(), kPageHeight - kPageMargin);
  }
}

TEST(PrintoutGeometry, KeepsTheFoldsOffTheSealsOfAPagePrintedAt96Percent) {
  for (const CodePlace& place : kCodePlaces) {
    const auto shrunk = [](double at, double size) { return size / 2 + 0.96 * (at - size / 2); };
    const Box box{shrunk(place.box.x, kPageWidth), shrunk(place.box.y, kPageHeight),
                  0.96 * place.box.width, 0.96 * place.box.height};
    EXPECT_GT(fold_distance(box), 0) << place.name;
  }
}

TEST(PrintoutGeometry, PutsTheSealsInOppositeCorners) {
  EXPECT_GT(kCodePlaces[0].box.x, kPageWidth / 2);
  EXPECT_LT(kCodePlaces[0].box.bottom(), kPageHeight / 2);
  EXPECT_LT(kCodePlaces[1].box.right(), kPageWidth / 2);
  EXPECT_GT(kCodePlaces[1].box.y, kPageHeight / 2);
}

TEST(PrintoutCode, HasModulesOfAtLeastSevenTenthsOfAMillimetre) {
  const auto seal = sample::seal_of(sample::long_record().visa);
  for (const QrForm form : {QrForm::text, QrForm::binary}) {
    const auto modules = encode_code(seal, form);
    ASSERT_TRUE(modules.has_value());
    EXPECT_GE(kCodeSide / modules->side, kMinModule);
  }
}

TEST(PrintoutCode, MergesModulesWithoutOverlap) {
  const auto modules = encode_code(sample::seal_of(sample::record().visa), QrForm::text).value();
  std::vector<int> covered(static_cast<std::size_t>(modules.side * modules.side));
  for (const auto& rect : modules.rects)
    for (int y = rect.y; y < rect.y + rect.height; ++y)
      for (int x = rect.x; x < rect.x + rect.width; ++x)
        ++covered.at(static_cast<std::size_t>(y * modules.side + x));
  EXPECT_LE(*std::ranges::max_element(covered), 1);
  const auto dark = std::ranges::count(covered, 1);
  EXPECT_LT(modules.rects.size(), static_cast<std::size_t>(dark) * 2 / 3);
}

}  // namespace
}  // namespace evisa::issuer
