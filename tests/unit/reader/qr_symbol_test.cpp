// Our own QR decoder: golden figures of ISO/IEC 18004, and ZXing's writer as the other side.
#include <gtest/gtest.h>

#define ZX_USE_UTF8 1
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <random>

#include "reader/qr/content.h"
#include "reader/qr/function_pattern.h"
#include "reader/qr/galois.h"
#include "reader/qr/information.h"
#include "reader/qr/reed_solomon.h"
#include "reader/qr/restore.h"
#include "reader/qr/symbol.h"

namespace evisa::reader::qr {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes random_bytes(std::size_t size, std::mt19937& random) {
  Bytes out(size);
  for (auto& byte : out) byte = static_cast<std::uint8_t>(random());
  return out;
}

/// `level`: L, M, Q, H as ZXing's writer numbers them.
Modules written(const Bytes& content, Level level) {
  constexpr std::array<int, 4> kZXing{4, 1, 8, 6};  // m, l, h, q
  const auto bits = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
                        .setEncoding(ZXing::CharacterSet::Unknown)
                        .setEccLevel(kZXing[static_cast<std::size_t>(level)])
                        .setMargin(0)
                        .encode(std::wstring(content.begin(), content.end()), 0, 0);
  Modules modules(bits.width());
  for (int y = 0; y < bits.height(); ++y)
    for (int x = 0; x < bits.width(); ++x) modules.at(x, y) = bits.get(x, y) ? 1.0F : -1.0F;
  return modules;
}

std::size_t byte_capacity(int version, Level level) {
  const Blocks blocks = blocks_of(version, level);
  const int data = blocks.codewords() - blocks.count * blocks.parity;
  return static_cast<std::size_t>(data - (version < 10 ? 2 : 3));
}

TEST(QrGalois, MultipliesAndDivides) {
  EXPECT_EQ(power_of_two(8), 0x1D);
  EXPECT_EQ(power_of_two(-1), power_of_two(254));
  for (int a = 0; a < 256; a += 7) {
    for (int b = 1; b < 256; b += 5) {
      const auto x = static_cast<std::uint8_t>(a), y = static_cast<std::uint8_t>(b);
      EXPECT_EQ(divide(multiply(x, y), y), x);
    }
  }
}

// SPEC: ISO/IEC 18004 annex I: version 1-M, "01234567".
const Bytes kAnnexI{0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC,
                    0x11, 0xEC, 0x11, 0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55};

TEST(QrReedSolomon, TakesTheBlockOfTheStandard) {
  Bytes block = kAnnexI;
  EXPECT_EQ(correct(block, 10, {}, 5), 0);
  for (const std::size_t at : {0U, 7U, 13U, 25U}) block[at] ^= 0x5A;
  EXPECT_EQ(correct(block, 10, {}, 4), 4);
  EXPECT_EQ(block, kAnnexI);
}

TEST(QrReedSolomon, CorrectsErrorsAndErasuresUpToWhatTheParityAllows) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    // Blocks of other lengths: shortened ones, by erasing and solving for the parity.
    const int parity = 7 + static_cast<int>(random() % 24);
    Bytes block = random_bytes(static_cast<std::size_t>(parity) + 1 + random() % 120, random);
    std::vector<int> places(block.size());
    std::iota(places.begin(), places.end(), 0);
    const auto tail = std::span(places).last(static_cast<std::size_t>(parity));
    if (!correct(block, parity, tail, 0)) FAIL() << "parity was not found";
    const Bytes whole = block;
    std::ranges::shuffle(places, random);
    const int erased = static_cast<int>(random() % static_cast<unsigned>(parity + 1));
    const int errors =
        static_cast<int>(random() % static_cast<unsigned>((parity - erased) / 2 + 1));
    if (static_cast<std::size_t>(erased + errors) > block.size()) continue;
    for (int i = 0; i < erased + errors; ++i)
      block[static_cast<std::size_t>(places[static_cast<std::size_t>(i)])] ^=
          static_cast<std::uint8_t>(1 + random() % 255);
    const auto found =
        correct(block, parity, std::span(places).first(static_cast<std::size_t>(erased)), parity);
    ASSERT_TRUE(found) << parity << " " << erased << " " << errors;
    EXPECT_LE(*found, errors);
    EXPECT_EQ(block, whole);
  }
}

TEST(QrReedSolomon, NeverTakesRubbishForABlock) {
  std::mt19937 random(4);
  for (int round = 0; round < 20000; ++round) {
    Bytes block = random_bytes(70, random);
    const Bytes before = block;
    std::vector<int> erased(10);
    std::iota(erased.begin(), erased.end(), static_cast<int>(random() % 60));
    ASSERT_FALSE(correct(block, 26, erased, 6));
    ASSERT_EQ(block, before);
  }
}

TEST(QrReedSolomon, RefusesWhatIsNoBlock) {
  Bytes block(20, 1);
  const std::vector<int> outside{20};
  EXPECT_FALSE(correct(block, 20, {}, 5));
  EXPECT_FALSE(correct(block, 0, {}, 5));
  EXPECT_FALSE(correct(block, 10, outside, 5));
}

TEST(QrInformation, HasTheCodeWordsOfTheStandard) {
  EXPECT_EQ(format_bits(Level::m, 5), 0b100000011001110);  // annex C
  EXPECT_EQ(version_bits(7), 0b000111110010010100);        // annex D
}

TEST(QrContent, ReadsTheNumbersOfTheStandard) {
  const auto content = read_content(std::span(kAnnexI).first(16), 1);
  ASSERT_TRUE(content);
  EXPECT_EQ(std::string(content->bytes.begin(), content->bytes.end()), "01234567");
  EXPECT_TRUE(content->padded_by_the_rule);
}

/// A stream from pieces of bits, filled up with zeros.
class Bits {
 public:
  Bits& put(int value, int count) {
    for (int i = count - 1; i >= 0; --i) bits_.push_back((value >> i & 1) != 0);
    return *this;
  }
  [[nodiscard]] Bytes bytes() const {
    Bytes out((bits_.size() + 7) / 8);
    for (std::size_t i = 0; i < bits_.size(); ++i)
      if (bits_[i]) out[i / 8] |= static_cast<std::uint8_t>(0x80U >> (i % 8));
    return out;
  }
  [[nodiscard]] std::string read(int version = 1) const {
    const auto content = read_content(bytes(), version);
    return content ? std::string(content->bytes.begin(), content->bytes.end()) : "refused";
  }

 private:
  std::vector<bool> bits_;
};

TEST(QrContent, ReadsEveryMode) {
  EXPECT_EQ(Bits()
                .put(2, 4)
                .put(5, 9)
                .put(10 * 45 + 12, 11)
                .put(41 * 45 + 4, 11)
                .put(2, 6)
                .put(0, 4)
                .read(),
            "AC-42");  // 7.4.5's example
  EXPECT_EQ(Bits().put(8, 4).put(2, 8).put(0xD9F, 13).put(0x1AAA, 13).put(0, 4).read(),
            "\x93\x5F\xE4\xAA");  // 7.4.6's example
  EXPECT_EQ(
      Bits().put(7, 4).put(9, 8).put(4, 4).put(2, 8).put(0xA1, 8).put(0xA2, 8).put(0, 4).read(),
      "\xA1\xA2");  // an ECI designator leaves no trace
  EXPECT_EQ(
      Bits().put(7, 4).put(0x80, 8).put(0x80, 8).put(4, 4).put(1, 8).put('x', 8).put(0, 4).read(),
      "x");
  EXPECT_EQ(
      Bits().put(3, 4).put(0x12, 8).put(0x34, 8).put(1, 4).put(1, 10).put(7, 4).put(0, 4).read(),
      "7");
  EXPECT_EQ(Bits().put(5, 4).put(2, 4).put(3, 9).put(1 * 45 + 38, 11).put(2, 6).put(0, 4).read(),
            "1\x1D"
            "2");  // FNC1: % is the group separator
  EXPECT_EQ(Bits().put(4, 4).put(1, 16).put('y', 8).put(0, 4).read(10), "y");
}

TEST(QrContent, RefusesStreamsThatBreakOff) {
  EXPECT_EQ(Bits().put(4, 4).put(9, 8).put('a', 8).read(), "refused");
  EXPECT_EQ(Bits().put(1, 4).put(3, 10).put(1000, 10).read(), "refused");
  EXPECT_EQ(Bits().put(6, 4).put(0, 8).read(), "refused");
  EXPECT_EQ(Bits().put(2, 4).put(1, 9).put(45, 6).read(), "refused");
}

TEST(QrSymbol, ReadsEveryVersionAndLevelThatZXingWrites) {
  std::mt19937 random(5);
  for (const Level level : {Level::l, Level::m, Level::q, Level::h}) {
    for (int version = 1; version <= 40; ++version) {
      Bytes content = random_bytes(byte_capacity(version, level), random);
      content[0] = 0xFF;  // never all digits or letters
      const Modules modules = written(content, level);
      ASSERT_EQ(modules.size(), size_of(version)) << version;
      const auto symbol = decode_symbol(modules);
      ASSERT_TRUE(symbol) << version << " " << static_cast<int>(level);
      EXPECT_EQ(symbol->bytes, content);
      EXPECT_EQ(symbol->level, level);
      EXPECT_EQ(symbol->corrected, 0);
      if (version >= 7) {
        EXPECT_EQ(read_version(modules), version);
      }
      const auto& pattern = FunctionPattern::of(version);
      for (int y = 0; y < modules.size(); ++y) {
        for (int x = 0; x < modules.size(); ++x) {
          const int expected = pattern.expected(x, y);
          ASSERT_TRUE(expected == 0 || (expected > 0) == modules.dark(x, y))
              << version << ": " << x << ", " << y;
        }
      }
    }
  }
}

TEST(QrSymbol, ReadsShortContentWithItsPadding) {
  for (const char* text : {"", "7", "HELLO WORLD", "https://example.org/", "0123456789012"}) {
    const std::string_view view(text);
    if (view.empty()) continue;
    const auto symbol = decode_symbol(written({view.begin(), view.end()}, Level::q));
    ASSERT_TRUE(symbol) << text;
    EXPECT_EQ(std::string(symbol->bytes.begin(), symbol->bytes.end()), text);
  }
}

TEST(QrSymbol, NeverReadsWrongHoweverManyModulesAreFlipped) {
  std::mt19937 random(6);
  std::normal_distribution<float> noise(0, 1);
  int read = 0;
  for (int round = 0; round < 400; ++round) {
    const auto level = static_cast<Level>(round % 4);
    const Bytes content = random_bytes(1 + random() % 120, random);
    Modules modules = written(content, level);
    const float spread = 0.2F + 0.01F * static_cast<float>(round % 100);
    for (int y = 0; y < modules.size(); ++y)
      for (int x = 0; x < modules.size(); ++x) modules.at(x, y) += spread * noise(random);
    const auto symbol = decode_symbol(modules);
    if (!symbol) continue;
    ++read;
    EXPECT_EQ(symbol->bytes, content);
  }
  EXPECT_GT(read, 120);
}

TEST(QrSymbol, ReadsMoreWithErasuresThanWithErrorsAlone) {
  std::mt19937 random(7);
  const Bytes content = random_bytes(150, random);
  Modules modules = written(content, Level::m);
  // A glare takes a quarter of the rows: too much for error correction, not for erasures.
  for (int y = 22; y < 34; ++y)
    for (int x = 9; x < modules.size(); ++x) modules.at(x, y) = y % 2 == 0 ? 0.01F : -0.01F;
  const auto symbol = decode_symbol(modules);
  ASSERT_TRUE(symbol);
  EXPECT_EQ(symbol->bytes, content);
  EXPECT_LT(symbol->chance_log2, -30);
}

TEST(QrSymbol, FindsNothingInNoise) {
  std::mt19937 random(8);
  for (int round = 0; round < 300; ++round) {
    Modules modules(size_of(1 + round % 12));
    for (int y = 0; y < modules.size(); ++y)
      for (int x = 0; x < modules.size(); ++x)
        modules.at(x, y) = static_cast<float>(random() % 2001) / 1000 - 1;
    EXPECT_FALSE(decode_symbol(modules));
  }
  EXPECT_FALSE(decode_symbol(Modules(20, 1)));
  EXPECT_FALSE(decode_symbol(Modules(181, 1)));
}

TEST(QrRestore, TellsModulesApartThatBlurRanTogether) {
  std::mt19937 random(9);
  const Bytes content = random_bytes(150, random);
  const Modules sharp = written(content, Level::m);
  constexpr std::array kBlur{0.03F, 0.22F, 0.5F, 0.22F, 0.03F};
  const auto at = [&](int x, int y) {
    return x < 0 || y < 0 || x >= sharp.size() || y >= sharp.size() ? -1.0F : sharp.at(x, y);
  };
  Modules soft(sharp.size());
  std::normal_distribution<float> noise(0, 0.02F);
  for (int y = 0; y < sharp.size(); ++y) {
    for (int x = 0; x < sharp.size(); ++x) {
      float sum = noise(random);
      for (int b = -2; b <= 2; ++b)
        for (int a = -2; a <= 2; ++a)
          sum += kBlur[static_cast<std::size_t>(a + 2)] * kBlur[static_cast<std::size_t>(b + 2)] *
                 at(x + a, y + b);
      soft.at(x, y) = sum;
    }
  }
  EXPECT_FALSE(decode_symbol(soft));
  const auto version = version_of(sharp.size());
  ASSERT_TRUE(version);
  const auto symbol = decode_symbol(restored(soft, FunctionPattern::of(*version), 2));
  ASSERT_TRUE(symbol);
  EXPECT_EQ(symbol->bytes, content);
}

}  // namespace
}  // namespace evisa::reader::qr
