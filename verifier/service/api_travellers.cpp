// /v1/inspections and /v1/register/searches.
#include "verifier/service/api_travellers.h"

#include <algorithm>

#include "cli/own_file.h"
#include "db/record_json.h"
#include "http/crew.h"
#include "verifier/inspect_options.h"
#include "verifier/inspection_json.h"
#include "verifier/presented.h"
#include "verifier/seal_scan.h"
#include "verifier/service/inspection_question.h"
#include "verifier/service/visa_knowledge.h"

namespace evisa::verifier {
namespace {

using crypto::Json;
using crypto::JsonObject;

constexpr std::size_t kDocumentBody = 12U << 20;  ///< a picture of 8 MiB in base64

Result<void> take_code(Presented presented, const crypto::SignerSet& signers,
                       const visa::Date& today, InspectionRequest& request) {
  if (presented.seal_text)
    request.seal = validate_scan(crypto::as_bytes(*presented.seal_text), signers, request.now);
  if (presented.seal) request.seal = validate_scan(*presented.seal, signers, request.now);
  if (!presented.document) return {};
  const auto document = sent_document(std::move(*presented.document));
  if (!document) return std::unexpected(document.error());
  present(*document, signers, today, request);
  return {};
}

/// Whose booth asks: a booth's token speaks for that booth only.
Result<std::string> booth_of(const http::Request& request, std::string named) {
  if (request.principal->role != "booth") return named;
  if (named.empty() || named == request.principal->id) return request.principal->id;
  return fail(Errc::ineligible,
              "found an inspection of booth " + named + ", expected " + request.principal->id);
}

/// Which visa to ask register and log for: the seal's, once it is proved, else the number given.
carrier::WhichVisa which_visa(const InspectionRequest& request,
                              const std::optional<visa::VisaNumber>& typed) {
  const auto proved = proved_number(request);
  if (proved) return {proved, request.seal->verified->header().signature_date};
  return {typed, std::nullopt};
}

Result<InspectionRequest> request_of(const Airport& airport, const http::Request& http_request,
                                     InspectionQuestion question, const LoadedTrust& trust,
                                     visa::Instant now) {
  const auto& rules = *trust.trust().rules;
  const visa::Date today = rules.local_time.date_of(now);
  InspectionRequest request;
  request.now = now;
  request.direction = question.direction;
  request.checkpoint = question.checkpoint.empty() ? airport.name : question.checkpoint;
  if (auto known = check_airport(request.checkpoint, trust.trust()); !known)
    return std::unexpected(known.error());
  auto booth = booth_of(http_request, std::move(question.booth));
  if (!booth) return std::unexpected(booth.error());
  request.booth = std::move(*booth);
  request.flight = question.flight;
  request.arrival = question.arrival;
  request.ticks = std::move(question.ticks);
  if (question.passport_mrz) {
    auto mrz = read_passport(*question.passport_mrz, today);
    if (!mrz) return std::unexpected(mrz.error());
    request.passport = std::move(*mrz);
  }
  if (auto done = take_code(std::move(question.presented), trust.signers(), today, request); !done)
    return std::unexpected(done.error());
  const auto which = which_visa(request, question.visa_number);
  if (question.visa_number && which.number != question.visa_number)
    request.ticks.printout_differs.emplace_back("visa_number");
  auto known = knowledge_of(airport, which, rules, now);
  if (!known) return std::unexpected(known.error());
  request.record = std::move(known->record);
  request.register_asked = known->register_asked;
  request.history = std::move(known->history);
  request.history_asked = known->history_asked;
  return request;
}

Result<http::Response> post_inspection(Airport& airport, const http::Request& http_request) {
  auto question = read_question(http_request);
  if (!question) return std::unexpected(question.error());
  const auto now = airport.now();
  const auto trust = airport.in_force->at(now);
  if (!trust) return std::unexpected(trust.error());
  Places::Place place;
  std::optional<http::Waiting> long_work;
  if (question->presented.document) {
    place = airport.documents.take();
    if (!place) return std::unexpected(too_many_documents());
    long_work.emplace();
  }
  const auto language = question->language;
  const auto request = request_of(airport, http_request, std::move(*question), *trust, now);
  if (!request) return std::unexpected(request.error());
  const auto inspection = inspect(*request, trust->trust());
  return http::json_response(
      200, inspection_json(inspection, *request, *trust->trust().reasons, language));
}

Json records_json(const std::vector<db::RegisterEntry>& entries) {
  Json list = Json::array();
  for (const auto& entry : entries) list.push_back(db::to_json(entry.record));
  return list;
}

Json found_json(const db::PassportMatches& matches, const db::ReplicaState& state) {
  return {{"records", records_json(matches.exact)},
          {"look_alikes", records_json(matches.look_alike)},
          {"register_as_of", state.as_of ? Json(visa::to_string(*state.as_of)) : Json(nullptr)}};
}

Result<std::string> application_number(std::string_view text) {
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (digits && text.size() >= 6 && text.size() <= 20) return std::string(text);
  return fail(Errc::malformed, "expected 6 to 20 digits");
}

/// Exactly one of the three numbers is asked for.
Result<db::PassportMatches> search(const db::RegisterReplica& visas, JsonObject& object) {
  const auto number = parsed_if_given(object, "visa_number", visa::VisaNumber::parse);
  if (!number) return std::unexpected(number.error());
  const auto application = parsed_if_given(object, "application_number", application_number);
  if (!application) return std::unexpected(application.error());
  const auto passport = parsed_if_given(object, "passport_number", visa::PassportNumber::parse);
  if (!passport) return std::unexpected(passport.error());
  if (auto done = object.finish(); !done) return std::unexpected(done.error());
  if (number->has_value() + application->has_value() + passport->has_value() != 1)
    return fail(Errc::malformed,
                "expected one of visa_number, application_number and passport_number");
  db::PassportMatches matches;
  if (*passport) return visas.find_by_passport(**passport);
  if (*application) {
    auto found = visas.find_by_application(**application);
    if (!found) return std::unexpected(found.error());
    matches.exact = std::move(*found);
    return matches;
  }
  auto found = visas.find(**number);
  if (!found) return std::unexpected(found.error());
  if (*found) matches.exact.push_back(std::move(**found));
  return matches;
}

Result<http::Response> post_search(Airport& airport, const http::Request& request) {
  const auto body = read_json(request);
  if (!body) return std::unexpected(body.error());
  auto object = JsonObject::open(*body, "search");
  if (!object) return std::unexpected(object.error());
  if (airport.visas == nullptr)
    return fail(Errc::unavailable, "this airport has no copy of the register yet",
                "an administrator: evisa-verifier register trust");
  const auto matches = search(*airport.visas, *object);
  if (!matches) return std::unexpected(matches.error());
  const auto state = cli::of_own_file(airport.visas->state(), "visa register");
  if (!state) return std::unexpected(state.error());
  return ok(found_json(*matches, *state));
}

}  // namespace

std::vector<http::Route> traveller_routes(Airport& airport) {
  using http::Method;
  const std::vector<std::string> who{"booth", "officer", "senior"};
  return {
      {Method::post, "/v1/inspections", handler(airport, post_inspection), who, kDocumentBody},
      {Method::post, "/v1/register/searches", handler(airport, post_search), who, 1U << 10},
  };
}

}  // namespace evisa::verifier
