// Joining frames: two must agree, and documents never mix.
#include <gtest/gtest.h>

#include "reader/mrz/vote.h"
#include "tests/unit/reader/mrz_evidence.h"

namespace evisa::reader::mrz {
namespace {

using test::cell, test::evidence, test::kTd3Line1, test::kTd3Line2;

const std::string kOtherLine2 = "D231458907UTO7408122F1204159<<<<<<<<<<<<<<<6";

TEST(MrzVote, AcceptsWhatTwoFramesAgreeOn) {
  MrzVote vote;
  EXPECT_FALSE(vote.joint());
  vote.add(decide(evidence(kTd3Line1, kTd3Line2)));
  EXPECT_FALSE(vote.accepted());
  vote.add(decide(evidence(kTd3Line1, kTd3Line2)));
  EXPECT_TRUE(vote.accepted());
  EXPECT_EQ(vote.joint()->text(), kTd3Line1 + '\n' + kTd3Line2);
}

TEST(MrzVote, DoesNotAcceptACorrectedCharacter) {
  auto seen = evidence(kTd3Line1, kTd3Line2);
  seen[1][5] = cell({{'O', 0.7}, {'0', 0.25}});
  MrzVote vote;
  for (int i = 0; i < 5; ++i) vote.add(decide(seen));
  EXPECT_TRUE(vote.joint()->checks_hold);
  EXPECT_EQ(vote.joint()->corrections.size(), 1U);
  EXPECT_FALSE(vote.accepted());
}

TEST(MrzVote, DoesNotAcceptADoubtfulName) {
  auto seen = evidence(kTd3Line1, kTd3Line2);
  seen[0][8] = cell({{'K', 0.6}, {'X', 0.39}});  // no check digit covers the name
  MrzVote vote;
  for (int i = 0; i < 5; ++i) vote.add(decide(seen));
  EXPECT_FALSE(vote.accepted());
}

TEST(MrzVote, DoesNotAcceptStatesThatDifferInOneLetter) {
  auto scratched = kTd3Line2;
  scratched[11] = 'L';  // no check digit covers the nationality
  MrzVote vote;
  for (int i = 0; i < 5; ++i) vote.add(decide(evidence(kTd3Line1, scratched)));
  EXPECT_TRUE(vote.joint()->sure());
  EXPECT_FALSE(vote.accepted());
}

TEST(MrzVote, AsksMoreOfAName) {
  auto line1 = kTd3Line1;
  line1[26] = 'K';  // ANNA<MARIA<K<<<
  const auto seen = evidence(line1, kTd3Line2);
  MrzVote sure;
  for (int i = 0; i < 5; ++i) sure.add(decide(seen));
  EXPECT_TRUE(sure.accepted());
  auto initial = seen, letter = seen;
  initial[0][26] = cell({{'K', 0.8}, {'<', 0.19}});
  letter[0][12] = cell({{'N', 0.8}, {'M', 0.19}});
  for (const auto& doubtful : {initial, letter}) {
    MrzVote vote;
    for (int i = 0; i < 5; ++i) vote.add(decide(doubtful));
    EXPECT_TRUE(vote.joint()->sure());
    EXPECT_FALSE(vote.accepted());
  }
}

TEST(MrzVote, JoinsFramesThatAreEachDoubtfulElsewhere) {
  auto left = evidence(kTd3Line1, kTd3Line2), right = left;
  left[0][6] = cell({});
  right[1][30] = cell({});
  MrzVote vote;
  vote.add(decide(left));
  EXPECT_FALSE(vote.joint()->complete);
  vote.add(decide(right));
  EXPECT_TRUE(vote.joint()->checks_hold);
  EXPECT_FALSE(vote.accepted());  // neither frame has read all of it
}

TEST(MrzVote, BeginsAnewWithAnotherPassport) {
  MrzVote vote;
  vote.add(decide(evidence(kTd3Line1, kTd3Line2)));
  vote.add(decide(evidence(kTd3Line1, kOtherLine2)));
  EXPECT_EQ(vote.joint()->lines[1], kOtherLine2);
  EXPECT_FALSE(vote.accepted());
  vote.add(decide(evidence(kTd3Line1, kOtherLine2)));
  EXPECT_TRUE(vote.accepted());
}

TEST(MrzVote, TellsPassportsOfOneFamilyApart) {
  auto sister = kTd3Line1;
  sister.replace(16, 4, "ANNE");
  MrzVote vote;
  vote.add(decide(evidence(kTd3Line1, kTd3Line2)));
  vote.add(decide(evidence(sister, kTd3Line2)));
  EXPECT_EQ(vote.joint()->lines[0], sister);
  EXPECT_FALSE(vote.accepted());
}

TEST(MrzVote, ForgetsADocumentThatIsGone) {
  MrzVote vote;
  vote.add(decide(evidence(kTd3Line1, kTd3Line2)));
  for (int i = 0; i < 5; ++i) vote.add(std::nullopt);
  EXPECT_FALSE(vote.joint());
  vote.add(decide(evidence(kTd3Line1, kTd3Line2)));
  EXPECT_FALSE(vote.accepted());
}

}  // namespace
}  // namespace evisa::reader::mrz
