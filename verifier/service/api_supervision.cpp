// What a senior officer watches and corrects.
#include "verifier/service/api_supervision.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

#include "http/crew.h"
#include "verifier/recording.h"
#include "verifier/service/crossing_json.h"
#include "verifier/service/day_export.h"
#include "verifier/service/raise_alarms.h"

namespace evisa::verifier {
namespace {

using crypto::Json;
using crypto::JsonObject;

constexpr std::size_t kMostAlarms = 500;

Result<std::optional<std::uint64_t>> read_sequence(JsonObject& object) {
  const Json* value = object.find("bundle_sequence");
  if (value == nullptr) return fail(Errc::malformed, "heartbeat: bundle_sequence is missing");
  if (value->is_null()) return std::nullopt;
  if (!value->is_number_unsigned())
    return fail(Errc::malformed, "heartbeat: bundle_sequence: expected a whole number or null");
  return value->get<std::uint64_t>();
}

Result<db::Heartbeat> read_heartbeat(const http::Request& request, visa::Instant now) {
  const auto body = read_json(request);
  if (!body) return std::unexpected(body.error());
  auto object = JsonObject::open(*body, "heartbeat");
  if (!object) return std::unexpected(object.error());
  db::Heartbeat beat;
  beat.received = now;
  auto booth = object->text("booth");
  if (!booth) return std::unexpected(booth.error());
  beat.booth = std::move(*booth);
  const auto clock = object->parsed("time", visa::parse_instant);
  if (!clock) return std::unexpected(clock.error());
  beat.clock = *clock;
  const auto sequence = read_sequence(*object);
  if (!sequence) return std::unexpected(sequence.error());
  beat.bundle_sequence = sequence->value_or(0);
  const auto queue = object->integer("queue");
  if (!queue) return std::unexpected(queue.error());
  if (*queue < 0) return fail(Errc::malformed, "heartbeat: queue: expected 0 or more");
  beat.queue_length = static_cast<std::uint64_t>(*queue);
  auto software = object->text("software");
  if (!software) return std::unexpected(software.error());
  beat.software = std::move(*software);
  if (auto done = object->finish(); !done) return std::unexpected(done.error());
  return beat;
}

Result<http::Response> post_heartbeat(Airport& airport, const http::Request& request) {
  const auto now = airport.now();
  const auto beat = read_heartbeat(request, now);
  if (!beat) return std::unexpected(beat.error());
  if (beat->booth != request.principal->id)
    return fail(Errc::ineligible, fmt::format("found a heartbeat of booth {}, expected one of {}",
                                              beat->booth, request.principal->id));
  if (auto stored = airport.operations->heartbeats().store(*beat); !stored)
    return std::unexpected(stored.error());
  for (const auto& cause : db::judge_heartbeat(*beat, now))
    if (auto raised = alarms_into(airport)(cause); !raised) return std::unexpected(raised.error());
  const auto bundle = airport.trust->current();
  return ok({{"time", visa::to_string(now)},
             {"bundle_sequence", bundle ? Json((*bundle)->sequence()) : Json(nullptr)}});
}

Json booth_json(const db::BoothInfo& booth, const std::optional<db::Heartbeat>& last,
                visa::Instant now) {
  const bool revoked = std::ranges::all_of(
      booth.keys, [&](const auto& key) { return key.revoked_at && *key.revoked_at <= now; });
  Json json = {{"booth", booth.name}, {"revoked", revoked}};
  json["last_heartbeat"] = last ? Json(visa::to_string(last->received)) : Json(nullptr);
  json["clock_off_seconds"] = nullptr;
  json["bundle_sequence"] = nullptr;
  json["queue"] = nullptr;
  json["software"] = nullptr;
  json["stale"] = !last || now - last->received > db::HeartbeatLimits{}.silence;
  if (!last) return json;
  const auto off = std::chrono::duration_cast<std::chrono::seconds>(last->clock - last->received);
  json["clock_off_seconds"] = off.count();
  json["bundle_sequence"] = last->bundle_sequence;
  json["queue"] = last->queue_length;
  json["software"] = last->software;
  return json;
}

Result<http::Response> get_booths(Airport& airport, const http::Request&) {
  const auto now = airport.now();
  const auto keys = airport.accounts->booths().load();
  if (!keys) return std::unexpected(keys.error());
  Json list = Json::array();
  for (const auto& booth : keys->booths()) {
    const auto last = airport.operations->heartbeats().find(booth.name);
    if (!last) return std::unexpected(last.error());
    Json json = booth_json(booth, *last, now);
    if (booth.name == airport.booth) json["stale"] = false;  // it is this service, and it answers
    list.push_back(std::move(json));
  }
  return ok({{"booths", std::move(list)}, {"time", visa::to_string(now)}});
}

/// The word of docs/openapi.yaml; the first is the border's own (rules.md 5.6).
std::string_view word_of(db::AlarmKind kind) {
  switch (kind) {
    case db::AlarmKind::double_use:
      return "DOUBLE_USE_CONFLICT";
    case db::AlarmKind::forked_chain:
      return "FORKED_CHAIN";
    case db::AlarmKind::unknown_booth:
      return "UNKNOWN_BOOTH_KEY";
    case db::AlarmKind::revoked_key:
      return "REVOKED_BOOTH_KEY";
    case db::AlarmKind::stale_booth:
      return "STALE_BOOTH";
    case db::AlarmKind::clock:
      return "CLOCK_UNTRUSTED";
  }
  return "";
}

Json alarm_json(const db::Alarm& alarm) {
  Json json = {{"id", alarm.id},
               {"kind", word_of(alarm.what.kind)},
               {"raised_at", visa::to_string(alarm.raised)},
               {"subject", alarm.what.subject},
               {"detail", alarm.what.detail},
               {"settled", nullptr}};
  if (alarm.resolution)
    json["settled"] = {{"at", visa::to_string(alarm.resolution->at)},
                       {"by", alarm.resolution->by},
                       {"reason", alarm.resolution->why}};
  return json;
}

Result<http::Response> get_alarms(Airport& airport, const http::Request& request) {
  const auto wanted = request.find_query("open").value_or("false");
  if (wanted != "true" && wanted != "false")
    return fail(Errc::malformed, "open: expected true or false");
  auto& alarms = airport.operations->alarms();
  const auto found = wanted == "true" ? alarms.open(kMostAlarms) : alarms.latest(kMostAlarms);
  if (!found) return std::unexpected(found.error());
  Json list = Json::array();
  for (const auto& alarm : *found) list.push_back(alarm_json(alarm));
  return ok({{"alarms", std::move(list)}});
}

Result<std::string> read_reason(const http::Request& request) {
  const auto body = read_json(request);
  if (!body) return std::unexpected(body.error());
  auto object = JsonObject::open(*body, "settlement");
  if (!object) return std::unexpected(object.error());
  auto reason = object->text("reason");
  if (!reason) return reason;
  if (auto done = object->finish(); !done) return std::unexpected(done.error());
  return reason;
}

Result<std::int64_t> alarm_number(const http::Request& request) {
  const auto text = request.parameter("id");
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size() || id < 1)
    return fail(Errc::malformed, "id: expected a number from 1");
  return id;
}

Result<http::Response> post_settlement(Airport& airport, const http::Request& request) {
  const auto id = alarm_number(request);
  if (!id) return std::unexpected(id.error());
  const auto reason = read_reason(request);
  if (!reason) return std::unexpected(reason.error());
  auto& alarms = airport.operations->alarms();
  const auto alarm = alarms.find(*id);
  if (!alarm) return std::unexpected(alarm.error());
  if (!*alarm) return fail(Errc::not_found, fmt::format("there is no alarm {}", *id));
  if ((*alarm)->what.kind == db::AlarmKind::double_use && !(*alarm)->resolution)
    return fail(Errc::conflict, "a double use is settled by naming the entry that counts",
                "POST /v1/resolutions");
  const db::AlarmResolution settled{
      .at = airport.now(), .by = request.principal->id, .why = *reason};
  if (auto done = alarms.resolve(*id, settled); !done) return std::unexpected(done.error());
  const auto now_settled = alarms.find(*id);
  if (!now_settled) return std::unexpected(now_settled.error());
  return ok(alarm_json(**now_settled));
}

struct CorrectionRequest {
  visa::EventId event;
  std::string reason;
};

Result<CorrectionRequest> read_correction(const http::Request& request) {
  const auto body = read_json(request);
  if (!body) return std::unexpected(body.error());
  auto object = JsonObject::open(*body, "correction");
  if (!object) return std::unexpected(object.error());
  const auto event = object->parsed("event", visa::EventId::parse);
  if (!event) return std::unexpected(event.error());
  auto reason = object->text("reason");
  if (!reason) return std::unexpected(reason.error());
  if (auto done = object->finish(); !done) return std::unexpected(done.error());
  return CorrectionRequest{*event, std::move(*reason)};
}

/// The senior officer of the session acts, and signs as the one who acted.
Result<Correction> correction_by(const Airport& airport, const http::Request& request,
                                 std::string reason) {
  const auto code = visa::AirportCode::parse(airport.name);
  if (!code) return std::unexpected(code.error());
  return Correction{.booth = airport.booth,
                    .airport = *code,
                    .now = airport.now(),
                    .officer = request.principal->id,
                    .senior = {},
                    .note = std::move(reason),
                    .senior_acts = true};
}

/// How far the service's own chain has come is remembered beside the log: see db/chain_head.h.
Result<void> remember_head(Airport& airport, std::optional<visa::Instant> when) {
  const auto head = airport.log->head(airport.booth);
  if (!head) return std::unexpected(head.error());
  if (head->sequence == 0) return {};
  return airport.trust->saw_head(airport.booth, *head, when);
}

Result<http::Response> record(Airport& airport, const Draft& draft, const Trust& trust) {
  // What an earlier act could not note any more is noted first.
  if (auto noted = remember_head(airport, std::nullopt); !noted)
    return std::unexpected(noted.error());
  auto answer = http::await(
      airport.log->record(draft.crossing, airport.key, draft.idempotency_key, draft.forced));
  if (!answer) return std::unexpected(answer.error());
  if (const auto* refused = std::get_if<db::Refused>(&*answer))
    return fail(Errc::conflict,
                fmt::format("the visa's entry belongs to event {}", refused->winner.event.text()));
  // The act is on record: what cannot be noted now is noted before the next one.
  const bool timely = trust.clock.trusted();
  std::ignore = remember_head(airport, timely ? std::optional(draft.crossing.time) : std::nullopt);
  if (draft.crossing.visa) {
    if (auto raised = raise_double_use(airport, *draft.crossing.visa); !raised)
      return std::unexpected(raised.error());
  }
  if (auto settled = settle_resolved(airport); !settled) return std::unexpected(settled.error());
  return ok(to_json(std::get<db::Recorded>(*answer).event), 201);
}

using MakeDraft = Result<Draft> (*)(const visa::Crossing& event,
                                    std::span<const visa::Crossing> history,
                                    const Correction& correction, const Trust& trust);

Result<http::Response> correct(Airport& airport, const http::Request& request, MakeDraft make) {
  auto asked = read_correction(request);
  if (!asked) return std::unexpected(asked.error());
  const auto event = airport.log->find(asked->event);
  if (!event) return std::unexpected(event.error());
  if (!*event)
    return fail(Errc::not_found, fmt::format("there is no event {}", asked->event.text()));
  const auto trust = airport.in_force->at(airport.now());
  if (!trust) return std::unexpected(trust.error());
  auto by = correction_by(airport, request, std::move(asked->reason));
  if (!by) return std::unexpected(by.error());
  std::vector<visa::Crossing> history;
  if ((*event)->visa) {
    auto found = airport.log->history(*(*event)->visa);
    if (!found) return std::unexpected(found.error());
    history = std::move(*found);
  }
  const auto draft = make(**event, history, *by, trust->trust());
  if (!draft) return std::unexpected(draft.error());
  return record(airport, *draft, trust->trust());
}

Result<http::Response> post_reversal(Airport& airport, const http::Request& request) {
  return correct(
      airport, request,
      [](const visa::Crossing& event, std::span<const visa::Crossing>, const Correction& by,
         const Trust& trust) { return draft_reversal(event, by, trust); });
}

Result<http::Response> post_resolution(Airport& airport, const http::Request& request) {
  return correct(airport, request,
                 [](const visa::Crossing& event, std::span<const visa::Crossing> history,
                    const Correction& by, const Trust& trust) {
                   return draft_resolution(visa::fold_crossings(history), event.id, by, trust);
                 });
}

Result<http::Response> get_export(Airport& airport, const http::Request& request) {
  const auto day = visa::Date::parse(request.parameter("day"));
  if (!day) return std::unexpected(day.error());
  const auto format = request.find_query("format").value_or("csv");
  if (format != "csv" && format != "signed")
    return fail(Errc::malformed, "format: expected csv or signed");
  const bool csv = format == "csv";
  auto text = export_day(*airport.log, *day, csv ? DayFormat::csv : DayFormat::signed_events);
  if (!text) return std::unexpected(text.error());
  http::Response response = http::text_response(200, std::move(*text));
  response.headers.set("Content-Type", csv ? "text/csv; charset=utf-8" : "application/x-ndjson");
  response.headers.set("Content-Disposition",
                       fmt::format("attachment; filename=\"crossings-{}-{}.{}\"", airport.name,
                                   day->iso(), csv ? "csv" : "ndjson"));
  return response;
}

}  // namespace

std::vector<http::Route> supervision_routes(Airport& airport) {
  using http::Method;
  return {
      {Method::post, "/v1/heartbeats", handler(airport, post_heartbeat), {"booth"}, 4U << 10},
      {Method::get, "/v1/booths", handler(airport, get_booths), {"senior"}},
      {Method::get, "/v1/alarms", handler(airport, get_alarms), {"senior"}},
      {Method::post,
       "/v1/alarms/{id}/settlement",
       handler(airport, post_settlement),
       {"senior"},
       4U << 10},
      {Method::post, "/v1/reversals", handler(airport, post_reversal), {"senior"}, 4U << 10},
      {Method::post, "/v1/resolutions", handler(airport, post_resolution), {"senior"}, 4U << 10},
      {Method::get, "/v1/exports/{day}", handler(airport, get_export), {"senior"}},
  };
}

}  // namespace evisa::verifier
