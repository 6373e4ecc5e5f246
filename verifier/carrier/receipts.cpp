// Answers with receipts.
#include "verifier/carrier/receipts.h"

#include <fmt/format.h>

#include "http/crew.h"

namespace evisa::verifier::carrier {
namespace {

using crypto::BoardingReceipt;

constexpr std::size_t kMaxReference = 160;

Result<void> check_reference(const BoardingRequest& request) {
  if (!request.reference.empty() && request.reference.size() <= kMaxReference) return {};
  return fail(Errc::malformed,
              fmt::format("reference of {} bytes, 1 to {} expected", request.reference.size(),
                          kMaxReference),
              "the carrier's own reference tells its answers apart; no name, no passport number");
}

/// The receipt's content but for its number.
BoardingReceipt content_of(const BoardingRequest& request, const BoardingAnswer& answer,
                           const visa::AirportCode& airport, const ReceiptDesk& desk) {
  BoardingReceipt receipt;
  receipt.time = answer.at;
  receipt.carrier = desk.carrier;
  receipt.flight = request.flight;
  receipt.airport = airport;
  receipt.arrival = request.arrival;
  receipt.salt = crypto::new_receipt_salt();
  receipt.asked = crypto::hash_asked(crypto::as_bytes(asked_json(request)), receipt.salt);
  receipt.answer = answer.answer;
  if (answer.code) receipt.code = visa::to_string(*answer.code);
  receipt.language = request.language;
  receipt.text = answer.text;
  receipt.ruleset_id = answer.ruleset_id;
  receipt.bundle_sequence = answer.bundle_sequence;
  receipt.software = desk.software;
  return receipt;
}

/// What was told then, told again; only for the question that was asked then.
Result<ReceiptedAnswer> told_again(const BoardingRequest& request, const ReceiptDesk& desk,
                                   crypto::SignedReceipt receipt) {
  const auto content = crypto::open_receipt(receipt, desk.key->public_key());
  if (!content) return std::unexpected(content.error());
  if (crypto::hash_asked(crypto::as_bytes(asked_json(request)), content->salt) != content->asked)
    return fail(
        Errc::conflict,
        fmt::format("reference \"{}\" was used for another question, answered by receipt {}",
                    request.reference, content->id.text()),
        "every question gets a reference of its own; asking again later is a new question");
  BoardingAnswer answer{
      .answer = content->answer,
      .code = content->code ? visa::find_reason_code(*content->code) : std::nullopt,
      .text = content->text,
      .at = content->time,
      .ruleset_id = content->ruleset_id,
      .bundle_sequence = content->bundle_sequence,
      .missing = missing_in(request)};
  return ReceiptedAnswer{std::move(answer), std::move(receipt), true};
}

/// One question on its way: answered before, refused, or waiting for the disk.
struct Underway {
  std::optional<Result<ReceiptedAnswer>> done;
  BoardingAnswer answer;
  std::future<Result<db::KeptReceipt>> kept;
};

Underway begin(const BoardingRequest& request, const ReceiptDesk& desk, const Check& check) {
  if (auto ok = check_reference(request); !ok) return {std::unexpected(ok.error()), {}, {}};
  const auto airport = visa::AirportCode::parse(request.airport);
  if (!airport) return {std::unexpected(airport.error()), {}, {}};
  auto earlier = desk.store->find(desk.carrier, request.reference);
  if (!earlier) return {std::unexpected(earlier.error()), {}, {}};
  if (*earlier) return {told_again(request, desk, std::move(**earlier)), {}, {}};
  Underway underway{{}, check(request), {}};
  auto content = content_of(request, underway.answer, *airport, desk);
  underway.kept =
      desk.store->keep(desk.carrier, request.reference,
                       [content = std::move(content), &desk](std::uint64_t number) mutable {
                         content.id = {desk.verifier, number};
                         return crypto::sign_receipt(content, *desk.key);
                       });
  return underway;
}

Result<ReceiptedAnswer> finish(Underway underway, const BoardingRequest& request,
                               const ReceiptDesk& desk) {
  if (underway.done) return std::move(*underway.done);
  auto kept = http::await(underway.kept);
  if (!kept) return std::unexpected(kept.error());
  // Somebody else asked the same at the same moment, and was first.
  if (kept->repeated) return told_again(request, desk, std::move(kept->receipt));
  return ReceiptedAnswer{std::move(underway.answer), std::move(kept->receipt), false};
}

}  // namespace

std::vector<Result<ReceiptedAnswer>> answer_all(std::span<const BoardingRequest> requests,
                                                const ReceiptDesk& desk, const Check& check) {
  std::vector<Underway> underway;
  underway.reserve(requests.size());
  for (const auto& request : requests) underway.push_back(begin(request, desk, check));
  std::vector<Result<ReceiptedAnswer>> answers;
  answers.reserve(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i)
    answers.push_back(finish(std::move(underway[i]), requests[i], desk));
  return answers;
}

CheckAll with_receipts(ReceiptDesk desk, Check check,
                       std::function<void(const BoardingRequest&, const Error&)> failed) {
  return [desk = std::move(desk), check = std::move(check),
          failed = std::move(failed)](std::span<const BoardingRequest> requests) {
    std::vector<BoardingAnswer> answers;
    answers.reserve(requests.size());
    for (auto& one : answer_all(requests, desk, check)) {
      if (!one) failed(requests[answers.size()], one.error());
      answers.push_back(one ? std::move(one->answer) : BoardingAnswer{});
    }
    return answers;
  };
}

}  // namespace evisa::verifier::carrier
