// C40, DER lengths and dates: examples of Doc 9303-13 and what must be refused.
#include "crypto/c40.h"

#include <gtest/gtest.h>

#include <array>

#include "crypto/der_length.h"
#include "crypto/seal_date.h"

namespace evisa::crypto {
namespace {

struct Example {
  std::string_view text, hex;
};
// Doc 9303-13 2.6 (XK<CD), TR-03137-1 annexes (D<<, UTO, DETS32, passport number), and the two
// endings.
constexpr std::array kExamples = {
    Example{"XK<CD", "eb0466a9"},
    Example{"D<<", "6abc"},
    Example{"UTO", "d9c5"},
    Example{"DETS32", "6d32c91f"},
    Example{"VISA01", "de515826"},
    Example{"XKCD", "eb11fe45"},
    Example{"BSI01", "62d719c9"},
    Example{"47110815P", "33be1fed20c6"},
    Example{"A", "fe42"},
    Example{"<", "fe21"},
    Example{"A123B4C56D7E890F", "584f2e2165736c0b4d0dfe47"},
};

TEST(C40, EncodesAndDecodesPublishedExamples) {
  for (const auto& [text, hex] : kExamples) {
    const auto coded = c40_encode(text);
    ASSERT_TRUE(coded) << text;
    EXPECT_EQ(to_hex(*coded), hex) << text;
    EXPECT_EQ(c40_decode(*from_hex(hex)).value(), text) << hex;
  }
}

TEST(C40, RefusesShiftsStrayUnlatchesAndOtherCharacters) {
  for (const auto hex : {"6a", "fe426abc", "fe00", "0000", "0001", "ffff", "fa01", "fe62", "fe3d",
                         "d19b15d5e7d0d8aec895ddb017fe71125dbffe2145", "0640"}) {
    const auto text = c40_decode(*from_hex(hex));
    ASSERT_FALSE(text) << hex << " decoded to " << *text;
    EXPECT_EQ(text.error().code, Errc::malformed);
  }
}

TEST(C40, HasOneCodingForEachText) {
  for (unsigned pair = 0; pair <= 0xFFFF; ++pair) {
    const Bytes bytes = {static_cast<std::uint8_t>(pair >> 8),
                         static_cast<std::uint8_t>(pair & 0xFF)};
    const auto text = c40_decode(bytes);
    if (!text) continue;
    ASSERT_EQ(c40_encode(*text).value(), bytes) << *text;
  }
}

TEST(C40, RefusesCharactersItCannotCarryAndTooSmallABuffer) {
  EXPECT_EQ(c40_encode("Ab").error().code, Errc::malformed);
  std::array<char, 2> small{};
  EXPECT_EQ(c40_decode(*from_hex("d9c5"), small).error().code, Errc::out_of_range);
}

TEST(DerLength, WritesAndReadsTheShortestForm) {
  const std::array<std::pair<std::size_t, std::string_view>, 7> forms = {{{0, "00"},
                                                                          {1, "01"},
                                                                          {127, "7f"},
                                                                          {128, "8180"},
                                                                          {255, "81ff"},
                                                                          {256, "820100"},
                                                                          {891, "82037b"}}};
  for (const auto& [value, hex] : forms) {
    Bytes bytes;
    ASSERT_TRUE(append_der_length(bytes, value));
    EXPECT_EQ(to_hex(bytes), hex);
    const auto read = read_der_length(bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->value, value);
    EXPECT_EQ(read->octets, bytes.size());
  }
  Bytes bytes;
  EXPECT_EQ(append_der_length(bytes, 65'536).error().code, Errc::out_of_range);
}

TEST(DerLength, RefusesEveryOtherForm) {
  for (const auto hex : {"", "80", "812c", "817f", "81", "8200", "820080", "8200ff", "83010000",
                         "8500000001ff", "ff"}) {
    EXPECT_FALSE(read_der_length(*from_hex(hex))) << hex;
  }
}

TEST(SealDate, ReadsAndWritesPublishedDates) {
  // Doc 9303-13 2.3.1 (25 March 1957) and published test seals.
  for (const auto& [iso, hex] :
       {std::pair{"1957-03-25", "319ef5"}, {"2020-01-01", "0f7134"}, {"2026-02-05", "1f4fba"}}) {
    const auto date = decode_seal_date(*from_hex(hex));
    ASSERT_TRUE(date) << hex;
    EXPECT_EQ(date->iso(), iso);
    EXPECT_EQ(to_hex(encode_seal_date(*date)), hex);
  }
}

TEST(SealDate, RefusesDatesThatDoNotExist) {
  for (const auto hex : {"000000", "ffffff", "232048", "22f939", "c68c38", "0f4a28", "0f6950"}) {
    EXPECT_FALSE(decode_seal_date(*from_hex(hex))) << hex;
  }
}

TEST(SealBytesForm, HexAndBase64AreStrict) {
  EXPECT_EQ(to_hex(*from_hex("DC 03\nab")), "dc03ab");
  for (const auto bad : {"d", "dcx0", "d c0", "0g"}) EXPECT_FALSE(from_hex(bad)) << bad;
  for (const auto& [text, base64] : {std::pair{"f", "Zg=="},
                                     {"fo", "Zm8="},
                                     {"foo", "Zm9v"},
                                     {"foobar", "Zm9vYmFy"},
                                     {"", ""}}) {  // RFC 4648 section 10
    EXPECT_EQ(to_base64(as_bytes(text)), base64);
    EXPECT_EQ(as_text(from_base64(base64).value()), text);
  }
  for (const auto bad : {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm 9"}) {
    EXPECT_FALSE(from_base64(bad)) << bad;
  }
}

}  // namespace
}  // namespace evisa::crypto
