// /v1/claims, /v1/events, /v1/visas: single entries, signed events and their feed.
#include "verifier/service/api_crossings.h"

#include <fmt/format.h>
#include <chrono>

#include "db/claim_json.h"
#include "http/crew.h"
#include "verifier/service/cluster_intake.h"
#include "verifier/service/crossing_json.h"
#include "verifier/service/event_intake.h"
#include "verifier/service/raise_alarms.h"

namespace evisa::verifier {
namespace {

using crypto::Json;
using crypto::JsonObject;

constexpr std::size_t kMostEvents = 500;
constexpr std::size_t kEventsBody = 12U << 20;  // 500 events of 16 KiB, escaped

/// A booth speaks for itself only.
Result<void> check_own(const http::Request& request, std::string_view booth) {
  if (request.principal->role != "booth" || request.principal->id == booth) return {};
  return fail(Errc::ineligible, fmt::format("found an event of booth {}, expected one of {}", booth,
                                            request.principal->id));
}

struct ClaimRequest {
  visa::VisaNumber visa;
  db::Claim claim;
};

Result<ClaimRequest> read_claim(const Airport& airport, const http::Request& request) {
  const auto body = read_json(request);
  if (!body) return std::unexpected(body.error());
  auto object = JsonObject::open(*body, "claim");
  if (!object) return std::unexpected(object.error());
  const auto visa = object->parsed("visa", visa::VisaNumber::parse);
  if (!visa) return std::unexpected(visa.error());
  const auto event = object->parsed("event", visa::EventId::parse);
  if (!event) return std::unexpected(event.error());
  const auto time = object->parsed("time", visa::parse_instant);
  if (!time) return std::unexpected(time.error());
  if (auto done = object->finish(); !done) return std::unexpected(done.error());
  const auto code = visa::AirportCode::parse(airport.name);
  if (!code) return std::unexpected(code.error());
  return ClaimRequest{*visa, {.event = *event, .time = *time, .airport = *code}};
}

/// SPEC: design.md section 7: ALREADY is a 409 with ENTRY_OPEN_STAY or ENTRY_ALREADY_USED.
Result<http::Response> lost_claim(const Airport& airport, visa::VisaNumber visa,
                                  const db::Claim& winner) {
  const auto history = airport.log->history(visa);
  if (!history) return std::unexpected(history.error());
  const auto use = visa::fold_crossings(*history);
  const std::string reason =
      use.use == visa::VisaUse::spent ? "ENTRY_ALREADY_USED" : "ENTRY_OPEN_STAY";
  http::Problem problem = http::problem_of(
      {Errc::conflict, fmt::format("the visa's entry belongs to event {}", winner.event.text())});
  problem.members = {{"winner", db::to_json(winner)}, {"reason", reason}};
  return http::to_response(problem);
}

/// SPEC: design.md section 8: where a double use must be impossible, the cluster has the last word.
/// The log's own comes first: what it reserves ends with the booth's next event, whatever that is.
Result<std::optional<db::Claim>> find_winner(Airport& airport, const ClaimRequest& asked) {
  auto winner = http::await(airport.log->claim(asked.visa, asked.claim));
  if (!winner || *winner || airport.cluster == nullptr) return winner;
  const http::Waiting waiting;
  auto answer = airport.cluster->claim(asked.visa, asked.claim);
  if (const auto* none = std::get_if<db::Unavailable>(&answer))
    return fail(Errc::unavailable, none->why);
  if (auto* already = std::get_if<db::Already>(&answer)) return std::move(already->winner);
  return std::nullopt;
}

Result<http::Response> post_claim(Airport& airport, const http::Request& request) {
  const auto asked = read_claim(airport, request);
  if (!asked) return std::unexpected(asked.error());
  if (auto own = check_own(request, asked->claim.event.booth); !own)
    return std::unexpected(own.error());
  const auto winner = find_winner(airport, *asked);
  if (!winner) return std::unexpected(winner.error());
  if (*winner) return lost_claim(airport, asked->visa, **winner);
  return ok({{"result", "won"}, {"event", asked->claim.event.text()}});
}

Result<crypto::SignedEvent> read_event(const Json& json) {
  auto object = JsonObject::open(json, "event");
  if (!object) return std::unexpected(object.error());
  auto text = object->text("json");
  if (!text) return std::unexpected(text.error());
  const auto signature = object->parsed("signature", read_signature);
  if (!signature) return std::unexpected(signature.error());
  if (auto done = object->finish(); !done) return std::unexpected(done.error());
  return crypto::SignedEvent{.json = std::move(*text), .signature = *signature};
}

struct EventsRequest {
  std::vector<crypto::SignedEvent> events;
  db::Intake intake = db::Intake::candidate;
  bool settles = false;  ///< one of them may settle a double use
};

/// `on_record`: the events are in their booth's own log already.
Result<db::Intake> read_intake(JsonObject& object) {
  const Json* on_record = object.find("on_record");
  if (on_record == nullptr) return db::Intake::candidate;
  if (!on_record->is_boolean())
    return fail(Errc::malformed, "body: on_record: expected true or false");
  return on_record->get<bool>() ? db::Intake::fact : db::Intake::candidate;
}

Result<EventsRequest> read_events(const http::Request& request) {
  const auto body = read_json(request);
  if (!body) return std::unexpected(body.error());
  auto object = JsonObject::open(*body, "body");
  if (!object) return std::unexpected(object.error());
  const Json* list = object->find("events");
  const auto intake = read_intake(*object);
  if (!intake) return std::unexpected(intake.error());
  if (auto done = object->finish(); !done) return std::unexpected(done.error());
  if (list == nullptr || !list->is_array() || list->empty() || list->size() > kMostEvents)
    return fail(Errc::malformed,
                fmt::format("body: events: expected a list of 1 to {} events", kMostEvents));
  EventsRequest asked{.events = {}, .intake = *intake, .settles = false};
  for (const auto& json : *list) {
    auto event = read_event(json);
    if (!event) return std::unexpected(event.error());
    if (const auto content = crypto::parse_event(event->json); content) {
      if (auto own = check_own(request, content->crossing.id.booth); !own)
        return std::unexpected(own.error());
      asked.settles = asked.settles || settles(content->crossing.kind);
    }
    asked.events.push_back(std::move(*event));
  }
  return asked;
}

Result<std::vector<EventAnswer>> take(Airport& airport, const EventsRequest& asked) {
  const auto keys = airport.accounts->booths().current();
  if (!keys) return std::unexpected(keys.error());
  const auto raise = alarms_into(airport);
  if (airport.cluster != nullptr && asked.intake == db::Intake::candidate)
    return take_candidates(*airport.cluster, *airport.log, asked.events, **keys, raise);
  return take_events(*airport.log, asked.events, **keys, asked.intake, raise);
}

Result<http::Response> post_events(Airport& airport, const http::Request& request) {
  const auto asked = read_events(request);
  if (!asked) return std::unexpected(asked.error());
  const auto answers = take(airport, *asked);
  if (!answers) return std::unexpected(answers.error());
  if (asked->settles) {
    if (auto settled = settle_resolved(airport); !settled) return std::unexpected(settled.error());
  }
  const auto name = airport.log->name();
  if (!name) return std::unexpected(name.error());
  Json list = Json::array();
  for (const auto& answer : *answers) list.push_back(to_json(answer));
  return ok({{"answers", std::move(list)}, {"log", *name}});
}

Json page_json(const std::vector<db::CrossingLog::Stored>& events, std::uint64_t after,
               const std::string& name) {
  Json list = Json::array();
  for (const auto& stored : events) {
    list.push_back({{"cursor", stored.cursor},
                    {"json", stored.event.json},
                    {"signature", crypto::to_base64(stored.event.signature)}});
  }
  const std::uint64_t next = events.empty() ? after : events.back().cursor;
  return {{"events", std::move(list)}, {"next", next}, {"log", name}};
}

Result<http::Response> get_events(Airport& airport, const http::Request& request) {
  constexpr std::uint64_t kNoEnd = std::numeric_limits<std::int64_t>::max();
  const auto after = query_number(request, "after", 0, 0, kNoEnd);
  if (!after) return std::unexpected(after.error());
  const auto limit = query_number(request, "limit", 500, 1, 1000);
  if (!limit) return std::unexpected(limit.error());
  const auto wait = query_number(request, "wait", 0, 0, 30);
  if (!wait) return std::unexpected(wait.error());
  if (*wait > 0) {
    const http::Waiting waiting;
    std::ignore =
        airport.log->wait_for_newer(*after, std::chrono::seconds(*wait), request.stopping);
  }
  const auto name = airport.log->name();
  if (!name) return std::unexpected(name.error());
  const auto events = airport.log->feed(*after, *limit);
  if (!events) return std::unexpected(events.error());
  return ok(page_json(*events, *after, *name));
}

Result<http::Response> get_hash(Airport& airport, const http::Request&) {
  const auto hash = airport.log->set_hash();
  if (!hash) return std::unexpected(hash.error());
  const auto size = airport.log->size();
  if (!size) return std::unexpected(size.error());
  return ok({{"events", *size}, {"hash", crypto::to_hex(*hash)}});
}

Result<http::Response> get_visa(Airport& airport, const http::Request& request) {
  const auto number = visa::VisaNumber::parse(request.parameter("number"));
  if (!number) return std::unexpected(number.error());
  const auto history = airport.log->history(*number);
  if (!history) return std::unexpected(history.error());
  const auto bundle = airport.trust->current();
  std::optional<visa::Revocation> revoked;
  if (bundle) revoked = (*bundle)->revocations().find(*number);
  return ok(status_json(*number, *history, revoked));
}

Result<http::Response> get_visa_events(Airport& airport, const http::Request& request) {
  const auto number = visa::VisaNumber::parse(request.parameter("number"));
  if (!number) return std::unexpected(number.error());
  const auto name = airport.log->name();
  if (!name) return std::unexpected(name.error());
  const auto events = airport.log->signed_history(*number);
  if (!events) return std::unexpected(events.error());
  return ok(page_json(*events, 0, *name));
}

Result<http::Response> get_booth_keys(Airport& airport, const http::Request&) {
  const auto keys = airport.accounts->booths().load();
  if (!keys) return std::unexpected(keys.error());
  return ok(to_json(*keys));
}

}  // namespace

std::vector<http::Route> crossing_routes(Airport& airport) {
  using http::Method;
  return {
      {Method::post, "/v1/claims", handler(airport, post_claim), {"booth"}, 4U << 10},
      {Method::post, "/v1/events", handler(airport, post_events), {"booth"}, kEventsBody},
      {Method::get,
       "/v1/events",
       handler(airport, get_events),
       {"booth", "peer", "senior"},
       0,
       16},  // long polls: each holds a thread
      {Method::get, "/v1/events/hash", handler(airport, get_hash), {"peer", "senior"}},
      {Method::get,
       "/v1/visas/{number}",
       handler(airport, get_visa),
       {"booth", "officer", "senior"}},
      {Method::get,
       "/v1/visas/{number}/events",
       handler(airport, get_visa_events),
       {"booth", "peer", "senior"}},
      {Method::get,
       "/v1/booth-keys",
       handler(airport, get_booth_keys),
       {"booth", "peer", "senior"}},
  };
}

}  // namespace evisa::verifier
