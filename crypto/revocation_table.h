// Revoked visa numbers as a compact sorted table that is used where it lies (mmap), 10 million and more.
// Grammar in revocation_table.cpp.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "crypto/bytes.h"
#include "visa/visa.h"

namespace evisa::crypto {

/// Entries in any order; a number that occurs twice keeps its earliest revocation.
[[nodiscard]] Bytes encode_revocations(std::vector<std::pair<visa::VisaNumber, visa::Revocation>> entries);

/// A view over an encoded table; does not own the bytes.
class RevocationTable {
 public:
  RevocationTable() = default;  ///< empty
  /// Checks the structure's bounds, not each entry. Errors: malformed.
  [[nodiscard]] static Result<RevocationTable> open(ByteView bytes);
  [[nodiscard]] std::optional<visa::Revocation> find(visa::VisaNumber number) const;
  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  std::size_t count_ = 0;
  ByteView bytes_;
};

}  // namespace evisa::crypto
