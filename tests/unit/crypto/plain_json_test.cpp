// Plain JSON is read in one pass; whatever it is, the outcome is that of the whole parser.
#include "crypto/plain_json.h"

#include <gmock/gmock.h>

#include "crypto/json_secret.h"
#include "crypto/json_writer.h"

namespace {

using namespace evisa;
using namespace evisa::crypto;
using testing::HasSubstr;

/// What nlohmann's own parser makes of a text, strictly.
Json whole(std::string_view text) { return Json::parse(text, nullptr, false); }

/// Whether the scanner takes the text without help.
bool is_plain(std::string_view text) {
  struct Nothing final : nlohmann::json_sax<Json> {
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return true; }
    bool key(string_t&) override { return true; }
    bool end_object() override { return true; }
    bool start_array(std::size_t) override { return true; }
    bool end_array() override { return true; }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
      return false;
    }
  } nothing;
  return scan_plain_json(text, nothing) == PlainScan::done;
}

TEST(PlainJson, IsWhatTheWholeParserMakesOfIt) {
  for (const char* text :
       {R"({"direction":"entry","ticks":{"blank_pages":3,"a":[]},"n":[1,-2,0,{"x":null}]})",
        " [ true , false,\tnull\r\n, \"\" ] ", "{}", "[]", "[[],{}]", "0", "7", "\"a b~\"", "true",
        R"({"mrz":"P<KAZ\nE1","all":"\"\\\/\b\f\n\r\t"})", R"(["\\\\","\n"])", "999999999999999999",
        "-999999999999999999", "[1,[2,[3,[4]]]]"}) {
    ASSERT_TRUE(is_plain(text)) << text;
    const auto parsed = parse_json(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(*parsed, whole(text)) << text;
    EXPECT_EQ(parsed->type(), whole(text).type()) << text;
  }
}

TEST(PlainJson, LeavesTheRestToTheWholeParser) {
  for (const char* text : {"\"\\u00e9\"", "\"a\\u0000\"", "\"é\"", "1.5", "1e3", "1E3", "-0",
                           "-1.0", "[1.0]", "12345678901234567890", "{\"é\":1}", "\"\x7f\""}) {
    EXPECT_FALSE(is_plain(text)) << text;
    const auto parsed = parse_json(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(*parsed, whole(text)) << text;
  }
}

TEST(PlainJson, RefusesWhatTheWholeParserRefuses) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "}",
                           "[",
                           "]",
                           "[1",
                           "[1,",
                           "[1,]",
                           "[,1]",
                           "{,}",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{\"a\" 1}",
                           "{1:2}",
                           "{\"a\":1 \"b\":2}",
                           "[1 2]",
                           "[1]]",
                           "{}{}",
                           "1 2",
                           "01",
                           "-",
                           "-a",
                           "+1",
                           "1.",
                           ".5",
                           "tru",
                           "truex",
                           "nul",
                           "\"",
                           "\"a",
                           "\"a\nb\"",
                           "\"\\",
                           "\"\\\"",
                           "\"\\x\"",
                           "\"\\N\"",
                           "[\"a\":1]",
                           "{\"a\":1]",
                           "[1}",
                           "\v1",
                           "1\f",
                           "'a'",
                           "\"\xff\"",
                           "/**/1"}) {
    EXPECT_TRUE(whole(text).is_discarded()) << text;
    EXPECT_FALSE(is_plain(text)) << text;
    const auto parsed = parse_json(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, Errc::malformed) << text;
    EXPECT_THAT(parsed.error().message, HasSubstr("not valid JSON")) << text;
  }
}

TEST(PlainJson, KeepsTheLimitsOfStrictJson) {
  EXPECT_THAT(parse_json(R"({"a":1,"a":2})").error().message, HasSubstr("occurs twice"));
  const std::string deep = std::string(17, '[') + std::string(17, ']');
  EXPECT_THAT(parse_json(deep).error().message, HasSubstr("nested deeper"));
  EXPECT_TRUE(parse_json(std::string(16, '[') + std::string(16, ']')));
  EXPECT_FALSE(parse_json(std::string(100'000, '[')));
}

TEST(PlainJson, EveryByteChangedComesOutAsInTheWholeParser) {
  const std::string text = R"({"seal":"KZ\nV1","n":[1,-20,true,null],"o":{"k":"v"}})";
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = text;
      changed[at] = static_cast<char>(byte);
      const auto parsed = parse_json(changed);
      const Json expected = whole(changed);
      // Two equal keys are the one thing that the whole parser by itself lets pass.
      if (!parsed && parsed.error().message.find("twice") != std::string::npos) continue;
      ASSERT_EQ(parsed.has_value(), !expected.is_discarded()) << changed;
      if (!parsed) continue;
      ASSERT_EQ(*parsed, expected) << changed;
    }
  }
}

TEST(JsonSecret, GoesIntoGuardedMemoryAndOutOfTheValue) {
  auto json = parse_json(R"({"pin":"739164820573","list":["739164820573"]})").value();
  auto object = JsonObject::open(json, "log-in").value();
  const auto pin = secret_text(object, "pin");
  ASSERT_TRUE(pin);
  EXPECT_EQ(as_text(pin->view()), "739164820573");
  EXPECT_EQ(secret_text(object, "none").error().message, "log-in: none is missing");
  EXPECT_THAT(secret_text(object, "list").error().message, HasSubstr("expected text"));
  const char* text = json["pin"].get_ref<const std::string&>().data();
  EXPECT_EQ(text[0], '7');
  wipe(json);
  EXPECT_TRUE(json.is_null());
}

TEST(JsonWriter, ChangesNothingButWhatIsNotPlain) {
  for (int byte = 0; byte < 256; ++byte) {
    for (const std::size_t at : {0U, 7U, 8U, 11U}) {
      std::string text = "twelve bytes";
      text[at] = static_cast<char>(byte);
      JsonWriter json;
      EXPECT_EQ(json.text(text).take(), write_json(Json(text))) << byte << " at " << at;
    }
  }
}

}  // namespace
