// A request target in origin form, taken apart: `/v1/visas/26012345670?lang=kk`.
//
//   target  = "/" segment *( "/" segment ) [ "?" query ]       RFC 9112 3.2.1
//   query   = pair *( "&" pair ) ; pair = name [ "=" value ] ; "+" is a blank
//
// Refused rather than interpreted: characters outside the URI set, broken or truncated %XX, what
// decodes to a control character, a slash or a backslash inside a segment, bytes that are not
// UTF-8, and the segments "." and "..".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace evisa::http {

struct Target {
  std::string path;  ///< decoded
  std::vector<std::string> segments;
  NamedValues query;
};

/// Errors: malformed; the message never repeats the target.
[[nodiscard]] Result<Target> parse_target(std::string_view text);

/// Inverse of percent_encode, `plus` as a blank where forms do that. Errors: malformed.
[[nodiscard]] Result<std::string> percent_decode(std::string_view text, bool plus_is_blank);

}  // namespace evisa::http
