// Answers with receipts: what a carrier is told is signed and kept before it is told, and the same
// question under the same reference is given the same receipt.
#pragma once

#include <span>

#include "db/boarding_receipts.h"
#include "verifier/carrier/boarding.h"

namespace evisa::verifier::carrier {

/// Who answers whom. `key` and `store` outlive the desk.
struct ReceiptDesk {
  db::BoardingReceipts* store = nullptr;
  const crypto::Ed25519SecretKey* key = nullptr;  ///< of the airport's verifier
  std::string verifier;                           ///< its name as in event ids: `ALA-S1`
  std::string carrier;  ///< from the carrier's token, never from a question
  std::string software;
};

struct ReceiptedAnswer {
  BoardingAnswer answer;
  crypto::SignedReceipt receipt;
  bool repeated = false;  ///< an earlier answer, told once more
};

/// The question as canonical JSON: what the receipt's hash covers. Grammar:
/// docs/boarding-receipt.md.
[[nodiscard]] std::string asked_json(const BoardingRequest& request);

/// Answers in the order of the questions. `check` is called for those not answered before; all
/// receipts of one call share their way to the disk.
/// Errors, each for its own question: malformed (no reference, an airport that is no IATA code),
/// conflict (another question under a reference that was used), and those of the store.
[[nodiscard]] std::vector<Result<ReceiptedAnswer>> answer_all(
    std::span<const BoardingRequest> requests, const ReceiptDesk& desk, const Check& check);

/// The same for a whole message. A question that ended in an error is CALL_BORDER (it could not be
/// answered with proof, so it was not answered); `failed` is told which one and why.
[[nodiscard]] CheckAll with_receipts(
    ReceiptDesk desk, Check check,
    std::function<void(const BoardingRequest&, const Error&)> failed);

}  // namespace evisa::verifier::carrier
