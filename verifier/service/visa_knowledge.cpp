// What an airport knows of a visa.
#include "verifier/service/visa_knowledge.h"

#include "cli/own_file.h"

namespace evisa::verifier {
namespace {

/// Whether a visa that the copy does not hold cannot exist.
bool proves_absence(const db::ReplicaState& copy, const carrier::WhichVisa& which,
                    const visa::RuleSet& rules, visa::Instant now) {
  if (!copy.as_of) return false;
  if (which.sealed_on) return *which.sealed_on < rules.local_time.date_of(*copy.as_of);
  return now - *copy.as_of <= std::chrono::minutes(rules.data_stale_min);
}

Result<void> ask_register(const db::RegisterReplica& visas, const carrier::WhichVisa& which,
                          const visa::RuleSet& rules, visa::Instant now,
                          carrier::VisaKnowledge& known) {
  auto found = cli::of_own_file(visas.find(*which.number), "visa register");
  if (!found) return std::unexpected(std::move(found.error()));
  if (*found) {
    known.record = std::move((*found)->record);
    known.register_asked = true;
    return {};
  }
  const auto state = cli::of_own_file(visas.state(), "visa register");
  if (!state) return std::unexpected(state.error());
  known.register_asked = proves_absence(*state, which, rules, now);
  return {};
}

}  // namespace

Result<carrier::VisaKnowledge> knowledge_of(const Airport& airport, const carrier::WhichVisa& which,
                                            const visa::RuleSet& rules, visa::Instant now) {
  carrier::VisaKnowledge known;
  if (!which.number) return known;
  if (airport.visas != nullptr) {
    if (auto asked = ask_register(*airport.visas, which, rules, now, known); !asked)
      return std::unexpected(asked.error());
  }
  auto history = cli::of_own_file(airport.log->history(*which.number), "crossing log");
  if (!history) return std::unexpected(std::move(history.error()));
  known.history = std::move(*history);
  known.history_asked = true;
  return known;
}

}  // namespace evisa::verifier
