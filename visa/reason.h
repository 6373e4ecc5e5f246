// Reason codes, their severities and their texts; the codes are generated from data/reasons.csv.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "visa/language.h"
#include "visa/result.h"

namespace evisa::visa {

enum class ReasonCode {
#define EVISA_REASON(code) code,
#include "visa/reason_codes.inc"
#undef EVISA_REASON
};
inline constexpr std::size_t kReasonCount = 0
#define EVISA_REASON(code) +1
#include "visa/reason_codes.inc"
#undef EVISA_REASON
    ;

[[nodiscard]] std::string_view to_string(ReasonCode code);
[[nodiscard]] std::optional<ReasonCode> find_reason_code(std::string_view text);

enum class Direction { entry, exit, boarding };
[[nodiscard]] std::string_view to_string(Direction direction);
[[nodiscard]] Result<Direction> parse_direction(std::string_view text);

/// Ascending; the outcome of an inspection is the highest among its reasons.
enum class Severity { ok, notice, second_look, refuse };
/// `OK`, `NOTICE`, `SECOND_LOOK`, `REFUSE`.
[[nodiscard]] std::string_view to_string(Severity severity);
[[nodiscard]] Result<Severity> parse_severity(std::string_view text);
/// The limits of rules.md 5.4: VISA_REVOKED, ENTRY_ALREADY_USED and PASSPORT_NUMBER_MISMATCH at
/// entry stay at SECOND_LOOK or above, and nothing at exit is a REFUSE: nobody is locked in by
/// software. Errors: out_of_range.
[[nodiscard]] Result<void> check_severity_limit(ReasonCode code, Direction direction,
                                                Severity severity);

/// Parameters of a reason, in order: {"date", "2026-01-05"}. `variant` names a text of its own
/// where the code's text would not be true (reason_variants.h).
using ReasonParams = std::vector<std::pair<std::string, std::string>>;

struct Reason {
  ReasonCode code;
  Severity severity;
  ReasonParams params;
  bool operator==(const Reason&) const = default;
};

/// Severities and texts of all reason codes.
class ReasonTable {
 public:
  /// The table compiled in from visa/data/reasons.csv.
  [[nodiscard]] static const ReasonTable& builtin();
  /// Reads a replacement. Every code must be there once; placeholders must equal the built-in ones.
  /// Errors: malformed, out_of_range (a severity below what rules.md 5.4 allows).
  [[nodiscard]] static Result<ReasonTable> parse(std::string_view csv);

  /// The severity in a direction; nullopt where the code does not apply.
  [[nodiscard]] std::optional<Severity> severity(ReasonCode code, Direction direction) const;
  /// The officer's text with placeholders filled, fields and other stable words among the
  /// parameters in the officer's language; zh falls back to en.
  [[nodiscard]] std::string officer_text(const Reason& reason, Language language) const;
  /// The traveller's text; empty where he is told nothing.
  [[nodiscard]] std::string traveller_text(const Reason& reason, Language language) const;
  /// The raw text with its placeholders.
  [[nodiscard]] std::string_view officer_template(ReasonCode code, Language language) const;

 private:
  [[nodiscard]] static Result<ReasonTable> read(std::string_view csv);
  [[nodiscard]] Result<void> check_replaces(const ReasonTable& original) const;

  struct Row {
    std::array<std::optional<Severity>, 3> severity;
    std::array<std::string, 4> officer;    // by Language; zh empty
    std::array<std::string, 4> traveller;  // by Language
  };
  std::vector<Row> rows_;
};

}  // namespace evisa::visa
