// Problem details: what an error looks like on the wire. RFC 9457.
#pragma once

#include <string>

#include "crypto/strict_json.h"
#include "http/response.h"
#include "visa/result.h"

namespace evisa::http {

struct Problem {
  int status = 500;
  std::string code{};    ///< stable word for programs: `not_found`, `rate_limited`
  std::string title{};   ///< one line, the same for every problem of this code
  std::string detail{};  ///< what was found and expected, of this occurrence; may be empty
  std::string hint{};    ///< what to do next; left out when empty
  crypto::Json members = crypto::Json::object();  ///< further ones, behind the standard ones
};

/// The status for each cause; one table for the whole service.
[[nodiscard]] int status_of(Errc code);

/// `type` is `urn:evisa:problem:<code>`. Of an error whose cause lies on the server (io) neither
/// message nor hint is given away: they name files.
[[nodiscard]] Problem problem_of(const Error& error);

/// `application/problem+json`.
[[nodiscard]] Response to_response(const Problem& problem);
[[nodiscard]] Response problem_response(const Error& error);
/// By status alone: `code` and `title` follow from it.
[[nodiscard]] Response problem_response(int status, std::string detail);

}  // namespace evisa::http
