// JSON from outside: what is refused, and how it is said.
#include "crypto/strict_json.h"

#include <gtest/gtest.h>

namespace {

using namespace evisa::crypto;
using evisa::Errc;

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

struct Refused {
  const char* name;
  std::string text;
  const char* says;
};
std::string with_keys(int count) {
  std::string text = "{";
  for (int i = 0; i < count; ++i)
    text += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":" + std::to_string(i);
  return text + "}";
}

const Refused kRefused[] = {
    {"MoreKeysThanAnyObjectHas", with_keys(257), "more than 256 keys"},
    {"Empty", "", "at byte"},
    {"TrailingComma", R"({"a":1,})", "at byte"},
    {"TrailingBytes", R"({"a":1}x)", "at byte"},
    {"SecondValue", "{}{}", "at byte"},
    {"Comment", "{} // no", "at byte"},
    {"Truncated", R"({"a":)", "at byte"},
    {"DuplicateKey", R"({"a":1,"b":2,"a":3})", "the key \"a\" occurs twice"},
    {"DuplicateKeyDeepInside", R"([{"x":[{"a":1,"a":1}]}])", "the key \"a\" occurs twice"},
    {"DuplicateKeyByEscape", R"({"a":1,"\u0061":3})", "the key \"a\" occurs twice"},
    {"BrokenUtf8", "\"\xC3\x28\"", "at byte"},
    {"OverlongUtf8", "\"\xC0\xAF\"", "at byte"},
    {"LoneSurrogate", R"("\ud800")", "at byte"},
    {"ControlCharacter", "\"a\nb\"", "at byte"},
    {"NumberTooLarge", "1e999", "at byte"},
    {"NotANumber", "NaN", "at byte"},
    {"LeadingZero", "01", "at byte"},
    {"ByteOrderMark", "\xEF\xBB\xBF{}", "byte order mark"},
    {"SeventeenLevels", nested(17), "deeper than 16"},
    {"ManyLevels", nested(100000), "deeper than 16"},
};
class StrictJsonRefused : public ::testing::TestWithParam<Refused> {};
TEST_P(StrictJsonRefused, IsMalformed) {
  const auto value = parse_json(GetParam().text);
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().code, Errc::malformed);
  EXPECT_NE(value.error().message.find(GetParam().says), std::string::npos)
      << value.error().message;
}
INSTANTIATE_TEST_SUITE_P(Texts, StrictJsonRefused, ::testing::ValuesIn(kRefused),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(StrictJson, AcceptsSixteenLevelsAndEqualKeysOfDifferentObjects) {
  EXPECT_TRUE(parse_json(nested(16)));
  EXPECT_TRUE(parse_json(R"({"a":{"a":1},"b":[{"a":1},{"a":1}]})"));
}

TEST(StrictJson, ReadsWhatTheLibraryReads) {
  for (const std::string text :
       {R"(null)", R"(-17)", R"(18446744073709551615)", R"(-1.5e3)", R"("a\u00e9\n")", R"([])",
        R"({})", R"([1,[2,{"a":[],"b":{"c":[true,false,null]}}],"x"])",
        R"({"z":1,"a":{"k":"v","l":[{"m":1},{"m":2}]},"e":[[],[[]]]})"}) {
    const auto read = parse_json(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(*read, Json::parse(text)) << text;
    EXPECT_EQ(read->dump(), Json::parse(text).dump()) << text;
  }
  EXPECT_EQ(parse_json(with_keys(256)).value().size(), 256U);
}

TEST(StrictJson, RefusesWhatIsLargerThanTheLimit) {
  EXPECT_TRUE(parse_json("[1,2]", 5));
  const auto value = parse_json("[1,2]", 4);
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().code, Errc::out_of_range);
}

TEST(StrictJson, DoesNotRepeatTheContentInItsMessages) {
  const auto value = parse_json(R"({"surname":"MUSTERMANN)");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().message.find("MUSTERMANN"), std::string::npos) << value.error().message;
  const auto middle = parse_json(R"({"surname" "MUSTERMANN"})");
  ASSERT_FALSE(middle);
  EXPECT_EQ(middle.error().message.find("MUSTERMANN"), std::string::npos) << middle.error().message;
}

TEST(StrictJson, WritesTheShortestFormInTheOrderOfTheKeys) {
  EXPECT_EQ(write_json({{"b", 1}, {"a", {true, nullptr, "ж\n"}}}),
            "{\"b\":1,\"a\":[true,null,\"ж\\n\"]}");
}

TEST(StrictJson, MarksBytesThatAreNotUtf8) {
  EXPECT_EQ(write_json(Json(std::string("a\xFF"))), "\"a\xEF\xBF\xBD\"");
}

JsonObject object_of(const Json& value) {
  return std::move(*JsonObject::open(value, "application"));
}

TEST(StrictJson, TakesAnObjectApart) {
  const auto value = parse_json(R"({"name":"x","count":-3,"paid":true,"extra":null})");
  auto object = object_of(*value);
  EXPECT_EQ(object.text("name"), "x");
  EXPECT_EQ(object.integer("count"), -3);
  EXPECT_EQ(object.boolean("paid"), true);
  ASSERT_NE(object.find("extra"), nullptr);
  EXPECT_TRUE(object.find("extra")->is_null());
  EXPECT_EQ(object.find("absent"), nullptr);
  EXPECT_TRUE(object.finish());
}

TEST(StrictJson, NamesObjectKeyAndTypesOfAWrongValue) {
  const auto value = parse_json(R"({"a":1.0,"b":"1","c":1,"d":9223372036854775808})");
  auto object = object_of(*value);
  EXPECT_EQ(object.integer("a").error().message,
            "application: a is a number with a fraction, expected a whole number");
  EXPECT_EQ(object.integer("b").error().message,
            "application: b is string, expected a whole number");
  EXPECT_EQ(object.text("c").error().message, "application: c is number, expected text");
  EXPECT_EQ(object.boolean("c").error().code, Errc::malformed);
  EXPECT_EQ(object.integer("d").error().code, Errc::malformed);
  EXPECT_EQ(object.text("e").error().message, "application: e is missing");
}

TEST(StrictJson, RefusesWhatIsNoObject) {
  const auto opened = JsonObject::open(Json::array(), "application");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().message, "application is array, expected an object");
}

TEST(StrictJson, HintsAtTheKeyThatWasMeant) {
  const auto value = parse_json(R"({"passport_numer":"x"})");
  auto object = object_of(*value);
  (void)object.find("surname");
  (void)object.find("passport_number");
  const auto done = object.finish();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::malformed);
  EXPECT_EQ(done.error().message, "application: unknown key \"passport_numer\"");
  EXPECT_EQ(done.error().hint, "did you mean \"passport_number\"?");
}

TEST(StrictJson, DoesNotGuessWildly) {
  const auto value = parse_json(R"({"zzzzzzzzzz":"x"})");
  auto object = object_of(*value);
  (void)object.find("surname");
  EXPECT_TRUE(object.finish().error().hint.empty());
}

}  // namespace
