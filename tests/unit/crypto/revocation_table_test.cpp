// The table of revoked visa numbers: lookups, structure, and bytes nobody should have written.
#include "crypto/revocation_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace {

using namespace evisa::crypto;
using namespace evisa::visa;
using evisa::Errc;
using Entries = std::vector<std::pair<VisaNumber, Revocation>>;

VisaNumber number(std::uint64_t ordinal) { return VisaNumber::from_ordinal(ordinal).value(); }
Date day(int after_new_year) { return Date::parse("2026-01-01")->plus_days(after_new_year); }

const Entries kThree{{number(2600000001), {day(0), RevocationReason::security}},
                     {number(2612345678), {day(40), RevocationReason::false_data}},
                     {number(2699999999), {day(40), RevocationReason::other}}};

TEST(RevocationTable, FindsNothingInAnEmptyTable) {
  const Bytes bytes = encode_revocations({});
  const auto table = RevocationTable::open(bytes);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->size(), 0U);
  EXPECT_FALSE(table->find(number(2600000001)));
  EXPECT_FALSE(RevocationTable().find(number(2600000001)));
}

TEST(RevocationTable, FindsDateAndReasonOfEachNumber) {
  const Bytes bytes = encode_revocations(kThree);
  const auto table = RevocationTable::open(bytes);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->size(), 3U);
  for (const auto& [visa, revocation] : kThree) EXPECT_EQ(table->find(visa), revocation);
}

TEST(RevocationTable, DoesNotFindNeighbours) {
  const Bytes bytes = encode_revocations(kThree);
  const auto table = RevocationTable::open(bytes);
  for (const std::uint64_t ordinal : {0ULL, 2600000000ULL, 2600000002ULL, 2612345677ULL,
                                      2612345679ULL, 2699999998ULL, 2700000000ULL, 9999999999ULL}) {
    EXPECT_FALSE(table->find(number(ordinal))) << ordinal;
  }
}

// One number: no low bits, the bucket is the number itself (2600000001 = 0x9AF8DA01).
TEST(RevocationTable, HasTheseBytes) {
  const Bytes bytes = encode_revocations({kThree[0]});
  EXPECT_EQ(to_hex(bytes),
            "45565231"
            "01000000"
            "01000000"
            "01000000"
            "00"
            "00"
            "0000"
            "01daf89a"
            "e64f0000"
            "04"  // 2026-01-01 is day 20454, security is reason 4
            "00000000"
            "01000000"  // bucket 0: entries 0 to 1
            "0000000000000000");
}

TEST(RevocationTable, IsTheSameForEntriesInAnyOrder) {
  Entries reversed(kThree.rbegin(), kThree.rend());
  EXPECT_EQ(encode_revocations(reversed), encode_revocations(kThree));
}

TEST(RevocationTable, KeepsTheEarliestRevocationOfANumber) {
  const VisaNumber twice = number(2600000005);
  const Bytes bytes = encode_revocations({{twice, {day(9), RevocationReason::security}},
                                          {twice, {day(3), RevocationReason::other}},
                                          {twice, {day(5), RevocationReason::false_data}}});
  const auto table = RevocationTable::open(bytes);
  EXPECT_EQ(table->size(), 1U);
  EXPECT_EQ(table->find(twice), (Revocation{day(3), RevocationReason::other}));
}

struct Family {
  const char* name;
  std::size_t count;
  std::uint64_t from, to;  // ordinals
  int days;
};
class RevocationTableFamily : public ::testing::TestWithParam<Family> {};
TEST_P(RevocationTableFamily, AnswersLikeAMap) {
  const auto [name, count, from, to, days] = GetParam();
  std::mt19937_64 random(1);
  std::map<VisaNumber, Revocation> expected;
  while (expected.size() < count) {
    const auto reason = static_cast<RevocationReason>(random() % 7);
    expected[number(from + random() % (to - from + 1))] = {
        day(static_cast<int>(random() % static_cast<unsigned>(days))), reason};
  }
  const Bytes bytes = encode_revocations(Entries(expected.begin(), expected.end()));
  EXPECT_LE(bytes.size(), 16 * count + 64);
  const auto table = RevocationTable::open(bytes);
  ASSERT_TRUE(table) << table.error().message;
  ASSERT_EQ(table->size(), expected.size());
  for (const auto& [visa, revocation] : expected) ASSERT_EQ(table->find(visa), revocation);
  for (int i = 0; i < 1000; ++i) {
    const VisaNumber any = number(from + random() % (to - from + 1));
    ASSERT_EQ(table->find(any).has_value(), expected.contains(any));
  }
}
INSTANTIATE_TEST_SUITE_P(Numbers, RevocationTableFamily,
                         ::testing::Values(Family{"OfOneYear", 5000, 2600000000, 2699999999, 365},
                                           Family{"OfAllYears", 5000, 0, 9999999999, 365},
                                           Family{"SideBySide", 5000, 2600000000, 2600005999, 365},
                                           Family{"WithMoreThan65535Pairs", 90000, 2600000000,
                                                  2699999999, 20000},
                                           Family{"AllOnOneDay", 5000, 9900000000, 9999999999, 1},
                                           Family{"FarApart", 2, 0, 9999999999, 3}),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(RevocationTable, RefusesEveryTruncationAndATrailingByte) {
  Bytes bytes = encode_revocations(kThree);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto table = RevocationTable::open(ByteView(bytes).first(size));
    ASSERT_FALSE(table) << size;
    EXPECT_EQ(table.error().code, Errc::malformed);
  }
  bytes.push_back(0);
  EXPECT_FALSE(RevocationTable::open(bytes));
}

/// A table with one value of `size` bytes at `at` replaced.
Bytes changed(std::size_t at, std::size_t size, std::uint64_t value) {
  Bytes bytes = encode_revocations(kThree);
  for (std::size_t i = 0; i < size; ++i) bytes[at + i] = static_cast<std::uint8_t>(value >> 8 * i);
  return bytes;
}

struct Change {
  const char* name;
  std::size_t at, size;
  std::uint64_t value;
};
// The header has 24 bytes; three pairs of 5 bytes follow, then the bucket indices.
constexpr Change kChanges[] = {
    {"OtherMagic", 3, 1, '2'},
    {"CountOneMore", 4, 4, 4},
    {"CountHuge", 4, 4, 0xFFFFFFFF},
    {"CountNone", 4, 4, 0},
    {"PairsHuge", 8, 4, 0xFFFFFFFF},
    {"PairsNone", 8, 4, 0},
    {"BucketsHuge", 12, 4, 0xFFFFFFFF},
    {"LowBitsTooMany", 16, 1, 35},
    {"LowBitsHuge", 16, 1, 255},
    {"PairBitsOneMore", 17, 1, 3},
    {"Reserved", 18, 2, 1},
    {"DateTooLate", 24, 4, 2932897},
    {"DateTooEarly", 24, 4, 0x80000000},
    {"ReasonUnknown", 28, 1, 7},
    {"PairsNotAscending", 29, 4, 0},
    {"FirstBucketNotZero", 39, 4, 1},
    {"BucketBeyondTheEnd", 43, 4, 4},
};
class RevocationTableChanged : public ::testing::TestWithParam<Change> {};
TEST_P(RevocationTableChanged, IsRefused) {
  const Bytes bytes = changed(GetParam().at, GetParam().size, GetParam().value);
  const auto table = RevocationTable::open(bytes);
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().code, Errc::malformed);
}
INSTANTIATE_TEST_SUITE_P(Structure, RevocationTableChanged, ::testing::ValuesIn(kChanges),
                         [](const auto& one) { return std::string(one.param.name); });

// Entries are not looked at when a table is opened: whatever they hold, a lookup stays inside
// (the sanitizers watch) and answers.
TEST(RevocationTable, SurvivesAnyChangedByte) {
  const Bytes good = encode_revocations(kThree);
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const int flip : {0x01, 0x10, 0x80, 0xFF}) {
      const auto bytes = std::make_unique<std::uint8_t[]>(good.size());
      std::ranges::copy(good, bytes.get());
      bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ flip);
      const auto table = RevocationTable::open({bytes.get(), good.size()});
      if (!table) continue;
      for (const auto& [visa, revocation] : kThree) (void)table->find(visa);
      for (std::uint64_t ordinal = 0; ordinal < 10'000'000'000; ordinal += 99'999'999) {
        (void)table->find(number(ordinal));
      }
    }
  }
}

// Three pairs need two bits, which can also say 3: no such pair exists, the visa is revoked all the
// same.
TEST(RevocationTable, CountsANumberWithAnUnknownPairAsRevoked) {
  Bytes bytes = encode_revocations(kThree);
  const auto table = RevocationTable::open(bytes);
  ASSERT_EQ(table->find(kThree[0].first), kThree[0].second);
  const std::size_t entries_at = 24 + 3 * 5 + (bytes[12] + 1U) * 4;
  bytes[entries_at] |= 0x03;  // the lowest bits of the first entry are its pair
  const auto changed_table = RevocationTable::open(bytes);
  ASSERT_TRUE(changed_table);
  EXPECT_EQ(changed_table->find(kThree[0].first), Revocation{});
}

}  // namespace
