// May this passenger board? One boarding check for an airline: the same inspection as at the
// border, told as one answer, one reason code and one sentence. rules.md 5.5; design.md section 9.
//
// Pure: no clock, no file, no network. A check is never recorded as a use of the visa.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/bytes.h"
#include "verifier/inspection.h"
#include "visa/boarding.h"
#include "visa/language.h"

namespace evisa::verifier::carrier {

/// At most so many passengers are asked about at once: one flight.
inline constexpr std::size_t kMaxPassengers = 500;

using Answer = visa::Boarding;

/// What a carrier asks about one passenger.
struct BoardingRequest {
  /// The barcode of the print-out, as text `KZV1...` or as raw bytes; nullopt: none was scanned.
  std::optional<crypto::Bytes> scan;
  /// The visa's number, where it was typed or sent; with a scan, it must be the scan's.
  std::optional<visa::VisaNumber> visa_number;
  /// As scanned, or `passport_of` what was typed or sent.
  std::optional<visa::Mrz> passport;
  std::string airport;  ///< where the flight lands in Kazakhstan: IATA code or alias
  std::optional<visa::Instant> arrival;  ///< scheduled arrival there, UTC
  std::string flight;
  /// The agent's tick that the printed e-visa was shown; nullopt: shown when it was scanned.
  std::optional<bool> printout_shown;
  visa::Language language = visa::Language::en;
  std::string reference;  ///< the carrier's own, so that it can tell its answers apart
};

/// What the airport knows of the visa that was asked about.
struct VisaKnowledge {
  std::optional<visa::VisaRecord> record;
  bool register_asked = false;  ///< without a `record`: the register knows nothing of this visa
  std::vector<visa::Crossing> history;
  bool history_asked = false;
};
/// Which visa a register and a log are asked for.
struct WhichVisa {
  std::optional<visa::VisaNumber> number;  ///< the seal's, if it verified, else the request's
  /// When the seal that verified was signed: a copy of the register that is older need not know it.
  std::optional<visa::Date> sealed_on;
};
/// Asked once for each passenger.
using FindVisa = std::function<VisaKnowledge(const WhichVisa& which)>;

/// All that a carrier is told. No name, number, inviter or further reason has a place here.
struct BoardingAnswer {
  Answer answer = Answer::call_border;
  /// nullopt only for BOARD without a remark.
  std::optional<visa::ReasonCode> code;
  std::string text;  ///< for the passenger, in the language asked for; may be empty for BOARD
  visa::Instant at{};
  std::string ruleset_id;
  std::uint64_t bundle_sequence = 0;
  /// What the carrier left out of its question, by name of the field: `document_number`, ...,
  /// `visa_number`. Its own data, so it may be told.
  std::vector<std::string> missing;
};

/// What the answer to a carrier is, given an inspection for boarding.
///
/// Exactly one code leaves: the headline. Where the visa is known by a number alone, a passport
/// that is not the visa's own comes before every other refusal, so that nobody learns the state of
/// a stranger's visa by its number. An outcome without a reason of its own severity (something
/// could not be checked) is told as DATA_STALE.
[[nodiscard]] BoardingAnswer answer_of(const Inspection& inspection,
                                       const InspectionRequest& request,
                                       const visa::ReasonTable& table, visa::Language language);

/// One passenger's check.
///
/// A visa that is known by a number alone and is in no register that could be asked is CALL_BORDER,
/// not DO_NOT_BOARD: it could not be checked.
[[nodiscard]] BoardingAnswer check_boarding(const BoardingRequest& request,
                                            const crypto::SignerSet& signers, const Trust& trust,
                                            const FindVisa& find, visa::Instant now);

/// One passenger's check, with all that it needs besides the question.
using Check = std::function<BoardingAnswer(const BoardingRequest&)>;

/// Answers the questions of one message, in their order: as many answers as questions. A question
/// that could not be answered is CALL_BORDER; never leave it out.
using CheckAll = std::function<std::vector<BoardingAnswer>(std::span<const BoardingRequest>)>;

/// What the carrier left out: `missing` of its answer.
[[nodiscard]] std::vector<std::string> missing_in(const BoardingRequest& request);

/// A flight's designator: two characters of the airline, up to four digits, perhaps a letter;
/// leading zeros are dropped. Errors: malformed.
[[nodiscard]] Result<std::string> parse_flight(std::string_view text);

}  // namespace evisa::verifier::carrier
