// Liveness and readiness.
#include "http/health.h"

#include <exception>

#include "crypto/strict_json.h"

namespace evisa::http {
namespace {

std::optional<std::string> ask(const ReadyCheck& check) {
  try {
    return check.missing();
  } catch (const std::exception&) {
    return "could not be checked";
  }
}

}  // namespace

Response healthz() { return text_response(200, "ok\n"); }

Response readyz(const std::vector<ReadyCheck>& checks) {
  crypto::Json missing = crypto::Json::array();
  for (const ReadyCheck& check : checks) {
    if (const auto what = ask(check)) missing.push_back({{"name", check.name}, {"detail", *what}});
  }
  crypto::Json json;
  json["ready"] = missing.empty();
  json["checked"] = checks.size();
  if (!missing.empty()) json["missing"] = missing;
  return json_response(missing.empty() ? 200 : 503, crypto::write_json(json));
}

}  // namespace evisa::http
