// /v1/boarding-checks, /v1/boarding-receipts and /v1/iapi: what airlines ask.
#include "verifier/service/api_carriers.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>

#include "verifier/carrier/iapi.h"
#include "verifier/carrier/receipts.h"
#include "verifier/service/boarding_question.h"
#include "verifier/service/visa_knowledge.h"

namespace evisa::verifier {
namespace {

using carrier::BoardingRequest;
using crypto::Json;

constexpr std::size_t kDocumentBody = 12U << 20;  ///< a picture of 8 MiB in base64
constexpr std::size_t kEdifactBody = 1U << 20;
constexpr unsigned kMostAtOnce = 24;   ///< bodies of that size in memory
constexpr std::size_t kTogether = 25;  ///< passengers whose receipts share their way to the disk

/// Whose receipts these are: an airline's own, its agent's, or an officer's who looked himself.
std::string carrier_of(const http::Principal& who) {
  if (who.role != "agent") return who.id;
  return who.id.substr(0, who.id.find('-'));
}

carrier::ReceiptDesk desk_for(const Airport& airport, const http::Request& request) {
  return {.store = airport.receipts.get(),
          .key = &airport.key,
          .verifier = airport.booth,
          .carrier = carrier_of(*request.principal),
          .software = "evisa " EVISA_VERSION};
}

/// A store that cannot be read proves nothing, and the answer is then CALL_BORDER.
carrier::Check check_with(const Airport& airport, LoadedTrust loaded, visa::Instant now) {
  return [&airport, loaded = std::move(loaded), now](const BoardingRequest& request) {
    const auto find = [&](const carrier::WhichVisa& which) {
      return knowledge_of(airport, which, *loaded.trust().rules, now)
          .value_or(carrier::VisaKnowledge{});
    };
    return carrier::check_boarding(request, loaded.signers(), loaded.trust(), find, now);
  };
}

Json receipt_json(const crypto::SignedReceipt& receipt) {
  return {{"json", receipt.json}, {"signature", crypto::to_base64(receipt.signature)}};
}

Json problem_json(const Error& error) {
  const auto problem = http::problem_of(error);
  return {{"type", "urn:evisa:problem:" + problem.code},
          {"title", problem.title},
          {"status", problem.status},
          {"detail", problem.detail},
          {"code", problem.code},
          {"hint", problem.hint}};
}

Json answer_json(const std::string& reference, const Result<carrier::ReceiptedAnswer>& answered) {
  Json json = {{"reference", reference}, {"answer", nullptr}, {"code", nullptr}, {"text", ""},
               {"receipt", nullptr},     {"problem", nullptr}};
  if (!answered) {
    json["problem"] = problem_json(answered.error());
    return json;
  }
  const auto& answer = answered->answer;
  json["answer"] = visa::to_string(answer.answer);
  if (answer.code) json["code"] = visa::to_string(*answer.code);
  json["text"] = answer.text;
  json["receipt"] = receipt_json(answered->receipt);
  return json;
}

/// The answers to some passengers, in their order.
std::vector<Json> answers_to(std::span<const AskedPassenger> passengers,
                             const carrier::ReceiptDesk& desk, const carrier::Check& check) {
  std::vector<BoardingRequest> questions;
  for (const auto& passenger : passengers)
    if (passenger.request) questions.push_back(*passenger.request);
  const auto answered = carrier::answer_all(questions, desk, check);
  std::vector<Json> answers;
  std::size_t next = 0;
  for (const auto& [reference, request] : passengers)
    answers.push_back(
        answer_json(reference, request ? answered[next++] : std::unexpected(request.error())));
  return answers;
}

bool wants_lines(const http::Request& request) {
  return request.headers.find("Accept").value_or("").contains("application/x-ndjson");
}

http::Response stream_answers(std::vector<AskedPassenger> passengers, carrier::ReceiptDesk desk,
                              carrier::Check check) {
  return http::stream_response(
      "application/x-ndjson", [passengers = std::move(passengers), desk = std::move(desk),
                               check = std::move(check)](http::BodyWriter& out) {
        for (std::size_t at = 0; at < passengers.size(); at += kTogether) {
          const auto some =
              std::span(passengers).subspan(at, std::min(kTogether, passengers.size() - at));
          std::string lines;
          for (const auto& answer : answers_to(some, desk, check))
            lines += crypto::write_json(answer) + "\n";
          if (!out.write(lines)) return false;
        }
        return true;
      });
}

Result<http::Response> post_checks(Airport& airport, const http::Request& request) {
  const auto now = airport.now();
  auto loaded = airport.in_force->at(now);
  if (!loaded) return std::unexpected(loaded.error());
  const auto& trust = loaded->trust();
  auto passengers = read_passengers(request, *trust.airports, trust.rules->local_time.date_of(now),
                                    airport.documents);
  if (!passengers) return std::unexpected(passengers.error());
  auto desk = desk_for(airport, request);
  auto check = check_with(airport, std::move(*loaded), now);
  if (wants_lines(request))
    return stream_answers(std::move(*passengers), std::move(desk), std::move(check));
  Json list = Json::array();
  for (auto& answer : answers_to(*passengers, desk, check)) list.push_back(std::move(answer));
  return ok({{"answers", std::move(list)}});
}

Result<http::Response> get_receipt(Airport& airport, const http::Request& request) {
  const auto text = request.parameter("number");
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number == 0)
    return fail(Errc::malformed, "number: expected a receipt's number, from 1");
  const auto found = airport.receipts->find(number);
  if (!found) return std::unexpected(found.error());
  const auto& who = *request.principal;
  // Another carrier's receipt is told no otherwise than one that is not there.
  const bool own = *found && (who.role == "senior" || (*found)->carrier == carrier_of(who));
  if (!own) return fail(Errc::not_found, fmt::format("there is no receipt {} of yours", number));
  return ok(receipt_json((*found)->receipt));
}

Result<http::Response> post_iapi(Airport& airport, const http::Request& request) {
  const auto type = request.headers.find("Content-Type").value_or("");
  const auto media = type.substr(0, type.find(';'));
  if (!http::equal_without_case(media, "application/edifact"))
    return fail(Errc::unsupported,
                fmt::format("found content type \"{}\", expected application/edifact", media));
  const auto now = airport.now();
  auto loaded = airport.in_force->at(now);
  if (!loaded) return std::unexpected(loaded.error());
  const carrier::IapiTables tables{loaded->trust().airports, &loaded->trust().rules->local_time,
                                   now};
  const auto answered = carrier::answer_iapi(
      request.body, tables,
      carrier::with_receipts(desk_for(airport, request), check_with(airport, *loaded, now),
                             [](const BoardingRequest&, const Error&) {}));
  http::Response response = http::text_response(200, answered.interchange);
  response.headers.set("Content-Type", "application/edifact");
  return response;
}

}  // namespace

std::vector<http::Route> carrier_routes(Airport& airport) {
  using http::Method;
  return {
      {Method::post,
       "/v1/boarding-checks",
       handler(airport, post_checks),
       {"airline", "agent", "officer", "senior"},
       kDocumentBody,
       kMostAtOnce},
      {Method::get,
       "/v1/boarding-receipts/{number}",
       handler(airport, get_receipt),
       {"airline", "agent", "senior"}},
      {Method::post,
       "/v1/iapi",
       handler(airport, post_iapi),
       {"airline"},
       kEdifactBody,
       kMostAtOnce},
  };
}

}  // namespace evisa::verifier
