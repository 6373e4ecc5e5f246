// The officer's ticks as JSON has them.
#include "verifier/officer_ticks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "verifier/differences.h"

namespace evisa::verifier {
namespace {

using crypto::JsonObject;

constexpr std::int64_t kMostPages = 200;
constexpr std::array<std::pair<std::string_view, bool OfficerTicks::*>, 4> kFlags{
    {{"passport_in_doubt", &OfficerTicks::passport_in_doubt},
     {"children_travelling", &OfficerTicks::children_travelling},
     {"companion_without_visa", &OfficerTicks::companion_without_visa},
     {"replaced_passport", &OfficerTicks::replaced_passport}}};

Result<void> put_pages(JsonObject& object, OfficerTicks& ticks) {
  const crypto::Json* given = object.find("blank_pages");
  if (given == nullptr) return {};
  if (given->is_null()) {
    ticks.blank_pages.reset();
    return {};
  }
  const auto pages = object.integer("blank_pages");
  if (!pages) return std::unexpected(pages.error());
  if (*pages < 0 || *pages > kMostPages)
    return fail(Errc::malformed,
                fmt::format("ticks: blank_pages: found {}, expected 0 to {}", *pages, kMostPages));
  ticks.blank_pages = static_cast<int>(*pages);
  return {};
}

Result<void> put_differences(JsonObject& object, OfficerTicks& ticks) {
  const crypto::Json* list = object.find("printout_differs");
  if (list == nullptr) return {};
  const auto names = field_names();
  if (!list->is_array() || list->size() > names.size())
    return fail(Errc::malformed,
                fmt::format("ticks: printout_differs: expected a list of up to {}", names.size()));
  ticks.printout_differs.clear();
  for (const auto& item : *list) {
    const std::string name = item.is_string() ? item.get<std::string>() : std::string();
    if (std::ranges::find(names, std::string_view(name)) == names.end())
      return fail(Errc::malformed,
                  fmt::format("ticks: printout_differs: expected names of fields, one of {}",
                              fmt::join(names, ", ")));
    ticks.printout_differs.push_back(name);
  }
  return {};
}

}  // namespace

Result<void> change_ticks(JsonObject& object, OfficerTicks& ticks) {
  OfficerTicks changed = ticks;
  for (const auto& [key, member] : kFlags) {
    if (object.find(key) == nullptr) continue;
    const auto flag = object.boolean(key);
    if (!flag) return std::unexpected(flag.error());
    changed.*member = *flag;
  }
  if (auto done = put_pages(object, changed); !done) return done;
  if (auto done = put_differences(object, changed); !done) return done;
  ticks = std::move(changed);
  return {};
}

}  // namespace evisa::verifier
