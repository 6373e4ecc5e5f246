// PAXLST in, CUSRES out.
#include "verifier/carrier/iapi.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "verifier/carrier/cusres.h"
#include "verifier/carrier/pax_request.h"

namespace evisa::verifier::carrier {
namespace {

/// The leg that lands in Kazakhstan, and when: what every passenger is judged by (rules.md 5.5).
struct Landing {
  PaxLeg leg;
  visa::AirportCode airport;
  visa::Instant arrival{};
  std::string flight;
};

/// Three letters, as messages have them; TSE, Astana's former code, is still met.
const visa::Airport* airport_of(const std::string& code, const visa::AirportTable& airports) {
  const auto iata = visa::AirportCode::parse(code);
  return iata ? airports.find(iata->text()) : nullptr;
}

Result<std::string> flight_of(const PaxLeg& leg) {
  const auto whole = parse_flight(leg.flight);
  return whole ? whole : parse_flight(leg.carrier + leg.flight);
}

Result<Landing> landing_of(const PaxList& list, const IapiTables& tables) {
  for (const PaxLeg& leg : list.legs) {
    const auto* airport = airport_of(leg.arrival, *tables.airports);
    // Within Kazakhstan no border is crossed.
    if (airport == nullptr || airport_of(leg.departure, *tables.airports) != nullptr) continue;
    auto arrival = parse_sent_time(leg.arrives, *tables.local_time);
    if (!arrival) {
      arrival.error().message = "DTM+232, the arrival: " + arrival.error().message;
      return std::unexpected(arrival.error());
    }
    auto flight = flight_of(leg);
    if (!flight) return fail(Errc::malformed, "TDT+20: not a flight's designator");
    return Landing{leg, airport->iata, *arrival, std::move(*flight)};
  }
  return fail(Errc::out_of_range,
              "no leg of this flight comes from abroad and lands in Kazakhstan");
}

/// What is asked about a passenger, or what is answered without asking.
struct Question {
  std::optional<BoardingRequest> request;
  PaxResponse response;
};

PaxResponse unasked(PaxResponse response, ResponseCode code, const char* reason, const char* text) {
  response.code = code;
  response.reason = reason;
  response.text = text;
  return response;
}

/// A passenger who stays on board or in the transit area does not enter.
bool passes_through(const Pax& pax, const IapiTables& tables) {
  if (pax.kind == PaxKind::transit) return true;
  return !pax.disembarks.empty() && airport_of(pax.disembarks, *tables.airports) == nullptr;
}

Question question_of(const Pax& pax, std::size_t number, bool twice, const PaxList& list,
                     const Landing& landing, const IapiTables& tables) {
  PaxResponse response{.locator = pax.locator,
                       .reference = pax.reference,
                       .number = 0,
                       .code = ResponseCode::advisory,
                       .reason = {},
                       .text = {}};
  // A booking may hold several passengers: without a reference of their own, their place tells.
  if (pax.reference.empty()) response.number = number;
  if (pax.kind == PaxKind::crew)
    return {{},
            unasked(std::move(response), ResponseCode::advisory, "NOT CHECKED",
                    "Crew are not checked here.")};
  if (twice)
    return {{},
            unasked(std::move(response), ResponseCode::insufficient_data, "REFERENCE TWICE",
                    "RFF+ABO names two passengers, or one twice.")};
  BoardingRequest request = request_of(pax, tables.local_time->date_of(tables.now));
  if (passes_through(pax, tables) && !request.visa_number)
    return {{},
            unasked(std::move(response), ResponseCode::advisory, "TRANSIT",
                    "Does not enter Kazakhstan; entry was not checked.")};
  request.airport = landing.airport.text();
  request.arrival = landing.arrival;
  request.flight = landing.flight;
  const std::string own = !pax.reference.empty() ? pax.reference
                          : !pax.locator.empty() ? fmt::format("{}/{}", pax.locator, number)
                                                 : fmt::to_string(number);
  request.reference = fmt::format("{}/{}", list.reference, own);
  return {std::move(request), std::move(response)};
}

/// The fields that were left out, as the carrier's engineer knows them.
std::string left_out(const std::vector<std::string>& missing) {
  static const std::map<std::string, const char*, std::less<>> kSegments{
      {"document_number", "DOC+P number"},
      {"issuing_state", "LOC+91 issuing State"},
      {"nationality", "NAT+2"},
      {"name", "NAD+FL name"},
      {"date_of_birth", "DTM+329"},
      {"sex", "ATT+2"},
      {"date_of_expiry", "DTM+36"},
      {"visa_number", "DOC+V e-visa number"}};
  std::string text;
  for (const auto& field : missing) {
    const auto known = kSegments.find(field);
    text += fmt::format("{}{}", text.empty() ? "Missing or not readable: " : ", ",
                        known == kSegments.end() ? field : known->second);
  }
  return text + ".";
}

void take_answer(const BoardingAnswer& answer, PaxResponse& response) {
  if (answer.code) {
    response.reason = visa::to_string(*answer.code);
    std::ranges::replace(response.reason, '_', ' ');
  }
  response.text = answer.text;
  switch (answer.answer) {
    case Answer::board:
      response.code = ResponseCode::board;
      response.reason = "OK TO BOARD";
      return;
    case Answer::do_not_board:
      response.code = ResponseCode::do_not_board;
      return;
    case Answer::call_border:
      break;
  }
  response.code = ResponseCode::advisory;
  if (answer.missing.empty()) return;
  response.code = ResponseCode::insufficient_data;
  response.text = left_out(answer.missing);
}

/// Passengers who share an RFF+ABO and are not the same: their answers could not be told apart.
/// Or one stands under two.
std::vector<bool> same_reference(const std::vector<Pax>& passengers) {
  std::map<std::string, const Pax*> first;
  std::map<std::string, bool> differ;
  for (const Pax& pax : passengers) {
    const auto [known, is_new] = first.emplace(pax.reference, &pax);
    if (!is_new && !pax.reference.empty() && *known->second != pax) differ[pax.reference] = true;
  }
  std::vector<bool> twice;
  twice.reserve(passengers.size());
  for (const Pax& pax : passengers) {
    const auto& both = pax.contradictions;
    twice.push_back(differ.contains(pax.reference) || std::ranges::find(both, "ABO") != both.end());
  }
  return twice;
}

Cusres answer_list(const PaxList& list, const Landing& landing, const IapiTables& tables,
                   const CheckAll& check) {
  Cusres answer{list.reference, landing.leg, {}, {}};
  answer.leg.flight = landing.flight;
  std::vector<BoardingRequest> requests;
  std::vector<std::size_t> asked;
  const auto twice = same_reference(list.passengers);
  for (std::size_t i = 0; i < list.passengers.size(); ++i) {
    auto question = question_of(list.passengers[i], i + 1, twice[i], list, landing, tables);
    answer.passengers.push_back(std::move(question.response));
    if (!question.request) continue;
    requests.push_back(std::move(*question.request));
    asked.push_back(i);
  }
  const auto answers = check(requests);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    PaxResponse& response = answer.passengers[asked[i]];
    // Fewer answers than questions: whoever was left out could not be checked.
    take_answer(i < answers.size() ? answers[i] : BoardingAnswer{}, response);
    if (response.reason.empty()) response.reason = "NOT CHECKED";
  }
  return answer;
}

/// Reads and answers one message; fills in what the reply says of it.
Message answer_message(const Message& asked, const IapiTables& tables, const CheckAll& check,
                       std::string_view syntax, IapiReply& reply) {
  Cusres answer;
  const auto list = parse_paxlst(asked);
  const auto landing =
      list ? landing_of(*list, tables) : Result<Landing>(std::unexpected(list.error()));
  if (landing) {
    answer = answer_list(*list, *landing, tables, check);
    reply.passengers += answer.passengers.size();
  } else {
    if (list) answer.reference = list->reference;
    answer.refused = landing.error().message;
    reply.kind = IapiReply::Kind::refused;
    reply.problem += (reply.problem.empty() ? "" : "; ") + answer.refused;
  }
  return compose_cusres(answer, asked, syntax);
}

/// Date and time of preparation, the date as long as the asker's.
std::pair<std::string, std::string> prepared(visa::Instant now, std::string_view like) {
  std::string digits;
  for (const char c : visa::to_string(now))
    if (c >= '0' && c <= '9') digits += c;
  return {like.size() == 8 ? digits.substr(0, 8) : digits.substr(2, 6), digits.substr(8, 4)};
}

}  // namespace

CheckAll one_by_one(Check check) {
  return [check = std::move(check)](std::span<const BoardingRequest> requests) {
    std::vector<BoardingAnswer> answers;
    answers.reserve(requests.size());
    for (const auto& request : requests) answers.push_back(check(request));
    return answers;
  };
}

IapiReply answer_iapi(std::string_view interchange, const IapiTables& tables,
                      const CheckAll& check) {
  IapiReply reply;
  auto whole = parse_interchange(interchange);
  if (!whole) {
    const SyntaxFault& fault = whole.error();
    const auto [date, time] =
        prepared(tables.now, fault.interchange ? fault.interchange->date : std::string());
    reply.interchange = compose_contrl(fault, date, time);
    reply.problem = fault.text;
    return reply;
  }
  reply.kind = IapiReply::Kind::answered;
  InterchangeHeader& header = whole->header;
  std::swap(header.sender, header.recipient);
  std::tie(header.date, header.time) = prepared(tables.now, header.date);
  for (auto& group : whole->groups) {
    std::swap(group.sender, group.recipient);
    if (!group.type.empty()) {
      group.type = "CUSRES";
      group.date = header.date;
      group.time = header.time;
    }
    for (auto& message : group.messages)
      message = answer_message(message, tables, check, header.syntax, reply);
  }
  reply.interchange = compose(*whole);
  return reply;
}

}  // namespace evisa::verifier::carrier
