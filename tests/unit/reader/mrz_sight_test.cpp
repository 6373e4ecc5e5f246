// From evidence to characters: grammar, check digits, and no inventions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reader/mrz/check_digits.h"
#include "reader/mrz/grammar.h"
#include "tests/unit/reader/mrz_evidence.h"

namespace evisa::reader::mrz {
namespace {

using test::cell, test::evidence, test::kMrvALine2, test::kTd3Line1, test::kTd3Line2;
using visa::MrzFormat;

TEST(MrzSight, ReadsWhatIsSure) {
  const auto sight = decide(evidence(kTd3Line1, kTd3Line2));
  EXPECT_EQ(sight.format, MrzFormat::td3);
  EXPECT_EQ(sight.text(), kTd3Line1 + '\n' + kTd3Line2);
  EXPECT_TRUE(sight.checks_hold);
  EXPECT_TRUE(sight.corrections.empty());
  EXPECT_GT(sight.least, 0.9F);
}

TEST(MrzSight, KnowsAVisaByItsFirstCharacter) {
  auto line1 = kTd3Line1;
  line1[0] = 'V';
  EXPECT_EQ(decide(evidence(line1, kMrvALine2)).format, MrzFormat::mrv_a);
  EXPECT_TRUE(decide(evidence(line1, kMrvALine2)).checks_hold);
  const auto shorter =
      decide(evidence(line1.substr(0, 36), "L8988901C4XXX4009078F9612109<<<<<<<<"));
  EXPECT_EQ(shorter.format, MrzFormat::mrv_b);
  EXPECT_TRUE(shorter.checks_hold);
}

TEST(MrzSight, TakesTheLetterWhereOnlyLettersMayStand) {
  auto seen = evidence(kTd3Line1, kTd3Line2);
  seen[0][4] = cell({{'0', 0.8}, {'O', 0.19}});  // the O of UTO
  const auto sight = decide(seen);
  EXPECT_EQ(sight.lines[0], kTd3Line1);
  EXPECT_TRUE(sight.corrections.empty());
}

TEST(MrzSight, ReadsAFillerWhereOnlyFillersMayFollow) {
  auto seen = evidence(kTd3Line1, kTd3Line2);
  seen[0][38] = cell({{'K', 0.7}, {'<', 0.25}});
  EXPECT_EQ(decide(seen).lines[0], kTd3Line1);
  EXPECT_TRUE(decide(seen).sure());
}

TEST(MrzSight, DoesNotFillInAFillerThatNobodySaw) {
  auto seen = evidence(kTd3Line1, kTd3Line2);
  seen[0][38] = cell({{'K', 0.7}, {'X', 0.25}});
  EXPECT_EQ(decide(seen).lines[0][38], '?');
  seen[0][38] = cell({});
  EXPECT_EQ(decide(seen).lines[0][38], '?');
}

TEST(MrzSight, LeavesALetterAfterTheFillersThatIsSure) {
  auto line1 = kTd3Line1;
  line1[38] = 'K';
  EXPECT_EQ(decide(evidence(line1, kTd3Line2)).lines[0], line1);
}

TEST(MrzSight, LeavesASingleLetterAsAName) {
  auto line1 = kTd3Line1;
  line1[26] = 'K';  // ANNA<MARIA<K<<<
  auto seen = evidence(line1, kTd3Line2);
  seen[0][26] = cell({{'K', 0.6}, {'<', 0.35}});
  const auto sight = decide(seen);
  EXPECT_EQ(sight.lines[0], line1);
  EXPECT_LT(sight.confidence[0][26], kSure);
}

TEST(MrzSight, LetsTheCheckDigitChooseALookAlikeAndSaysSo) {
  auto seen = evidence(kTd3Line1, kTd3Line2);
  seen[1][5] = cell({{'O', 0.7}, {'0', 0.25}});  // L8989[0]2C3
  const auto sight = decide(seen);
  EXPECT_EQ(sight.lines[1], kTd3Line2);
  EXPECT_TRUE(sight.checks_hold);
  EXPECT_THAT(sight.corrections, testing::ElementsAre(Correction{1, 5, 'O', '0'}));
  EXPECT_LE(sight.confidence[1][5], 0.5F);
}

TEST(MrzSight, ChangesNothingThatIsSure) {
  auto wrong = kTd3Line2;
  wrong[3] = '4';
  const auto sight = decide(evidence(kTd3Line1, wrong));
  EXPECT_EQ(sight.lines[1], wrong);
  EXPECT_FALSE(sight.checks_hold);
  EXPECT_TRUE(sight.corrections.empty());
}

TEST(MrzSight, DoesNotChooseBetweenTwoThatFit) {
  auto seen = evidence(kTd3Line1, kTd3Line2);
  // A and K differ by ten: the check digit cannot tell which it is.
  seen[1][7] = cell({{'7', 0.4}, {'C', 0.3}, {'M', 0.29}});
  const auto sight = decide(seen);
  EXPECT_FALSE(sight.checks_hold);
  EXPECT_TRUE(sight.corrections.empty());
}

TEST(MrzSight, LetsTheCheckDigitsChooseInTwoFieldsAtOnce) {
  auto seen = evidence(kTd3Line1, kTd3Line2);
  seen[1][5] = cell({{'O', 0.7}, {'0', 0.25}});   // L8989[0]2C3
  seen[1][21] = cell({{'7', 0.6}, {'1', 0.35}});  // [1]20415
  const auto sight = decide(seen);
  EXPECT_EQ(sight.lines[1], kTd3Line2);
  EXPECT_THAT(sight.corrections,
              testing::ElementsAre(Correction{1, 5, 'O', '0'}, Correction{1, 21, '7', '1'}));
  EXPECT_FALSE(sight.sure());
}

TEST(MrzSight, DoesNotCorrectThreeCharacters) {
  auto seen = evidence(kTd3Line1, kTd3Line2);
  seen[1][5] = cell({{'O', 0.7}, {'0', 0.25}});
  seen[1][14] = cell({{'1', 0.6}, {'4', 0.35}});
  seen[1][21] = cell({{'7', 0.6}, {'1', 0.35}});
  EXPECT_TRUE(decide(seen).corrections.empty());
  EXPECT_FALSE(decide(seen).checks_hold);
}

TEST(MrzSight, LetsTheCheckDigitsConfirmADoubtfulCharacter) {
  auto seen = evidence(kTd3Line1, kTd3Line2);
  seen[1][5] = cell({{'0', 0.45}, {'O', 0.4}});
  const auto sight = decide(seen);
  EXPECT_EQ(sight.lines[1], kTd3Line2);
  EXPECT_THAT(sight.corrections, testing::ElementsAre(Correction{1, 5, '?', '0'}));
  EXPECT_FALSE(sight.sure());
}

TEST(MrzSight, LeavesUnknownWhatNobodyRead) {
  auto seen = evidence(kTd3Line1, kTd3Line2);
  seen[0][7] = cell({});
  seen[1][1] = cell({});
  seen[1][2] = cell({});
  const auto sight = decide(seen);
  EXPECT_EQ(sight.lines[0][7], '?');
  EXPECT_EQ(sight.lines[1].substr(1, 2), "??");
  EXPECT_FALSE(sight.complete);
  EXPECT_FALSE(sight.checks_hold);
}

TEST(MrzSight, DoesNotReadALetterAsADigitItIsUnlike) {
  auto seen = evidence(kTd3Line1, kTd3Line2);
  seen[1][14] = cell({{'K', 0.999}});
  EXPECT_EQ(decide(seen).lines[1][14], '?');
}

TEST(MrzSight, AcceptsAFillerAsCheckDigitOfNoPersonalNumber) {
  EXPECT_TRUE(
      checks_hold(MrzFormat::td3, {kTd3Line1, "D231458907UTO7408122F1204159<<<<<<<<<<<<<<<6"}));
  EXPECT_FALSE(
      checks_hold(MrzFormat::td3, {kTd3Line1, "D231458907UTO7408122F1204159<<<<<<<<<<<<<<<7"}));
}

TEST(MrzSight, GivesNoLinesForEvidenceOfAnotherShape) {
  EXPECT_TRUE(decide({}).lines[0].empty());
  EXPECT_TRUE(decide(evidence("P<UTO", "12345")).lines[0].empty());
}

TEST(MrzGrammar, FollowsTheLayout) {
  EXPECT_TRUE(allowed(MrzFormat::td3, 0)[0].test(class_of('P')));
  EXPECT_FALSE(allowed(MrzFormat::td3, 0)[0].test(class_of('V')));
  EXPECT_FALSE(allowed(MrzFormat::td3, 0)[20].test(class_of('7')));
  EXPECT_EQ(allowed(MrzFormat::td3, 1)[20].count(), 3U);   // sex
  EXPECT_EQ(allowed(MrzFormat::td3, 1)[43].count(), 10U);  // composite
  EXPECT_EQ(allowed(MrzFormat::mrv_b, 1).size(), 36U);
  EXPECT_TRUE(look_alike('O', '0') && look_alike('0', 'O') && !look_alike('K', '7'));
}

}  // namespace
}  // namespace evisa::reader::mrz
