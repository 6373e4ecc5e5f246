// Revoked visa numbers, read where they lie. All integers are unsigned and little-endian, unless
// said otherwise.
//
//   table   = header pairs buckets entries
//   header  = "EVR1" count(4) pair-count(4) bucket-count(4) low-bits(1) pair-bits(1) 0(2)
//             first-bucket(4)
//   pairs   = pair-count * { days(4, signed, since 1970-01-01) reason(1) }      strictly ascending
//   buckets = (bucket-count + 1) * index(4)      ascending; the first is 0, the last is count
//   entries = bits, count * { low(low-bits) pair(pair-bits) }, then zero bits and 8 zero bytes
//
// A visa number is its ordinal (the ten digits before the check digit). Bucket b holds the numbers
// whose ordinal >> low-bits is first-bucket + b: the entries from index b to index b + 1, ascending
// by low, the low bits of the ordinal. `pair` is the place of date and reason in `pairs`. Bits are
// numbered from the least significant one of the first byte; `low` is above `pair` in an entry.
// pair-bits is the smallest width that holds pair-count - 1. An empty table has all numbers 0, one
// bucket index and no pairs.
#include "crypto/revocation_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "crypto/revocation_format.h"

namespace evisa::crypto {

static_assert(std::endian::native == std::endian::little,
              "entries are read as little-endian words");

namespace {

constexpr int kFirstDay = -719162;  // 0001-01-01
constexpr int kLastDay = 2932896;   // 9999-12-31
constexpr unsigned kReasons = static_cast<unsigned>(visa::RevocationReason::other) + 1;

std::unexpected<Error> malformed(std::string_view why) {
  return fail(Errc::malformed, fmt::format("revocation table: {}", why));
}

std::int32_t days_of(ByteView pairs, std::size_t index) {
  return static_cast<std::int32_t>(
      static_cast<std::uint32_t>(read_le(pairs, index * kPairSize, 4)));
}

std::uint8_t reason_of(ByteView pairs, std::size_t index) { return pairs[index * kPairSize + 4]; }

Result<void> check_pairs(ByteView pairs, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto days = days_of(pairs, i);
    const auto reason = reason_of(pairs, i);
    if (days < kFirstDay || days > kLastDay) return malformed("a date that does not exist");
    if (reason >= kReasons) return malformed("a reason that is not known");
    if (i > 0 &&
        std::pair(days_of(pairs, i - 1), reason_of(pairs, i - 1)) >= std::pair(days, reason)) {
      return malformed("dates and reasons are not ascending");
    }
  }
  return {};
}

Result<void> check_buckets(ByteView buckets, std::size_t bucket_count, std::size_t count) {
  std::uint64_t previous = read_le(buckets, 0, kBucketSize);
  if (previous != 0) return malformed("the first bucket does not begin at entry 0");
  for (std::size_t b = 1; b <= bucket_count; ++b) {
    std::uint32_t next = 0;
    std::memcpy(&next, buckets.data() + b * kBucketSize, kBucketSize);
    if (next < previous) return malformed("the buckets are not ascending");
    previous = next;
  }
  if (previous != count) return malformed("the buckets do not hold all entries");
  return {};
}

}  // namespace

Result<RevocationTable> RevocationTable::open(ByteView bytes) {
  if (bytes.size() < kRevocationHeader) return malformed("truncated header");
  if (!std::ranges::equal(bytes.first(4), kRevocationMagic))
    return malformed("does not begin with EVR1");
  RevocationTable table;
  table.count_ = read_le(bytes, 4, 4);
  table.pair_count_ = read_le(bytes, 8, 4);
  table.bucket_count_ = read_le(bytes, 12, 4);
  table.low_bits_ = bytes[16];
  table.pair_bits_ = bytes[17];
  table.first_bucket_ = read_le(bytes, 20, 4);
  if (read_le(bytes, 18, 2) != 0) return malformed("reserved bytes are not zero");
  const unsigned width = table.low_bits_ + table.pair_bits_;
  if (table.low_bits_ > kMaxLowBits || width > kMaxEntryBits)
    return malformed("entries are too wide");
  const auto expected_width = table.pair_count_ == 0 ? 0 : std::bit_width(table.pair_count_ - 1);
  if (table.pair_bits_ != static_cast<unsigned>(expected_width)) {
    return malformed("the entries' width does not fit the dictionary");
  }
  if ((table.count_ == 0) != (table.pair_count_ == 0))
    return malformed("entries without reasons, or reasons without entries");
  const std::uint64_t pairs = table.pair_count_ * kPairSize;
  const std::uint64_t buckets = (table.bucket_count_ + 1) * kBucketSize;
  const std::uint64_t entries = entries_size(table.count_, width);
  const std::uint64_t size = kRevocationHeader + pairs + buckets + entries;
  if (bytes.size() != size) {
    return malformed(
        fmt::format("{} bytes, expected {} for {} numbers", bytes.size(), size, table.count_));
  }
  table.pairs_ = bytes.subspan(kRevocationHeader, pairs);
  table.buckets_ = bytes.subspan(kRevocationHeader + pairs, buckets);
  table.entries_ = bytes.subspan(kRevocationHeader + pairs + buckets, entries);
  if (std::ranges::any_of(table.entries_.last(kEntryPadding), [](auto b) { return b != 0; })) {
    return malformed("the bytes after the entries are not zero");
  }
  if (auto ok = check_pairs(table.pairs_, table.pair_count_); !ok)
    return std::unexpected(ok.error());
  if (auto ok = check_buckets(table.buckets_, table.bucket_count_, table.count_); !ok) {
    return std::unexpected(ok.error());
  }
  return table;
}

std::uint64_t RevocationTable::entry(std::size_t index) const {
  const unsigned width = low_bits_ + pair_bits_;
  const std::uint64_t bit = std::uint64_t{index} * width;
  std::uint64_t word = 0;
  std::memcpy(&word, entries_.data() + bit / 8, sizeof word);
  return word >> (bit % 8) & ((std::uint64_t{1} << width) - 1);
}

visa::Revocation RevocationTable::revocation(std::size_t index) const {
  const auto pair = static_cast<std::size_t>(entry(index) & ((std::uint64_t{1} << pair_bits_) - 1));
  if (pair >= pair_count_) return {};  // fail closed: the number is in the table
  return {visa::Date::from_days(std::chrono::sys_days(std::chrono::days(days_of(pairs_, pair)))),
          static_cast<visa::RevocationReason>(reason_of(pairs_, pair))};
}

std::optional<visa::Revocation> RevocationTable::find(visa::VisaNumber number) const {
  if (count_ == 0) return std::nullopt;
  const std::uint64_t bucket = number.ordinal() >> low_bits_;
  if (bucket < first_bucket_ || bucket - first_bucket_ >= bucket_count_) return std::nullopt;
  const std::size_t b = static_cast<std::size_t>(bucket - first_bucket_);
  std::size_t from = read_le(buckets_, b * kBucketSize, kBucketSize);
  const std::size_t end = read_le(buckets_, (b + 1) * kBucketSize, kBucketSize);
  std::size_t to = end;
  const std::uint64_t low = number.ordinal() & ((std::uint64_t{1} << low_bits_) - 1);
  while (from < to) {
    const std::size_t middle = from + (to - from) / 2;
    if (entry(middle) >> pair_bits_ < low) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  if (from == end || entry(from) >> pair_bits_ != low) return std::nullopt;
  return revocation(from);
}

}  // namespace evisa::crypto
