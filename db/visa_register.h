// The visa register, issuer side: every issued e-visa with its seal, its versions and its
// revocation.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/bytes.h"
#include "db/open_mode.h"
#include "visa/visa.h"

namespace evisa::db {

struct RegisterEntry {
  visa::VisaRecord record;
  crypto::Bytes seal;
  visa::Instant issued_at{};
};

class VisaRegister {
 public:
  /// Open::create belongs to the making of a new office alone. Errors: as open_database.
  [[nodiscard]] static Result<std::unique_ptr<VisaRegister>> open(const std::filesystem::path& file,
                                                                  Open mode);
  virtual ~VisaRegister() = default;
  /// Stores a newly issued visa. Errors: conflict (number taken; or the application number already
  /// has an issued visa: names it), io.
  /// Also malformed (no visa number, or an application number that is not 6 to 20 digits).
  [[nodiscard]] virtual Result<void> add(const RegisterEntry& entry) = 0;
  /// Stores a corrected record and its new seal as the visa's next version; `entry.record.version`
  /// must be the version in force + 1, and the application number the same. Older versions are
  /// kept. Errors: not_found, conflict (version: found, expected; revoked; another application),
  /// malformed.
  [[nodiscard]] virtual Result<void> amend(const RegisterEntry& entry) = 0;
  /// All versions of a visa, the oldest first; empty when the number is unknown.
  [[nodiscard]] virtual Result<std::vector<RegisterEntry>> versions(
      visa::VisaNumber number) const = 0;
  /// The version in force. A revoked visa has status `revoked` and says when and why.
  [[nodiscard]] virtual Result<std::optional<RegisterEntry>> find(
      visa::VisaNumber number) const = 0;
  /// The versions in force, in the order of numbers. By passport: also visas of which an earlier
  /// version named that passport.
  [[nodiscard]] virtual Result<std::vector<RegisterEntry>> find_by_application(
      const std::string& number) const = 0;
  [[nodiscard]] virtual Result<std::vector<RegisterEntry>> find_by_passport(
      const visa::PassportNumber& number) const = 0;
  /// Errors: not_found, conflict (already revoked: when and why).
  [[nodiscard]] virtual Result<void> revoke(visa::VisaNumber number,
                                            const visa::Revocation& revocation) = 0;
  /// Calls `each` for every revoked number, in the order of numbers.
  [[nodiscard]] virtual Result<void> for_each_revoked(
      const std::function<void(visa::VisaNumber, const visa::Revocation&)>& each) const = 0;
  /// The next bundle's sequence number; each call uses one up.
  [[nodiscard]] virtual Result<std::uint64_t> next_bundle_sequence() = 0;
};

}  // namespace evisa::db
