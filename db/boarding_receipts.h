// The receipts of all answers to carriers: one for each carrier and reference, numbered without
// gaps, but for one behind a restore.
#pragma once

#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>

#include "crypto/boarding_receipt.h"
#include "db/open_mode.h"
#include "visa/date.h"

namespace evisa::db {

struct KeptReceipt {
  crypto::SignedReceipt receipt;
  bool repeated = false;  ///< it was there already: nothing was signed
};

struct CarriersReceipt {
  std::string carrier;  ///< whom it was given to
  crypto::SignedReceipt receipt;
};

class BoardingReceipts {
 public:
  /// Errors: as open_database.
  [[nodiscard]] static Result<std::unique_ptr<BoardingReceipts>> open(
      const std::filesystem::path& file, Open mode);
  virtual ~BoardingReceipts() = default;

  /// Makes the receipt with this number, from 1.
  using Sign = std::function<Result<crypto::SignedReceipt>(std::uint64_t number)>;
  /// The receipt of this carrier's reference. Where there is none, `sign` is called on the writer's
  /// thread with the next number, and what it makes is kept; where it fails, no number is used up.
  /// The future is ready once the receipt is on disk. Errors: those of `sign`, io.
  [[nodiscard]] virtual std::future<Result<KeptReceipt>> keep(std::string carrier,
                                                              std::string reference, Sign sign) = 0;
  [[nodiscard]] virtual Result<std::optional<crypto::SignedReceipt>> find(
      const std::string& carrier, const std::string& reference) const = 0;
  /// By its number, whoever's it is.
  [[nodiscard]] virtual Result<std::optional<CarriersReceipt>> find(std::uint64_t number) const = 0;
};

/// To be done once with a store that came back from a copy, before a program opens it: numbers go
/// on behind the seconds since 2020, times 100, so that none repeats that was given after the
/// copy. Errors: as open_database; out_of_range (a clock before 2020).
[[nodiscard]] Result<void> begin_restored_receipts(const std::filesystem::path& file,
                                                   visa::Instant now);

}  // namespace evisa::db
