// The plain part of JSON, in which nearly everything is written that a booth sends: no escapes but
// those of one letter, no characters outside ASCII, whole numbers of up to 18 digits.
#pragma once

#include <string_view>

#include "crypto/strict_json.h"

namespace evisa::crypto {

enum class PlainScan {
  done,     ///< all of `text` was one value, and `events` took it
  stopped,  ///< `events` did not want what came
  other,    ///< not plain, or not JSON at all: ask the whole parser, with `events` made anew
};

/// Gives the events that nlohmann's parser gives for the same text.
[[nodiscard]] PlainScan scan_plain_json(std::string_view text, nlohmann::json_sax<Json>& events);

}  // namespace evisa::crypto
