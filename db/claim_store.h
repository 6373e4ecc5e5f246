// Entry claims: who was first to use a single-entry visa. design.md section 7; platform-notes
// section 5. An interface with two real implementations: SQLite here, an etcd cluster
// (etcd_claims.h) by configuration.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "visa/crossing.h"
#include "visa/document_numbers.h"
#include "visa/result.h"

namespace evisa::db {

struct Claim {
  visa::EventId event;  ///< the entry that claims, or an exit whose entry was missed
  visa::Instant time{};
  visa::AirportCode airport;
  bool operator==(const Claim&) const = default;
};

struct Won {};  ///< this event holds the claim (again: idempotent by event id)
struct Already {
  Claim winner;
};  ///< another event holds it
struct Unavailable {
  std::string why;
};  ///< could not be asked: the officer decides, never silently admit
using ClaimAnswer = std::variant<Won, Already, Unavailable>;

class ClaimStore {
 public:
  virtual ~ClaimStore() = default;
  /// One atomic create-if-absent. Safe to retry with the same event id after any failure.
  [[nodiscard]] virtual ClaimAnswer claim(visa::VisaNumber visa, const Claim& claim) = 0;
  /// Compare-and-delete on the event's id; releasing what is not held is no error (idempotent).
  /// Errors: unavailable.
  [[nodiscard]] virtual Result<void> release(visa::VisaNumber visa, const visa::EventId& event) = 0;
  /// The holder, if any. Errors: unavailable.
  [[nodiscard]] virtual Result<std::optional<Claim>> holder(visa::VisaNumber visa) = 0;
};

/// Claims in a SQLite file of their own. Errors: as open_database.
[[nodiscard]] Result<std::unique_ptr<ClaimStore>> open_sqlite_claims(
    const std::filesystem::path& file);

}  // namespace evisa::db
