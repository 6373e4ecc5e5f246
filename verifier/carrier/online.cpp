// A whole flight asked of an airport's service.
#include "verifier/carrier/online.h"

#include <fmt/format.h>

#include <optional>

#include "http/private_endpoint.h"
#include "http/problem_words.h"

namespace evisa::verifier::carrier {
namespace {

using crypto::Json;
using crypto::JsonObject;

constexpr std::chrono::minutes kDeadline{5};
constexpr std::size_t kMostLine = 64U << 10;

Result<Json> passenger_json(const BoardingRequest& request) {
  Json json = {{"reference", request.reference}};
  if (request.scan) json["seal"] = crypto::to_base64(*request.scan);
  if (request.visa_number) json["visa_number"] = request.visa_number->text();
  if (request.printout_shown) json["printout_shown"] = *request.printout_shown;
  if (!request.passport) return json;
  if (request.passport->line1.empty())
    return fail(Errc::malformed, "passport_mrz: the service needs both lines of the MRZ");
  json["passport_mrz"] = request.passport->line1 + "\n" + request.passport->line2;
  return json;
}

Result<crypto::SignedReceipt> receipt_in(const Json& json) {
  auto object = JsonObject::open(json, "receipt");
  if (!object) return std::unexpected(object.error());
  auto text = object->text("json");
  if (!text) return std::unexpected(text.error());
  const auto bytes = object->parsed("signature", crypto::from_base64);
  if (!bytes) return std::unexpected(bytes.error());
  crypto::SignedReceipt receipt{.json = std::move(*text), .signature = {}};
  if (bytes->size() != receipt.signature.size())
    return fail(Errc::malformed, "receipt: signature: expected 64 bytes");
  std::ranges::copy(*bytes, receipt.signature.begin());
  return receipt;
}

/// The receipt says all that the answer says, and more; it is what the carrier can prove.
Result<BoardingAnswer> answer_in(const crypto::SignedReceipt& receipt) {
  auto told = crypto::parse_receipt(receipt.json);
  if (!told) return std::unexpected(told.error());
  BoardingAnswer answer{.answer = told->answer,
                        .code = {},
                        .text = std::move(told->text),
                        .at = told->time,
                        .ruleset_id = std::move(told->ruleset_id),
                        .bundle_sequence = told->bundle_sequence,
                        .missing = {}};
  if (told->code) answer.code = visa::find_reason_code(*told->code);
  return answer;
}

/// One line of the answer into its row.
Result<void> take_line(std::string_view line, std::vector<BoardedRow*>& open) {
  const auto json = crypto::parse_json(line, kMostLine);
  if (!json) return std::unexpected(json.error());
  auto object = JsonObject::open(*json, "answer");
  if (!object) return std::unexpected(object.error());
  const auto reference = object->text("reference");
  if (!reference) return std::unexpected(reference.error());
  if (open.empty() || open.back()->reference != *reference)
    return fail(Errc::malformed, fmt::format("an answer to {}, which was not asked", *reference));
  BoardedRow& row = *open.back();
  const Json* receipt = object->find("receipt");
  if (receipt == nullptr || receipt->is_null()) {
    const Json* problem = object->find("problem");
    const bool told = problem != nullptr && problem->is_object() && problem->contains("detail") &&
                      (*problem)["detail"].is_string();
    row.answer = fail(Errc::unavailable,
                      told ? (*problem)["detail"].get<std::string>() : "no answer and no reason");
  } else {
    auto signed_receipt = receipt_in(*receipt);
    if (!signed_receipt) return std::unexpected(signed_receipt.error());
    row.answer = answer_in(*signed_receipt);
    row.receipt = std::move(*signed_receipt);
  }
  open.pop_back();
  return {};
}

std::unexpected<Error> refused(const http::ClientResponse& response) {
  const bool denied = response.status == 401 || response.status == 403;
  return fail(denied ? Errc::untrusted : Errc::unavailable,
              fmt::format("the service answered {}: {}", response.status,
                          http::words_of_problem(response.body)));
}

}  // namespace

Result<OnlineDesk> OnlineDesk::create(const DeskAddress& address) {
  const auto endpoint = http::parse_private_endpoint(address.url);
  if (!endpoint) return std::unexpected(endpoint.error());
  http::ClientOptions options;
  if (endpoint->tls && !address.ca.empty()) options.ca = address.ca;
  options.headers.add("Authorization", "Bearer " + address.token);
  options.headers.add("Accept", "application/x-ndjson");
  auto client = http::Client::create(*endpoint, options);
  if (!client) return std::unexpected(client.error());
  return OnlineDesk(std::move(*client));
}

Result<std::vector<BoardedRow>> OnlineDesk::board(
    std::vector<ManifestRow> rows, const Flight& flight, const ReadSeal& seal_of,
    const std::function<void(std::size_t)>& progress) {
  std::vector<BoardedRow> boarded;
  boarded.reserve(rows.size());
  Json passengers = Json::array();
  std::vector<BoardedRow*> open;  // the next one last
  for (auto& row : rows) {
    auto& place = boarded.emplace_back(row.line, row.reference,
                                       fail(Errc::unavailable, "the service gave no answer"));
    const auto question = question_of(std::move(row), flight, seal_of);
    auto json = question ? passenger_json(*question) : std::unexpected(question.error());
    if (!json) {
      place.answer = std::unexpected(std::move(json.error()));
      continue;
    }
    passengers.push_back(std::move(*json));
    open.insert(open.begin(), &place);
  }
  if (open.empty()) return boarded;

  http::ClientRequest request{
      .method = http::Method::post, .target = "/v1/boarding-checks", .deadline = kDeadline};
  request.headers.add("Content-Type", "application/json");
  request.body = crypto::write_json({{"flight", flight.number},
                                     {"arrival_airport", flight.airport.text()},
                                     {"scheduled_arrival", visa::to_string(flight.arrival)},
                                     {"language", visa::to_string(flight.language)},
                                     {"passengers", std::move(passengers)}});
  std::string piece;
  Result<void> taken;
  request.on_body = [&](std::string_view more) {
    piece += more;
    for (auto end = piece.find('\n'); taken && end != std::string::npos; end = piece.find('\n')) {
      taken = take_line(std::string_view(piece).substr(0, end), open);
      piece.erase(0, end + 1);
      progress(boarded.size() - open.size());
    }
    return taken.has_value() && piece.size() <= kMostLine;
  };
  const auto response = client_.send(request);
  if (!taken) return std::unexpected(taken.error());
  if (!response) {
    const auto& [failure, maybe_done, error] = response.error();
    return fail(failure == http::ClientFailure::tls ? Errc::untrusted : Errc::unavailable,
                fmt::format("airport service: {}: {}", http::to_string(failure), error.message),
                "--bundle and --log answer without the service");
  }
  if (response->status != 200) return refused(*response);
  if (!open.empty())
    return fail(Errc::malformed, fmt::format("{} passengers were not answered", open.size()));
  return boarded;
}

}  // namespace evisa::verifier::carrier
