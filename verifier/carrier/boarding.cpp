// One passenger's boarding check.
#include "verifier/carrier/boarding.h"

#include <fmt/format.h>

#include <algorithm>

#include "verifier/check.h"
#include "verifier/seal_scan.h"

namespace evisa::verifier::carrier {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

/// Under which number register and log know the visa.
WhichVisa which_visa(const BoardingRequest& request, const InspectionRequest& inspected) {
  const auto* seal = believable_seal(inspected);
  if (seal != nullptr && seal->visa().number)
    return {seal->visa().number, seal->header().signature_date};
  return {request.visa_number, std::nullopt};
}

void take_knowledge(VisaKnowledge known, const std::optional<visa::VisaNumber>& number,
                    InspectionRequest& request) {
  // What was not asked for by number proves nothing; nor does another visa's record.
  if (!number || (known.record && known.record->visa.number != number)) return;
  request.record = std::move(known.record);
  request.register_asked = known.register_asked;
  request.history = std::move(known.history);
  request.history_asked = known.history_asked;
}

InspectionRequest inspection_request(const BoardingRequest& request,
                                     const crypto::SignerSet& signers, const FindVisa& find,
                                     visa::Instant now) {
  InspectionRequest inspected;
  inspected.direction = visa::Direction::boarding;
  inspected.now = now;
  inspected.checkpoint = request.airport;
  inspected.arrival = request.arrival;
  inspected.flight = request.flight;
  inspected.passport = request.passport;
  inspected.ticks.printout_shown = request.printout_shown;
  if (request.scan) inspected.seal = validate_scan(*request.scan, signers, now);
  const auto which = which_visa(request, inspected);
  const auto& number = which.number;
  take_knowledge(find(which), number, inspected);
  // A number beside the code that is not the code's: one of them is not this passenger's.
  if (number && request.visa_number && number != request.visa_number)
    inspected.ticks.printout_differs.emplace_back("visa_number");
  return inspected;
}

}  // namespace

BoardingAnswer check_boarding(const BoardingRequest& request, const crypto::SignerSet& signers,
                              const Trust& trust, const FindVisa& find, visa::Instant now) {
  const InspectionRequest inspected = inspection_request(request, signers, find, now);
  const auto& table = trust.reasons != nullptr ? *trust.reasons : visa::ReasonTable::builtin();
  BoardingAnswer answer = answer_of(inspect(inspected, trust), inspected, table, request.language);
  answer.missing = missing_in(request);
  return answer;
}

Result<std::string> parse_flight(std::string_view text) {
  const auto wrong = [&] {
    return fail(Errc::malformed, fmt::format("flight \"{}\" is not a flight's designator", text),
                "two characters of the airline and up to four digits: KC872");
  };
  if (text.size() < 3 || text.size() > 7) return wrong();
  const std::string_view airline = text.substr(0, 2);
  std::string_view digits = text.substr(2);
  const bool named =
      std::ranges::all_of(airline, [](char c) { return is_capital(c) || is_digit(c); });
  if (!named || std::ranges::none_of(airline, is_capital)) return wrong();
  std::string suffix;
  if (is_capital(digits.back())) {
    suffix = digits.back();
    digits.remove_suffix(1);
  }
  if (digits.empty() || digits.size() > 4 || !std::ranges::all_of(digits, is_digit)) return wrong();
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return std::string(airline) + std::string(digits) + suffix;
}

}  // namespace evisa::verifier::carrier
