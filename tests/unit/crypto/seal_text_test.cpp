// The seal as text: RFC 4648 examples, strictness, and what keyboards make of it.
#include "crypto/seal_text.h"

#include <gtest/gtest.h>

#include <array>

#include "crypto/base32.h"
#include "crypto/keyboard_layout.h"

namespace evisa::crypto {
namespace {

TEST(SealTextBase32, EncodesTheExamplesOfRfc4648) {
  for (const auto& [text, coded] : {std::pair{"", ""},
                                    {"f", "MY"},
                                    {"fo", "MZXQ"},
                                    {"foo", "MZXW6"},
                                    {"foob", "MZXW6YQ"},
                                    {"fooba", "MZXW6YTB"},
                                    {"foobar", "MZXW6YTBOI"}}) {
    EXPECT_EQ(base32_encode(as_bytes(text)), coded);
    std::array<std::uint8_t, 8> out{};
    const auto size = base32_decode(coded, out);
    ASSERT_TRUE(size) << coded;
    EXPECT_EQ(as_text(ByteView(out).first(*size)), text);
  }
}

TEST(SealTextBase32, RefusesEveryOtherForm) {
  std::array<std::uint8_t, 2> out{};
  for (const auto bad : {"M", "MZX", "MZ", "my", "MY======", "M1", "M0", "M8", "M ", "M\n"}) {
    EXPECT_FALSE(base32_decode(bad, out)) << bad;
  }
  EXPECT_EQ(base32_decode("MZXW6", out).error().code, Errc::out_of_range);
}

/// All 32 symbols, so that every key is pressed.
Bytes all_symbols() {
  std::array<std::uint8_t, 20> bytes{};
  return base32_decode("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", bytes)
             ? Bytes(bytes.begin(), bytes.end())
             : Bytes();
}

TEST(SealText, RoundTripsAndRefusesAWrongPrefix) {
  const std::string text = seal_to_text(all_symbols());
  EXPECT_EQ(text, "KZV1ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
  const auto seal = seal_from_text(text);
  const auto view = seal->view();
  EXPECT_EQ(Bytes(view.begin(), view.end()), all_symbols());
  for (const auto bad : {"", "KZV1", "KZV2MY", "kzv1MY", "MY", "KZV1my", "KZV1MZ"}) {
    EXPECT_EQ(seal_from_text(bad).error().code, Errc::malformed) << bad;
  }
  EXPECT_EQ(seal_from_text("KZV1" + std::string(1640, 'A')).error().code, Errc::out_of_range);
}

struct Typed {
  std::string_view layout, text;
};
// What a scanner that types KZV1ABCDEFGHIJKLMNOPQRSTUVWXYZ234567 produces.
constexpr std::array kTyped = {
    Typed{"US", "KZV1ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"},
    Typed{"US, Caps Lock on", "kzv1abcdefghijklmnopqrstuvwxyz234567"},
    Typed{"US, Caps Lock on, shifts for it", "kzv!abcdefghijklmnopqrstuvwxyz@#$%^&"},
    Typed{"Russian", "ЛЯМ1ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯ234567"},
    Typed{"Russian, Caps Lock on", "лям1фисвуапршолдьтщзйкыегмцчня234567"},
    Typed{"Russian, all shifted", "ЛЯМ!ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯ\"№;%:?"},
    Typed{"Kazakh", "ЛЯМ\"ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯәіңғ,."},
    Typed{"Kazakh, Caps Lock on", "лям\"фисвуапршолдьтщзйкыегмцчняӘІҢҒ,."},
    Typed{"Kazakh, all shifted", "ЛЯМ!ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯӘІҢҒ;:"},
    Typed{"with line end", "KZV1ABCDEFGHIJKLMNOPQRSTUVWXYZ234567\r\n"},
    Typed{"with tab and blanks", "  KZV1ABCDEFGHIJKLM NOPQRSTUVWXYZ234567\t"},
};

TEST(SealText, IsReadBackFromEveryKeyboardLayout) {
  for (const auto& [layout, text] : kTyped) {
    const auto seal = seal_from_scan(as_bytes(text));
    ASSERT_TRUE(seal) << layout << ": " << seal.error().message << " "
                      << repair_keyboard_layout(text);
    EXPECT_EQ(Bytes(seal->view().begin(), seal->view().end()), all_symbols()) << layout;
  }
}

TEST(SealText, RepairLeavesGoodTextAlone) {
  EXPECT_EQ(repair_keyboard_layout(kTyped[0].text), kTyped[0].text);
}

TEST(SealText, AcceptsRawSealsAndNamesWhatIsNeither) {
  const Bytes raw = {0xDC, 0x03, 0x00};
  EXPECT_EQ(seal_from_scan(raw)->size, 3U);
  EXPECT_EQ(seal_from_scan(Bytes(1025, 0xDC)).error().code, Errc::out_of_range);
  const auto other = seal_from_scan(as_bytes("https://example.org/x"));
  EXPECT_EQ(other.error().code, Errc::unsupported);
  EXPECT_NE(other.error().message.find("https://example.org/x"), std::string::npos);
  EXPECT_EQ(seal_from_scan({}).error().code, Errc::unsupported);
  EXPECT_EQ(seal_from_scan(as_bytes("KZV1M")).error().code, Errc::malformed);
  EXPECT_EQ(seal_from_scan(as_bytes(std::string(20'000, 'x'))).error().code, Errc::out_of_range);
}

TEST(SealText, TakesOtherMarksForNoKey) {
  EXPECT_EQ(key_of(U'Ж', DigitRow::plain), U'Ж');
  EXPECT_FALSE(seal_from_scan(as_bytes("KZV1ЖЖ")));
}

}  // namespace
}  // namespace evisa::crypto
