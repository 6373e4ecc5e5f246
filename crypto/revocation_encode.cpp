// Writes a revocation table; the same entries in any order give the same bytes. Grammar in
// revocation_table.cpp.
#include <algorithm>
#include <limits>
#include <set>
#include <tuple>

#include "crypto/revocation_format.h"
#include "crypto/revocation_table.h"

namespace evisa::crypto {

namespace {

using Entries = std::vector<std::pair<visa::VisaNumber, visa::Revocation>>;
using Pair = std::pair<std::int32_t, std::uint8_t>;

Pair pair_of(const visa::Revocation& revocation) {
  return {static_cast<std::int32_t>(revocation.date.days().time_since_epoch().count()),
          static_cast<std::uint8_t>(revocation.why)};
}

/// Ascending by number, each number once, with its earliest revocation.
void sort_and_merge(Entries& entries) {
  std::ranges::sort(entries, {}, [](const auto& entry) {
    return std::tuple(entry.first.ordinal(), pair_of(entry.second));
  });
  const auto rest =
      std::ranges::unique(entries, {}, [](const auto& e) { return e.first.ordinal(); });
  entries.erase(rest.begin(), rest.end());
}

std::vector<Pair> distinct_pairs(const Entries& entries) {
  std::set<Pair> pairs;
  for (const auto& [number, revocation] : entries) pairs.insert(pair_of(revocation));
  return {pairs.begin(), pairs.end()};
}

std::uint64_t bucket_count(const Entries& entries, unsigned low_bits) {
  return (entries.back().first.ordinal() >> low_bits) -
         (entries.front().first.ordinal() >> low_bits) + 1;
}

/// The width that makes the smallest table: narrow entries need many buckets.
unsigned best_low_bits(const Entries& entries, unsigned pair_bits) {
  unsigned best = kMaxLowBits;
  std::uint64_t smallest = std::numeric_limits<std::uint64_t>::max();
  for (unsigned low_bits = 0; low_bits <= kMaxLowBits; ++low_bits) {
    if (low_bits + pair_bits > kMaxEntryBits) break;
    const std::uint64_t buckets = bucket_count(entries, low_bits);
    if (entries.front().first.ordinal() >> low_bits > std::numeric_limits<std::uint32_t>::max() ||
        buckets >= std::numeric_limits<std::uint32_t>::max()) {
      continue;
    }
    const auto size = buckets * kBucketSize + entries_size(entries.size(), low_bits + pair_bits);
    if (size < smallest) std::tie(smallest, best) = std::tuple(size, low_bits);
  }
  return best;
}

void append_buckets(Bytes& out, const Entries& entries, unsigned low_bits) {
  const std::uint64_t first = entries.front().first.ordinal() >> low_bits;
  const std::uint64_t buckets = bucket_count(entries, low_bits);
  std::size_t index = 0;
  for (std::uint64_t b = 0; b < buckets; ++b) {
    append_le(out, index, kBucketSize);
    while (index < entries.size() && entries[index].first.ordinal() >> low_bits == first + b)
      ++index;
  }
  append_le(out, index, kBucketSize);
}

void append_entries(Bytes& out, const Entries& entries, const std::vector<Pair>& pairs,
                    unsigned low_bits, unsigned pair_bits) {
  const unsigned width = low_bits + pair_bits;
  const std::size_t at = out.size();
  out.resize(at + entries_size(entries.size(), width));
  std::uint64_t bit = 0;
  for (const auto& [number, revocation] : entries) {
    const auto pair = static_cast<std::uint64_t>(
        std::ranges::lower_bound(pairs, pair_of(revocation)) - pairs.begin());
    const std::uint64_t low = number.ordinal() & ((std::uint64_t{1} << low_bits) - 1);
    std::uint64_t word = (low << pair_bits | pair) << (bit % 8);
    for (std::size_t byte = at + bit / 8; word != 0; ++byte, word >>= 8) {
      out[byte] = static_cast<std::uint8_t>(out[byte] | (word & 0xFF));
    }
    bit += width;
  }
}

void append_header(Bytes& out, std::uint64_t count, std::uint64_t pairs, std::uint64_t buckets,
                   unsigned low_bits, unsigned pair_bits, std::uint64_t first_bucket) {
  out.insert(out.end(), kRevocationMagic.begin(), kRevocationMagic.end());
  append_le(out, count, 4);
  append_le(out, pairs, 4);
  append_le(out, buckets, 4);
  append_le(out, low_bits, 1);
  append_le(out, pair_bits, 1);
  append_le(out, 0, 2);
  append_le(out, first_bucket, 4);
}

}  // namespace

Bytes encode_revocations(Entries entries) {
  Bytes out;
  if (entries.empty()) {
    append_header(out, 0, 0, 0, 0, 0, 0);
    append_le(out, 0, kBucketSize);
    append_le(out, 0, kEntryPadding);
    return out;
  }
  sort_and_merge(entries);
  const auto pairs = distinct_pairs(entries);
  const auto pair_bits = static_cast<unsigned>(std::bit_width(pairs.size() - 1));
  const unsigned low_bits = best_low_bits(entries, pair_bits);
  append_header(out, entries.size(), pairs.size(), bucket_count(entries, low_bits), low_bits,
                pair_bits, entries.front().first.ordinal() >> low_bits);
  for (const auto& [days, reason] : pairs) {
    append_le(out, static_cast<std::uint32_t>(days), 4);
    append_le(out, reason, 1);
  }
  append_buckets(out, entries, low_bits);
  append_entries(out, entries, pairs, low_bits, pair_bits);
  return out;
}

}  // namespace evisa::crypto
