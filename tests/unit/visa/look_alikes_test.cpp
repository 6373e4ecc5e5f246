// Look-alike characters (rules.md 6.3).
#include "visa/look_alikes.h"

#include <gtest/gtest.h>

namespace evisa::visa {
namespace {

TEST(VisaLookAlikes, FoldsConfusableLettersAndFillers) {
  EXPECT_EQ(fold_look_alikes("OQILZSBG"), "00112586");
  EXPECT_EQ(fold_look_alikes("AB 12-34<<"), "A81234");
}

TEST(VisaLookAlikes, KeepsOtherCharactersApart) {
  EXPECT_NE(fold_look_alikes("A4"), fold_look_alikes("44"));
  EXPECT_NE(fold_look_alikes("T7"), fold_look_alikes("77"));
  EXPECT_NE(fold_look_alikes("D0"), fold_look_alikes("00"));
}

TEST(VisaLookAlikes, GivesCyrillicLettersTheirLatinShape) {
  const LatinText capitals = fold_cyrillic("АВЕКМНОРСТУХІЈЅ");
  EXPECT_EQ(capitals.text, "ABEKMHOPCTYXIJS");
  EXPECT_TRUE(capitals.had_cyrillic);
  EXPECT_EQ(fold_cyrillic("авекмнорстухіјѕ").text, "abekmhopctyxijs");
}

TEST(VisaLookAlikes, LeavesOtherTextAlone) {
  EXPECT_EQ(fold_cyrillic("AB1234567").text, "AB1234567");
  EXPECT_FALSE(fold_cyrillic("AB1234567").had_cyrillic);
  // Cyrillic without a Latin shape stays, so that parsing refuses it.
  EXPECT_EQ(fold_cyrillic("Ж1").text, "Ж1");
  EXPECT_FALSE(fold_cyrillic("Ж1").had_cyrillic);
  EXPECT_EQ(fold_cyrillic("A\xFF"
                          "1")
                .text,
            "A\xFF"
            "1");
}

}  // namespace
}  // namespace evisa::visa
