// The visa register, issuer side: every issued e-visa with its seal, its versions and its revocation.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/bytes.h"
#include "visa/visa.h"

namespace evisa::db {

struct RegisterEntry {
  visa::VisaRecord record;
  crypto::Bytes seal;
  visa::Instant issued_at{};
};

class VisaRegister {
 public:
  /// Errors: as open_database.
  [[nodiscard]] static Result<std::unique_ptr<VisaRegister>> open(const std::filesystem::path& file);
  virtual ~VisaRegister() = default;
  /// Stores a newly issued visa. Errors: conflict (number taken; or the application number already
  /// has an issued visa: names it), io.
  [[nodiscard]] virtual Result<void> add(const RegisterEntry& entry) = 0;
  [[nodiscard]] virtual Result<std::optional<RegisterEntry>> find(visa::VisaNumber number) const = 0;
  [[nodiscard]] virtual Result<std::vector<RegisterEntry>> find_by_application(const std::string& number) const = 0;
  [[nodiscard]] virtual Result<std::vector<RegisterEntry>> find_by_passport(const visa::PassportNumber& number) const = 0;
  /// Errors: not_found, conflict (already revoked: when and why).
  [[nodiscard]] virtual Result<void> revoke(visa::VisaNumber number, const visa::Revocation& revocation) = 0;
  /// Calls `each` for every revoked number, in the order of numbers.
  [[nodiscard]] virtual Result<void> for_each_revoked(
      const std::function<void(visa::VisaNumber, const visa::Revocation&)>& each) const = 0;
  /// The next bundle's sequence number; each call uses one up.
  [[nodiscard]] virtual Result<std::uint64_t> next_bundle_sequence() = 0;
};

}  // namespace evisa::db
