// What the last frame showed, for the page.
#include "kiosk/seen_message.h"

#include "crypto/json_writer.h"
#include "reader/mrz/check_digits.h"
#include "reader/seal_choice.h"

namespace evisa::kiosk {
namespace {

/// By line and column: the characters that nobody should rely on without a look. Where all are
/// certain and a check digit is wrong, one of its field's is misread, or misprinted.
std::array<std::vector<bool>, 2> unsure_in(const reader::mrz::MrzSight& mrz) {
  std::array<std::vector<bool>, 2> unsure;
  for (std::size_t line = 0; line < 2; ++line) {
    for (const float confidence : mrz.confidence[line])
      unsure[line].push_back(confidence < reader::mrz::kSure);
  }
  if (!mrz.complete || mrz.checks_hold) return unsure;
  for (const auto& span : reader::mrz::failed_checks(mrz.format, mrz.lines)) {
    for (std::size_t i = span.begin; i < span.begin + span.length; ++i)
      unsure[span.line][i] = true;
  }
  return unsure;
}

void write_columns(crypto::JsonWriter& json, const std::vector<bool>& marked) {
  json.begin_list();
  for (std::size_t i = 0; i < marked.size(); ++i)
    if (marked[i]) json.number(i);
  json.end_list();
}

}  // namespace

std::string seen_message(const Sight& sight) {
  const auto& reading = sight.reading;
  crypto::JsonWriter json;
  json.begin_object().key("type").text("seen");
  json.key("width").number(reading.width).key("height").number(reading.height);
  json.key("codes").begin_list();
  for (const auto& code : reading.barcodes) {
    const bool visa = reader::evisa_seal(code).has_value();
    json.begin_object().key("kind").text(visa ? "visa" : "other").key("corners").begin_list();
    for (const auto& corner : code.corners)
      json.begin_list().number(corner.x).number(corner.y).end_list();
    json.end_list().end_object();
  }
  json.end_list().key("mrz");
  if (!sight.mrz) return json.null().end_object().take();
  json.begin_object().key("sure").flag(sight.mrz_sure);
  json.key("lines").begin_list().text(sight.mrz->lines[0]).text(sight.mrz->lines[1]).end_list();
  json.key("unsure").begin_list();
  for (const auto& line : unsure_in(*sight.mrz)) write_columns(json, line);
  json.end_list().key("corners").begin_list();
  for (const auto& corner : sight.mrz->corners)
    json.begin_list()
        .number(static_cast<int>(corner[0]))
        .number(static_cast<int>(corner[1]))
        .end_list();
  return json.end_list().end_object().end_object().take();
}

}  // namespace evisa::kiosk
