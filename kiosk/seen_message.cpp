// What the last frame showed, for the page.
#include "kiosk/seen_message.h"

#include "crypto/json_writer.h"
#include "reader/seal_choice.h"

namespace evisa::kiosk {
namespace {

/// Columns of the characters that nobody should rely on without a look.
void write_unsure(crypto::JsonWriter& json, const std::vector<float>& confidence) {
  json.begin_list();
  for (std::size_t i = 0; i < confidence.size(); ++i)
    if (confidence[i] < reader::mrz::kSure) json.number(i);
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
  for (const auto& line : sight.mrz->confidence) write_unsure(json, line);
  json.end_list().key("corners").begin_list();
  for (const auto& corner : sight.mrz->corners)
    json.begin_list()
        .number(static_cast<int>(corner[0]))
        .number(static_cast<int>(corner[1]))
        .end_list();
  return json.end_list().end_object().end_object().take();
}

}  // namespace evisa::kiosk
