// A seal counts only when several frames agree.
#include "kiosk/stable_seal.h"

#include <gtest/gtest.h>

namespace evisa::kiosk {
namespace {

reader::Reading with_seal(std::uint8_t mark) {
  reader::Reading reading;
  reading.seal = crypto::Bytes{0xdc, 0x03, mark};
  return reading;
}
reader::Reading with_several() {
  reader::Reading reading;
  reading.several_seals = true;
  return reading;
}

TEST(KioskStableSeal, NeedsSeveralFramesThatAgree) {
  StableSeal stable(3);
  EXPECT_FALSE(stable.take(with_seal(1)));
  EXPECT_FALSE(stable.take(with_seal(1)));
  EXPECT_EQ(stable.take(with_seal(1)), (crypto::Bytes{0xdc, 0x03, 1}));
}

TEST(KioskStableSeal, AMissedFrameDoesNotStartItOver) {
  StableSeal stable(2);
  EXPECT_FALSE(stable.take(with_seal(1)));
  EXPECT_FALSE(stable.take({}));
  EXPECT_TRUE(stable.take(with_seal(1)));
}

TEST(KioskStableSeal, AnotherSealStartsItOver) {
  StableSeal stable(2);
  EXPECT_FALSE(stable.take(with_seal(1)));
  EXPECT_FALSE(stable.take(with_seal(2)));
  EXPECT_FALSE(stable.take(with_seal(1)));
  EXPECT_TRUE(stable.take(with_seal(1)));
}

TEST(KioskStableSeal, TwoSealsInViewAreNeverChosenBetween) {
  StableSeal stable(2);
  EXPECT_FALSE(stable.take(with_seal(1)));
  EXPECT_FALSE(stable.take(with_several()));
  EXPECT_TRUE(stable.several_in_view());
  EXPECT_FALSE(stable.take(with_seal(1)));
  EXPECT_TRUE(stable.several_in_view());
  EXPECT_TRUE(stable.take(with_seal(1)));
  EXPECT_FALSE(stable.several_in_view());
}

TEST(KioskStableSeal, NoticesDifferentSealsOneAfterTheOtherUntilThePageHasLeft) {
  StableSeal stable(2, 2);
  EXPECT_FALSE(stable.take(with_seal(1)));
  EXPECT_FALSE(stable.several_in_view());
  EXPECT_FALSE(stable.take(with_seal(2)));
  EXPECT_TRUE(stable.several_in_view());
  EXPECT_FALSE(stable.take({}));
  EXPECT_TRUE(stable.several_in_view());
  EXPECT_FALSE(stable.take({}));
  EXPECT_FALSE(stable.several_in_view());
}

TEST(KioskStableSeal, APageThatLeftDoesNotCountForTheNextTraveller) {
  StableSeal stable(2, 5);
  EXPECT_FALSE(stable.take(with_seal(1)));
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(stable.take({}));
  EXPECT_FALSE(stable.take(with_seal(1)));
  EXPECT_TRUE(stable.take(with_seal(1)));
}

}  // namespace
}  // namespace evisa::kiosk
