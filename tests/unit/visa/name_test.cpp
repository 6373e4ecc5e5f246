// Name fields of MRZs: reading, composing, truncation (Doc 9303-3 4.6).
#include "visa/name.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace evisa::visa {
namespace {

TEST(VisaName, ReadsPrimaryAndSecondaryIdentifiers) {
  const auto name = parse_name_field("SHARMA<<RAVI<KUMAR<<<<<<<<<<<<<<<<<<<<<");
  EXPECT_EQ(name, (MrzName{"SHARMA", "RAVI KUMAR", false}));
  EXPECT_EQ(name->display(), "SHARMA RAVI KUMAR");
}

TEST(VisaName, ReadsAPrimaryIdentifierAlone) {
  const auto name = parse_name_field("ARKFREITH<<<<<<<<<<");
  EXPECT_EQ(name, (MrzName{"ARKFREITH", "", false}));
  EXPECT_EQ(name->display(), "ARKFREITH");
}

TEST(VisaName, AssumesTruncationWhenTheLastPositionIsALetter) {
  EXPECT_TRUE(parse_name_field("PAPANDROPOULOUS<<J")->truncated);
  EXPECT_FALSE(parse_name_field("PAPANDROPOULOUS<<J<")->truncated);
}

TEST(VisaName, TakesRepeatedFillersAsOneSeparator) {
  EXPECT_EQ(parse_name_field("LI<<<WEI<<MING<<<"), (MrzName{"LI", "WEI MING", false}));
}

TEST(VisaName, RefusesFieldsThatAreNotNames) {
  for (const char* field : {"", "<<<<<", "<LI<<WEI", "L1<<WEI", "LI WEI", "li<<wei", "LI<<WEÏ"}) {
    expect_error(parse_name_field(field), Errc::malformed, "name field");
  }
}

struct ComposeCase {
  MrzName name;
  std::size_t width;
  const char* field;
};

TEST(VisaName, ComposesAndTruncates) {
  const MrzName two_given{"NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG"};
  const MrzName long_primary{"BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL", "DINGO POTOROO"};
  for (const auto& [name, width, field] : {
           ComposeCase{{"LI", "WEI"}, 12, "LI<<WEI<<<<<"},
           ComposeCase{{"LI", ""}, 5, "LI<<<"},
           ComposeCase{{"LI", "WEI"}, 7, "LI<<WEI"},
           // Given names are cut, and the cut ends in a letter.
           ComposeCase{two_given, 39, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"},
           ComposeCase{two_given, 38, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRON<K"},
           ComposeCase{two_given, 31, "NILAVADHANANANDA<<CHAYAPA<DEJTH"},
           // A cut behind a filler: the component before gives up a letter.
           ComposeCase{
               {"NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG"}, 26, "NILAVADHANANANDA<<CHAYAP<D"},
           // A single initial before the cut has no letter to spare; the primary identifier has.
           ComposeCase{{"ABCDEFGH", "J ROBERT"}, 12, "ABCDEFG<<J<R"},
           // The primary identifier is cut until the secondary shows one letter.
           ComposeCase{long_primary, 39, "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WA<<D"},
           ComposeCase{{"BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL", ""},
                       39,
                       "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WARNA"},
           ComposeCase{long_primary, 31, "BENNELONG<WOOLOOMOOLOO<WARRA<<D"},
       }) {
    EXPECT_EQ(compose_name_field(name, width), field);
    EXPECT_EQ(compose_name_field(name, width).size(), width);
  }
}

TEST(VisaName, ComposesWhatItRead) {
  for (const char* field :
       {"SHARMA<<RAVI<KUMAR<<<<<<<<<<<<<<<<<<<<<", "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K",
        "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI", "ARKFREITH<<<<<<<<<<<"}) {
    const auto name = parse_name_field(field);
    ASSERT_TRUE(name);
    EXPECT_EQ(compose_name_field(*name, std::string_view{field}.size()), field);
  }
}

TEST(VisaName, IgnoresStraySpacesOfACaller) {
  EXPECT_EQ(compose_name_field({"  LI  BO ", " WEI "}, 14), "LI<BO<<WEI<<<<");
}

}  // namespace
}  // namespace evisa::visa
