// A claim as JSON: { "event": "ALA-03/17", "time": instant, "airport": "ALA" }, in the cluster and
// in the service's answers.
#pragma once

#include <string_view>

#include "crypto/strict_json.h"
#include "db/claim_store.h"

namespace evisa::db {

[[nodiscard]] crypto::Json to_json(const Claim& claim);
/// `what`: its name in an error. Members of other names are passed over: newer programs may add
/// some. Errors: malformed.
[[nodiscard]] Result<Claim> parse_claim(const crypto::Json& json, std::string_view what);

}  // namespace evisa::db
