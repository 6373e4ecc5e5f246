// The body of POST /v1/inspections.
#include "verifier/service/inspection_question.h"

#include "verifier/officer_ticks.h"

namespace evisa::verifier {
namespace {

using crypto::Json;
using crypto::JsonObject;

constexpr std::size_t kLongestMrz = 200;

Result<visa::Direction> at_the_border(std::string_view text) {
  auto direction = visa::parse_direction(text);
  if (direction && *direction == visa::Direction::boarding)
    return fail(Errc::malformed, "found boarding, expected entry or exit",
                "carriers ask POST /v1/boarding-checks");
  return direction;
}

Result<OfficerTicks> read_ticks(const Json* json) {
  OfficerTicks ticks;
  if (json == nullptr) return ticks;
  auto object = JsonObject::open(*json, "ticks");
  if (!object) return std::unexpected(object.error());
  if (auto done = change_ticks(*object, ticks); !done) return std::unexpected(done.error());
  const auto shown = flag_if_given(*object, "printout_shown");
  if (!shown) return std::unexpected(shown.error());
  ticks.printout_shown = *shown;
  if (auto done = object->finish(); !done) return std::unexpected(done.error());
  return ticks;
}

/// Puts a member's value, where one was given, into its place.
template <class T, class Place>
Result<void> put(Result<std::optional<T>> value, Place& place) {
  if (!value) return std::unexpected(std::move(value.error()));
  if (*value) place = std::move(**value);
  return {};
}

Result<void> read_members(JsonObject& object, InspectionQuestion& question) {
  const auto direction = object.parsed("direction", at_the_border);
  if (!direction) return std::unexpected(direction.error());
  question.direction = *direction;
  auto presented = read_presented(object);
  if (!presented) return std::unexpected(presented.error());
  question.presented = std::move(*presented);
  for (auto&& done :
       {put(parsed_if_given(object, "checkpoint", text_up_to(40)), question.checkpoint),
        put(parsed_if_given(object, "visa_number", visa::VisaNumber::parse), question.visa_number),
        put(parsed_if_given(object, "passport_mrz", text_up_to(kLongestMrz)),
            question.passport_mrz),
        put(parsed_if_given(object, "booth", text_up_to(32)), question.booth),
        put(parsed_if_given(object, "flight", text_up_to(8)), question.flight),
        put(parsed_if_given(object, "arrival", visa::parse_instant), question.arrival),
        put(parsed_if_given(object, "language", visa::parse_language), question.language)}) {
    if (!done) return done;
  }
  auto ticks = read_ticks(object.find("ticks"));
  if (!ticks) return std::unexpected(ticks.error());
  question.ticks = std::move(*ticks);
  return object.finish();
}

}  // namespace

Result<InspectionQuestion> read_question(const http::Request& request) {
  const auto body = read_json(request);
  if (!body) return std::unexpected(body.error());
  auto object = JsonObject::open(*body, "inspection");
  if (!object) return std::unexpected(object.error());
  InspectionQuestion question;
  if (auto done = read_members(*object, question); !done) return std::unexpected(done.error());
  return question;
}

}  // namespace evisa::verifier
