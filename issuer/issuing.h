// One application to one issued e-visa: checked, numbered, sealed, printed, registered, handed out.
//
// The order makes it all or nothing, at whatever instruction the machine stops:
//   1  rules and register are asked; nothing is written
//   2  seal and page are made and read back, in memory; a page that does not read is refused here
//   3  the page goes to OUT under a hidden name and is on disk: a full disk shows now
//   4  the register's row is committed: from here on the visa exists
//   5  the page gets its name, NUMBER.pdf
// Stopped before 4, there is no visa; the hidden file is swept away by the next run. Stopped
// between 4 and 5, the visa is in the register, and the next run (or `evisa-issuer pdf`) brings its
// page out.
#pragma once

#include <filesystem>
#include <optional>
#include <variant>

#include "crypto/seal_signer.h"
#include "db/visa_register.h"
#include "issuer/eligibility.h"
#include "issuer/printout.h"
#include "issuer/visa_numbers.h"

namespace evisa::issuer {

/// What the office issues with. `now` is the instant of issue.
struct IssuingOffice {
  const crypto::SealSigner* signer = nullptr;
  db::VisaRegister* visas = nullptr;
  IssuingRules rules;
  RandomDigits random_digits = random_visa_digits;
  visa::Instant now{};
  /// Its rules and tables are those above. nullopt: no page is made (`--no-pdf`).
  std::optional<PrintoutOptions> printout = PrintoutOptions{};
  std::filesystem::path out;  ///< folder of the pages; exists
  std::string tag;            ///< marks this office's hidden files in `out`: letters and digits
};

struct Issued {
  db::RegisterEntry entry;
  std::filesystem::path file;  ///< empty without a page
  std::vector<Notice> notices;
};
struct NotIssued {
  std::vector<Problem> problems;
};
using IssueAnswer = std::variant<Issued, NotIssued>;

/// `territory_approved`: as in check_eligibility.
/// Errors are what stops the whole run: io, unavailable, untrusted (the signer does not sign what
/// it should). An application that is not in order is an answer, not an error.
[[nodiscard]] Result<IssueAnswer> issue(const Application& application, const IssuingOffice& office,
                                        bool territory_approved = false);

}  // namespace evisa::issuer
