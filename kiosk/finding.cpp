// What a look at the booth itself found.
#include "kiosk/finding.h"

#include <fmt/core.h>

#include <algorithm>

#include "cli/command_line.h"
#include "crypto/json_writer.h"

namespace evisa::kiosk {
namespace {

void print(const Finding& finding) {
  fmt::print("{:<10} {:<8} {}\n", finding.name, to_string(finding.condition), finding.found);
  fmt::print("{:<19} expected: {}\n", "", finding.expected);
  if (!finding.advice.empty()) fmt::print("{:<19} {}\n", "", finding.advice);
}

std::string to_json(const std::vector<Finding>& findings) {
  crypto::JsonWriter json;
  json.begin_object().key("result").text(to_string(worst_of(findings)));
  json.key("findings").begin_list();
  for (const auto& finding : findings) {
    json.begin_object().key("name").text(finding.name);
    json.key("condition").text(to_string(finding.condition));
    json.key("found").text(finding.found).key("expected").text(finding.expected);
    json.key("advice").text(finding.advice).end_object();
  }
  return json.end_list().end_object().take();
}

}  // namespace

std::string_view to_string(Condition condition) {
  switch (condition) {
    case Condition::ok:
      return "ok";
    case Condition::warning:
      return "warning";
    case Condition::fault:
      return "fault";
  }
  return "";
}

Condition worst_of(const std::vector<Finding>& findings) {
  Condition worst = Condition::ok;
  for (const auto& finding : findings) worst = std::max(worst, finding.condition);
  return worst;
}

int tell(const std::vector<Finding>& findings, bool json) {
  if (json) {
    fmt::print("{}\n", to_json(findings));
  } else {
    for (const auto& finding : findings) print(finding);
  }
  return worst_of(findings) == Condition::fault ? cli::kRefused : cli::kOk;
}

}  // namespace evisa::kiosk
