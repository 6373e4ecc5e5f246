// Crossings as the API shows them.
#include "verifier/service/crossing_json.h"

#include <algorithm>

#include "crypto/bytes.h"
#include "db/claim_json.h"
#include "http/problem.h"

namespace evisa::verifier {
namespace {

using crypto::Json;
using crypto::JsonObject;

template <class T>
Json text_or_null(const std::optional<T>& value) {
  return value ? Json(value->text()) : Json(nullptr);
}

Json instant_or_null(const std::optional<visa::Instant>& instant) {
  return instant ? Json(visa::to_string(*instant)) : Json(nullptr);
}

Json problem_json(const Error& error) {
  const http::Problem problem = http::problem_of(error);
  return {{"type", "urn:evisa:problem:" + problem.code},
          {"title", problem.title},
          {"status", problem.status},
          {"code", problem.code},
          {"detail", problem.detail}};
}

Result<EventAnswer::Kind> parse_kind(std::string_view text) {
  using enum EventAnswer::Kind;
  for (const auto kind : {recorded, already_recorded, conflict, refused}) {
    if (to_string(kind) == text) return kind;
  }
  return fail(Errc::malformed, "answer: result is none that is known");
}

/// The problem of a refused event as the service told it.
Result<std::optional<Error>> parse_problem(const Json* json) {
  if (json == nullptr || json->is_null()) return std::nullopt;
  auto object = JsonObject::open(*json, "problem");
  if (!object) return std::unexpected(object.error());
  auto code = object->text("code");
  if (!code) return std::unexpected(code.error());
  const Json* detail = object->find("detail");
  return Error{Errc::conflict,
               detail != nullptr && detail->is_string() ? detail->get<std::string>() : *code};
}

}  // namespace

Json to_json(const EventAnswer& answer) {
  return {{"event", text_or_null(answer.event)},
          {"result", to_string(answer.kind)},
          {"stored", answer.stored},
          {"winner", answer.winner ? to_json(*answer.winner) : Json(nullptr)},
          {"problem", answer.problem ? problem_json(*answer.problem) : Json(nullptr)}};
}

Json to_json(const visa::Crossing& event) {
  return {{"event", event.id.text()},
          {"kind", visa::to_string(event.kind)},
          {"time", visa::to_string(event.time)},
          {"visa", text_or_null(event.visa)},
          {"airport", std::string(event.airport.text())},
          {"officer", event.officer},
          {"outcome", visa::to_string(event.outcome)},
          {"reasons", event.reasons},
          {"provisional", event.provisional},
          {"manual", event.manual},
          {"reverses", text_or_null(event.reverses)},
          {"note", event.note}};
}

Json to_json(const db::BoothKeyRing& keys) {
  Json list = Json::array();
  for (const auto& booth : keys.booths()) {
    for (const auto& key : booth.keys) {
      list.push_back({{"booth", booth.name},
                      {"key", crypto::to_base64(key.key)},
                      {"valid_from", visa::to_string(key.valid_from)},
                      {"revoked_at", instant_or_null(key.revoked_at)},
                      {"compromised_since", instant_or_null(key.compromised_since)}});
    }
  }
  return {{"booths", std::move(list)}};
}

Json status_json(visa::VisaNumber number, std::span<const visa::Crossing> history,
                 const std::optional<visa::Revocation>& revoked) {
  const auto use = visa::fold_crossings(history);
  Json conflicts = Json::array(), events = Json::array();
  for (const auto& event : use.conflicts) conflicts.push_back(event.id.text());
  std::vector<visa::Crossing> ordered(history.begin(), history.end());
  std::ranges::sort(ordered, {}, [](const auto& e) { return std::tie(e.time, e.id); });
  for (const auto& event : ordered) events.push_back(to_json(event));
  return {{"visa", number.text()},
          {"state", visa::to_string(use.use)},
          {"revoked", revoked ? Json(revoked->date.iso()) : Json(nullptr)},
          {"entry", use.entry ? Json(use.entry->id.text()) : Json(nullptr)},
          {"exit", use.exit ? Json(use.exit->id.text()) : Json(nullptr)},
          {"conflicts", std::move(conflicts)},
          {"events", std::move(events)}};
}

Result<EventAnswer> parse_answer(const Json& json) {
  auto object = JsonObject::open(json, "answer");
  if (!object) return std::unexpected(object.error());
  EventAnswer answer;
  const auto kind = object->parsed("result", parse_kind);
  if (!kind) return std::unexpected(kind.error());
  answer.kind = *kind;
  const auto stored = object->boolean("stored");
  if (!stored) return std::unexpected(stored.error());
  answer.stored = *stored;
  if (const Json* event = object->find("event"); event != nullptr && event->is_string()) {
    auto id = visa::EventId::parse(event->get<std::string>());
    if (!id) return std::unexpected(id.error());
    answer.event = std::move(*id);
  }
  if (const Json* winner = object->find("winner"); winner != nullptr && !winner->is_null()) {
    auto claim = db::parse_claim(*winner, "winner");
    if (!claim) return std::unexpected(claim.error());
    answer.winner = std::move(*claim);
  }
  auto problem = parse_problem(object->find("problem"));
  if (!problem) return std::unexpected(problem.error());
  answer.problem = std::move(*problem);
  if (auto done = object->finish(); !done) return std::unexpected(done.error());
  return answer;
}

}  // namespace evisa::verifier
