// CUSRES D.05B: what an airline's system is told about each passenger of a PAXLST message, and
// CONTRL for what is no interchange. Codes ERC as departure control systems know them: 0Z board, 1Z
// do not board, 2Z advisory, 4Z not enough data.
#pragma once

#include <string>
#include <vector>

#include "verifier/carrier/paxlst.h"
#include "visa/boarding.h"

namespace evisa::verifier::carrier {

enum class ResponseCode { board, do_not_board, advisory, insufficient_data };
/// `0Z`, `1Z`, `2Z`, `4Z`.
[[nodiscard]] std::string_view to_string(ResponseCode code);
/// Errors: malformed.
[[nodiscard]] Result<ResponseCode> parse_response_code(std::string_view text);

struct PaxResponse {
  std::string locator, reference;  ///< RFF+AVF, RFF+ABO as asked
  std::size_t number = 0;  ///< place in the list from 1, sent where there is neither; else 0
  ResponseCode code = ResponseCode::advisory;
  std::string reason;  ///< reason code with hyphens, or OK TO BOARD
  std::string text;    ///< in the characters of the interchange's level
  bool operator==(const PaxResponse&) const = default;
};

struct Cusres {
  std::string reference;  ///< RFF+TN as asked
  PaxLeg leg;             ///< the leg that was judged, its flight as RFF+AF; empty in a refusal
  std::vector<PaxResponse> passengers;
  /// Set when the whole message was refused: then there are no passengers.
  std::string refused;
};

/// The message that answers `asked`, under its reference, in the characters of `syntax`.
[[nodiscard]] Message compose_cusres(const Cusres& answer, const Message& asked,
                                     std::string_view syntax);
/// Reads what `compose_cusres` writes. Errors: malformed, unsupported.
[[nodiscard]] Result<Cusres> parse_cusres(const Message& message);

/// An interchange that tells the sender that nothing of his was read (CONTRL 4:1, action 4).
[[nodiscard]] std::string compose_contrl(const SyntaxFault& fault, std::string_view date,
                                         std::string_view time);

}  // namespace evisa::verifier::carrier
