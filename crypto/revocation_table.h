// Revoked visa numbers as a compact sorted table that is used where it lies (mmap), 10 million and
// more. Grammar in revocation_table.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "crypto/bytes.h"
#include "visa/visa.h"

namespace evisa::crypto {

/// Entries in any order; a number that occurs twice keeps its earliest revocation.
[[nodiscard]] Bytes encode_revocations(
    std::vector<std::pair<visa::VisaNumber, visa::Revocation>> entries);

/// A view over an encoded table; does not own the bytes.
class RevocationTable {
 public:
  RevocationTable() = default;  ///< empty
  /// Checks the structure (sizes, dictionary, buckets), not each entry; after that no lookup can
  /// leave `bytes`, whatever the entries are. Errors: malformed.
  [[nodiscard]] static Result<RevocationTable> open(ByteView bytes);
  /// An entry whose dictionary index does not exist still counts as revoked (fail closed).
  [[nodiscard]] std::optional<visa::Revocation> find(visa::VisaNumber number) const;
  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  [[nodiscard]] std::uint64_t entry(std::size_t index) const;
  [[nodiscard]] visa::Revocation revocation(std::size_t index) const;

  std::size_t count_ = 0;
  unsigned low_bits_ = 0, pair_bits_ = 0;
  std::uint64_t first_bucket_ = 0;
  std::size_t pair_count_ = 0, bucket_count_ = 0;
  ByteView pairs_, buckets_, entries_;
};

}  // namespace evisa::crypto
