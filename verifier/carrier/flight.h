// A whole flight from its manifest: every row answered, none kept back by another.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "crypto/boarding_receipt.h"
#include "crypto/strict_json.h"
#include "verifier/carrier/manifest.h"

namespace evisa::verifier::carrier {

/// What all passengers of a flight share.
struct Flight {
  std::string number;         ///< `KC872`
  visa::AirportCode airport;  ///< where it lands in Kazakhstan
  visa::Instant arrival{};    ///< scheduled, UTC
  visa::Language language = visa::Language::en;
};

struct BoardedRow {
  std::size_t line = 0;
  std::string reference;
  Result<BoardingAnswer> answer;                   ///< else why the row could not be read
  std::optional<crypto::SignedReceipt> receipt{};  ///< of an airport's service
};

/// Reads the file of a row's seal.
using ReadSeal = std::function<Result<crypto::Bytes>(const std::string& file)>;

/// What the row asks, with what all passengers share. Errors: why the row cannot be read.
[[nodiscard]] Result<BoardingRequest> question_of(ManifestRow row, const Flight& flight,
                                                  const ReadSeal& seal_of);

/// Answers in the order of the rows. `check` is asked for each row that can be read; `seal_of`
/// reads the file of a row's seal; `progress` is told how many are done.
[[nodiscard]] std::vector<BoardedRow> board_flight(
    std::vector<ManifestRow> rows, const Flight& flight, const Check& check,
    const ReadSeal& seal_of, const std::function<void(std::size_t)>& progress);

/// One line a passenger: reference, answer, code, text; for a row in error what is wrong with it.
[[nodiscard]] std::string to_text(const std::vector<BoardedRow>& rows);
/// `line,reference,answer,code,text,error`; an answer or an error in every row.
[[nodiscard]] std::string to_csv(const std::vector<BoardedRow>& rows);
[[nodiscard]] crypto::Json to_json(const std::vector<BoardedRow>& rows, const Flight& flight);
/// `KC872 to ALA: 3 passengers: 1 BOARD, 1 CALL_BORDER, 0 DO_NOT_BOARD, 1 not answered`.
[[nodiscard]] std::string summary(const std::vector<BoardedRow>& rows, const Flight& flight);
[[nodiscard]] bool all_board(const std::vector<BoardedRow>& rows);

}  // namespace evisa::verifier::carrier
