// The body of POST /v1/boarding-checks.
#include "verifier/service/boarding_question.h"

#include <fmt/format.h>

#include "verifier/presented.h"

namespace evisa::verifier {
namespace {

using crypto::Json;
using crypto::JsonObject;

constexpr std::size_t kLongestReference = 64;
constexpr std::size_t kLongestMrz = 200;

/// What all passengers of a request share.
struct FlightAsked {
  carrier::BoardingRequest common;
  visa::Date today;
  Places* documents = nullptr;
  bool single = false;  ///< one passenger alone may be shown as a picture
};

Result<crypto::Bytes> seal_in(crypto::Bytes document) {
  const auto read = sent_document(std::move(document));
  if (!read) return std::unexpected(read.error());
  if (read->pages.empty())
    return fail(Errc::unreadable, "document: neither PNG, JPEG nor PDF",
                "the code's own content goes into seal or seal_text");
  const auto view = one_view(read->pages);
  if (view.seal) return *view.seal;
  return fail(
      Errc::unreadable,
      view.several_seals ? "document: several different e-visas" : "document: no e-visa seal found",
      "one print-out in one picture; flat, upright and whole");
}

Result<std::optional<crypto::Bytes>> scan_of(Presented presented, const FlightAsked& flight) {
  if (presented.seal) return std::move(*presented.seal);
  if (presented.seal_text) {
    const auto bytes = crypto::as_bytes(*presented.seal_text);
    return crypto::Bytes(bytes.begin(), bytes.end());
  }
  if (!presented.document) return std::nullopt;
  if (!flight.single)
    return fail(Errc::malformed, "document: a picture is for a single passenger",
                "a flight's seals go into seal or seal_text");
  const auto place = flight.documents->take();
  if (!place) return std::unexpected(too_many_documents());
  auto seal = seal_in(std::move(*presented.document));
  if (!seal) return std::unexpected(seal.error());
  return std::move(*seal);
}

Result<carrier::BoardingRequest> passenger(JsonObject& object, const FlightAsked& flight) {
  carrier::BoardingRequest request = flight.common;
  auto presented = read_presented(object);
  if (!presented) return std::unexpected(presented.error());
  const auto number = parsed_if_given(object, "visa_number", visa::VisaNumber::parse);
  if (!number) return std::unexpected(number.error());
  request.visa_number = *number;
  const auto lines = parsed_if_given(object, "passport_mrz", text_up_to(kLongestMrz));
  if (!lines) return std::unexpected(lines.error());
  const auto shown = flag_if_given(object, "printout_shown");
  if (!shown) return std::unexpected(shown.error());
  request.printout_shown = *shown;
  if (auto done = object.finish(); !done) return std::unexpected(done.error());
  if (*lines) {
    auto mrz = read_passport(**lines, flight.today);
    if (!mrz) return std::unexpected(mrz.error());
    request.passport = std::move(*mrz);
  }
  auto scan = scan_of(std::move(*presented), flight);
  if (!scan) return std::unexpected(scan.error());
  request.scan = std::move(*scan);
  return request;
}

/// Without its own reference an answer could not be told apart: the request as a whole is wrong.
Result<AskedPassenger> asked(const Json& json, const FlightAsked& flight) {
  auto object = JsonObject::open(json, "passenger");
  if (!object) return std::unexpected(object.error());
  auto reference = object->parsed("reference", text_up_to(kLongestReference));
  if (!reference) return std::unexpected(reference.error());
  if (reference->empty()) return fail(Errc::malformed, "passenger: reference: is empty");
  auto request = passenger(*object, flight);
  if (request) request->reference = *reference;
  return AskedPassenger{std::move(*reference), std::move(request)};
}

Result<FlightAsked> read_flight(JsonObject& object, const visa::AirportTable& airports,
                                const visa::Date& today, Places& documents) {
  FlightAsked flight{.common = {}, .today = today, .documents = &documents};
  auto number = object.parsed("flight", carrier::parse_flight);
  if (!number) return std::unexpected(number.error());
  flight.common.flight = std::move(*number);
  const auto code = object.text("arrival_airport");
  if (!code) return std::unexpected(code.error());
  const visa::Airport* airport = airports.find(*code);
  if (airport == nullptr)
    return fail(Errc::out_of_range, "arrival_airport: no airport of Kazakhstan",
                "where the flight lands in Kazakhstan: ALA, NQZ, ...");
  flight.common.airport = airport->iata.text();
  const auto arrival = object.parsed("scheduled_arrival", visa::parse_instant);
  if (!arrival) return std::unexpected(arrival.error());
  flight.common.arrival = *arrival;
  const auto language = parsed_if_given(object, "language", visa::parse_language);
  if (!language) return std::unexpected(language.error());
  flight.common.language = language->value_or(visa::Language::en);
  return flight;
}

}  // namespace

Result<std::vector<AskedPassenger>> read_passengers(const http::Request& request,
                                                    const visa::AirportTable& airports,
                                                    const visa::Date& today, Places& documents) {
  const auto body = read_json(request);
  if (!body) return std::unexpected(body.error());
  auto object = JsonObject::open(*body, "boarding check");
  if (!object) return std::unexpected(object.error());
  auto flight = read_flight(*object, airports, today, documents);
  if (!flight) return std::unexpected(flight.error());
  const Json* list = object->find("passengers");
  if (auto done = object->finish(); !done) return std::unexpected(done.error());
  if (list == nullptr || !list->is_array() || list->empty() ||
      list->size() > carrier::kMaxPassengers)
    return fail(Errc::malformed,
                fmt::format("boarding check: passengers: expected a list of 1 to {}",
                            carrier::kMaxPassengers));
  flight->single = list->size() == 1;
  std::vector<AskedPassenger> passengers;
  for (const auto& json : *list) {
    auto one = asked(json, *flight);
    if (!one) return std::unexpected(one.error());
    passengers.push_back(std::move(*one));
  }
  return passengers;
}

}  // namespace evisa::verifier
