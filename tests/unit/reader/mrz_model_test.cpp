// The model's file and the network that runs it.
#include <gtest/gtest.h>

#include <cmath>

#include "reader/mrz/network.h"

namespace evisa::reader::mrz {
namespace {

crypto::Bytes shipped() { return write_weights(shipped_weights()); }

TEST(MrzModel, SurvivesARoundTrip) {
  const auto again = parse_weights(shipped());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->values, shipped_weights().values);
  EXPECT_EQ(again->note, shipped_weights().note);
}

TEST(MrzModel, SaysHowItWasTrained) {
  EXPECT_NE(shipped_weights().note.find("seed"), std::string::npos);
  EXPECT_LT(shipped().size(), 500'000U);
}

TEST(MrzModel, RefusesAnyDamage) {
  const auto good = shipped();
  for (std::size_t at = 0; at < good.size(); at += 997) {
    auto bad = good;
    bad[at] ^= 0x10;
    EXPECT_FALSE(parse_weights(bad)) << at;
  }
  EXPECT_FALSE(parse_weights({}));
  EXPECT_FALSE(parse_weights(crypto::ByteView(good).first(good.size() - 1)));
  auto newer = good;
  newer[5] = 2;
  EXPECT_EQ(parse_weights(newer).error().code, Errc::unsupported);
}

TEST(MrzNetwork, GivesProbabilitiesOfEveryPlace) {
  std::vector<std::uint8_t> gray(100 * kRows, 200);
  for (std::size_t i = 0; i < gray.size(); i += 7) gray[i] = 30;
  const auto places = read_places(shipped_weights(), even_strip(gray.data(), 100));
  ASSERT_EQ(places.size(), (100 - kSeen) / kStep + 1);
  for (const auto& place : places) {
    double sum = 0;
    for (const float v : place) sum += std::exp(v);
    EXPECT_NEAR(sum, 1, 1e-4);
  }
}

TEST(MrzNetwork, HasNothingToSayOfAShortStrip) {
  EXPECT_TRUE(read_places(shipped_weights(), Strip{}).empty());
  EXPECT_TRUE(read_places(shipped_weights(), even_strip(nullptr, 0)).empty());
}

TEST(MrzStrip, EvensOutLightAndContrast) {
  std::vector<std::uint8_t> bright(60 * kRows, 220), dim(60 * kRows, 110);
  for (std::size_t i = 0; i < bright.size(); i += 5) {
    bright[i] = 20;
    dim[i] = 10;
  }
  const auto a = even_strip(bright.data(), 60), b = even_strip(dim.data(), 60);
  for (std::size_t i = 0; i < a.values.size(); ++i) EXPECT_NEAR(a.values[i], b.values[i], 0.02);
  for (const float v : even_strip(std::vector<std::uint8_t>(60 * kRows, 77).data(), 60).values) {
    EXPECT_EQ(v, 0);
  }
}

}  // namespace
}  // namespace evisa::reader::mrz
