// The writer without a tree against the one with it.
#include "crypto/json_writer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include "crypto/strict_json.h"

namespace evisa::crypto {
namespace {

std::string written(std::string_view text) {
  JsonWriter json;
  return json.text(text).take();
}

TEST(JsonWriter, WritesTextsAsTheTreeDoes) {
  for (const std::string text :
       {"", "plain", "quotation \" mark", "back\\slash", "line\nbreak\ttab\r\b\f", "\x01\x1F",
        "\x7F", "Астана", "阿斯塔纳", "\xF0\x9F\x98\x80", "broken \xC3\x28 bytes", "\xFF\xFE",
        "</script>"}) {
    EXPECT_EQ(written(text), write_json(Json(text))) << text;
  }
  const std::string with_zero("a\0b", 3);
  EXPECT_EQ(written(with_zero), write_json(Json(with_zero)));
}

TEST(JsonWriter, WritesNumbersAsTheTreeDoes) {
  JsonWriter json;
  json.begin_list();
  json.number(std::numeric_limits<std::uint64_t>::max());
  json.number(std::numeric_limits<std::int64_t>::min()).number(0U).number(-7);
  json.number(std::uint8_t{255});
  EXPECT_EQ(json.end_list().take(), "[18446744073709551615,-9223372036854775808,0,-7,255]");
}

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
  const auto itself = [](const std::string& text) { return text; };
  JsonWriter json;
  json.begin_object();
  json.key("empty").begin_object().end_object();
  json.key("none").begin_list().end_list();
  json.key("texts").texts(std::vector<std::string>{"a", ",", "["}, itself);
  json.key("nested").begin_list().begin_object().key("x").null().end_object().begin_list();
  json.end_list().flag(true).flag(false).end_list();
  json.key("gone").text_or_null(std::optional<std::string>(), itself);
  json.key("here").text_or_null(std::optional<std::string>(":"), itself);
  const std::string text = json.end_object().take();
  EXPECT_EQ(text,
            R"({"empty":{},"none":[],"texts":["a",",","["],"nested":[{"x":null},[],true,false],)"
            R"("gone":null,"here":":"})");
  const auto read = parse_json(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(write_json(*read), text);
}

}  // namespace
}  // namespace evisa::crypto
