// Access log lines: JSON, one request each.
#include "http/access_log.h"

#include "crypto/strict_json.h"

namespace evisa::http {

std::string access_log_line(const Served& served) {
  crypto::Json json;
  json["time"] = visa::to_string(served.time);
  json["method"] = served.method ? to_string(*served.method) : "-";
  json["route"] = served.route.empty() ? "-" : served.route;
  json["status"] = served.status;
  json["bytes_in"] = served.bytes_in;
  json["bytes_out"] = served.bytes_out;
  json["us"] = served.duration.count();
  if (!served.principal.empty()) json["principal"] = served.principal;
  if (!served.request_id.empty()) json["request"] = served.request_id;
  return crypto::write_json(json);
}

}  // namespace evisa::http
