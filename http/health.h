// /healthz: the process answers. /readyz: it can do its work, or says what is missing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "http/response.h"

namespace evisa::http {

/// One thing that the service needs, for example `trust_bundle`.
struct ReadyCheck {
  std::string name;
  /// What is missing, for an operator; nothing when all is well. Quick: it is asked on every probe.
  std::function<std::optional<std::string>()> missing;
};

[[nodiscard]] Response healthz();
/// 200 `{"ready":true,...}`, or 503 with `missing: [{"name","detail"}]`. A check that throws counts
/// as missing.
[[nodiscard]] Response readyz(const std::vector<ReadyCheck>& checks);

}  // namespace evisa::http
