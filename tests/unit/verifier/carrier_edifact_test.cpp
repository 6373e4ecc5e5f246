// EDIFACT syntax: separators, release, limits, character sets; interchanges with their counts and
// references.
#include <gtest/gtest.h>

#include "verifier/carrier/interchange.h"

namespace evisa::verifier::carrier {
namespace {

const std::string kMessage = "UNH+M1+PAXLST:D:05B:UN:IATA'BGM+745'UNT+3+M1'";
const std::string kUnb = "UNB+UNOA:4+KC+NIAC+261120:1000+R1'";

TEST(CarrierEdifact, SplitsSegments) {
  const auto list = split_segments("ABC+1:2::3++x'\r\nDEF'\nG01+a?+b?:c??d?'e'");
  ASSERT_TRUE(list) << list.error().text;
  ASSERT_EQ(list->segments.size(), 3U);
  EXPECT_EQ(list->segments[0].at(0, 1), "2");
  EXPECT_EQ(list->segments[0].at(0, 2), "");
  EXPECT_EQ(list->segments[0].at(0, 3), "3");
  EXPECT_EQ(list->segments[0].at(1), "");
  EXPECT_EQ(list->segments[0].at(2), "x");
  EXPECT_EQ(list->segments[0].at(9, 9), "");
  EXPECT_TRUE(list->segments[1].elements.empty());
  EXPECT_EQ(list->segments[2].at(0), "a+b:c?d'e");
  EXPECT_EQ(list->segments[2].position, 3U);
  EXPECT_FALSE(list->separators.stated);
}

TEST(CarrierEdifact, TakesTheSeparatorsOfUna) {
  const auto list = split_segments("UNA|^,\\*~\nABC^1|2^3\\^4~");
  ASSERT_TRUE(list) << list.error().text;
  EXPECT_EQ(list->segments[0].at(0, 1), "2");
  EXPECT_EQ(list->segments[0].at(1), "3^4");
  EXPECT_EQ(compose_una(list->separators), "UNA|^,\\*~");
}

TEST(CarrierEdifact, RefusesWhatIsNoSyntax) {
  const std::pair<std::string, SyntaxCode> cases[] = {
      {"ABC+1", SyntaxCode::missing},
      {"ABC+1?", SyntaxCode::missing},
      {"ABC+1?'", SyntaxCode::missing},
      {"AB+1'", SyntaxCode::invalid_value},
      {"abc+1'", SyntaxCode::invalid_value},
      {"ABCD'", SyntaxCode::invalid_value},
      {"ABC:1+2'", SyntaxCode::invalid_value},
      {"'", SyntaxCode::invalid_value},
      {"ABC+\x01'", SyntaxCode::invalid_character},
      {"ABC+\xC3\xA4'", SyntaxCode::invalid_character},
      {"ABC+?\n'", SyntaxCode::invalid_character},
      {"ABC+1\n'", SyntaxCode::invalid_character},
      {"UNA:+.? ", SyntaxCode::missing},
      {"UNA::.? 'ABC'", SyntaxCode::invalid_character},
      {"UNA:A.? 'ABC'", SyntaxCode::invalid_character},
      {"UNA:+.?:'ABC'", SyntaxCode::invalid_character},
      {"UNA:+. *'ABC'", SyntaxCode::invalid_character},
      {"UNA:+.?*'ABC+1*2'", SyntaxCode::too_many_repetitions},
      {"ABC" + std::string(41, '+') + "'", SyntaxCode::too_many_constituents},
      {"ABC+" + std::string(20, ':') + "'", SyntaxCode::too_many_constituents},
      {"ABC+" + std::string(513, 'X') + "'", SyntaxCode::too_long},
      {std::string(kMaxInterchange + 1, '\n'), SyntaxCode::too_long},
  };
  for (const auto& [text, code] : cases) {
    const auto list = split_segments(text);
    ASSERT_FALSE(list) << text.substr(0, 60);
    EXPECT_EQ(list.error().code, code) << text.substr(0, 60) << ": " << list.error().text;
  }
  EXPECT_TRUE(split_segments("ABC+" + std::string(512, 'X') + "'"));
  std::string many;
  for (int i = 0; i < 20'001; ++i) many += "ABC'";
  EXPECT_EQ(split_segments(many).error().code, SyntaxCode::too_many_repetitions);
}

TEST(CarrierEdifact, ComposesWhatSplitsAgain) {
  const Segment segment{"ABC", {{"a+b", "", "c'?"}, {""}, {"", ""}, {"", "x:"}, {"", ""}}, 0};
  const auto text = compose(segment, {});
  EXPECT_EQ(text, "ABC+a?+b::c?'??+++:x?:'");
  const auto list = split_segments(text);
  ASSERT_TRUE(list);
  EXPECT_EQ(list->segments[0].at(0, 2), "c'?");
  EXPECT_EQ(list->segments[0].at(3, 1), "x:");
}

TEST(CarrierEdifact, KnowsItsLevels) {
  EXPECT_TRUE(in_character_set("AZ09 .,-()/='+:?!\"%&*;<>", "UNOA"));
  EXPECT_FALSE(in_character_set("a", "UNOA"));
  EXPECT_TRUE(in_character_set("a", "UNOB"));
  EXPECT_TRUE(in_character_set("a", "SIRE"));
  EXPECT_FALSE(in_character_set("_", "UNOB"));
  EXPECT_EQ(to_character_set("It\u2019s a_b \u0416!", "UNOA"), "IT S A B  !");
  EXPECT_EQ(to_character_set("It's", "UNOB"), "It's");
}

TEST(CarrierInterchange, ReadsMessagesAndGroups) {
  const auto plain = parse_interchange(kUnb + kMessage + "UNZ+1+R1'");
  ASSERT_TRUE(plain) << plain.error().text;
  EXPECT_EQ(plain->header.syntax, "UNOA");
  EXPECT_EQ(plain->header.reference, "R1");
  EXPECT_EQ(plain->groups.front().type, "");
  EXPECT_EQ(plain->groups.front().messages.front().type(), "PAXLST");
  const auto group =
      "UNG+PAXLST+KC+NIAC+261120:1000+G1+UN+D:05B'" + kMessage + kMessage + "UNE+2+G1'";
  const auto grouped = parse_interchange("UNA:+.? '\n" + kUnb + group + group + "UNZ+02+R1'");
  ASSERT_TRUE(grouped) << grouped.error().text;
  EXPECT_EQ(grouped->groups.size(), 2U);
  EXPECT_EQ(grouped->groups[1].messages.size(), 2U);
  EXPECT_EQ(grouped->groups[1].messages[1].first_segment, 14U);
  for (const auto& whole : {*plain, *grouped}) {
    const auto again = parse_interchange(compose(whole));
    ASSERT_TRUE(again) << again.error().text;
    EXPECT_EQ(compose(*again), compose(whole));
  }
}

TEST(CarrierInterchange, RefusesWhatDoesNotAddUp) {
  const std::string ung = "UNG+PAXLST+KC+NIAC+261120:1000+G1+UN+D:05B'";
  struct Case {
    std::string text;
    SyntaxCode code;
    bool with_header;
  };
  const Case cases[] = {
      {"", SyntaxCode::missing, false},
      {kMessage, SyntaxCode::unsupported_position, false},
      {"UNB+UNOC:4+KC+NIAC+261120:1000+R1'" + kMessage + "UNZ+1+R1'",
       SyntaxCode::version_unsupported, false},
      {"UNB+UNOA:5+KC+NIAC+261120:1000+R1'" + kMessage + "UNZ+1+R1'",
       SyntaxCode::version_unsupported, false},
      {"UNB+UNOA:4++NIAC+261120:1000+R1'" + kMessage + "UNZ+1+R1'", SyntaxCode::missing, false},
      {"UNB+UNOA:4+KC+NIAC+261120:1000'" + kMessage + "UNZ+1'", SyntaxCode::missing, false},
      {kUnb, SyntaxCode::missing, true},
      {kUnb + "UNZ+0+R1'", SyntaxCode::empty_level, true},
      {kUnb + kMessage, SyntaxCode::missing, true},
      {kUnb + kMessage + "UNZ+2+R1'", SyntaxCode::count_differs, true},
      {kUnb + kMessage + "UNZ+X+R1'", SyntaxCode::count_differs, true},
      {kUnb + kMessage + "UNZ+1+R2'", SyntaxCode::references_differ, true},
      {kUnb + kMessage + "UNZ+1+R1'" + kMessage, SyntaxCode::outside_message, true},
      {kUnb + "BGM+745'" + kMessage + "UNZ+1+R1'", SyntaxCode::unsupported_position, true},
      {kUnb + "UNH+M1+PAXLST'UNT+2+M1'UNZ+1+R1'", SyntaxCode::empty_level, true},
      {kUnb + "UNH++PAXLST'BGM'UNT+3'UNZ+1+R1'", SyntaxCode::missing, true},
      {kUnb + "UNH+M1+PAXLST'BGM'UNT+4+M1'UNZ+1+R1'", SyntaxCode::count_differs, true},
      {kUnb + "UNH+M1+PAXLST'BGM'UNT+3+M2'UNZ+1+R1'", SyntaxCode::references_differ, true},
      {kUnb + "UNH+M1+PAXLST'BGM'UNZ+1+R1'", SyntaxCode::unsupported_position, true},
      {kUnb + ung + kMessage + "UNE+1+G1'" + kMessage + "UNZ+1+R1'",
       SyntaxCode::groups_and_messages_mixed, true},
      {kUnb + kMessage + ung + kMessage + "UNE+1+G1'UNZ+1+R1'",
       SyntaxCode::groups_and_messages_mixed, true},
      {kUnb + ung + "UNE+0+G1'UNZ+1+R1'", SyntaxCode::empty_level, true},
      {kUnb + ung + kMessage + "UNE+2+G1'UNZ+1+R1'", SyntaxCode::count_differs, true},
      {kUnb + ung + kMessage + "UNE+1+G2'UNZ+1+R1'", SyntaxCode::references_differ, true},
      {kUnb + ung + "UNH+M1+CUSRES'BGM'UNT+3+M1'UNE+1+G1'UNZ+1+R1'",
       SyntaxCode::several_types_in_group, true},
      {kUnb + "UNG+PAXLST'" + kMessage + "UNE+1'UNZ+1+R1'", SyntaxCode::missing, true},
      {kUnb + "UNH+M1+PAXLST'BGM+small'UNT+3+M1'UNZ+1+R1'", SyntaxCode::invalid_character, true},
  };
  for (const auto& c : cases) {
    const auto whole = parse_interchange(c.text);
    ASSERT_FALSE(whole) << c.text;
    EXPECT_EQ(whole.error().code, c.code) << c.text << ": " << whole.error().text;
    EXPECT_EQ(whole.error().interchange.has_value(), c.with_header) << c.text;
  }
}

}  // namespace
}  // namespace evisa::verifier::carrier
