// How old the published trust bundle is, as booths will say it. Without a newer one they all grow
// doubtful at the same time, so the office is told first. design.md section 5.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "crypto/trust_bundle.h"
#include "issuer/authority_home.h"

namespace evisa::issuer {

/// What booths say of a bundle of that age; the limits are those of its own rule set.
enum class AgeTier {
  fresh,
  notice,       ///< over `data_stale_min`: DATA_STALE notice
  second_look,  ///< over `data_stale_second_look_min`: every traveller is sent to a second look
  ahead         ///< issued later than this clock says it is
};
[[nodiscard]] std::string_view to_string(AgeTier tier);

struct BundleAge {
  std::uint64_t sequence = 0;
  visa::Instant issued{}, next_update{};
  std::chrono::minutes age{};
  AgeTier tier = AgeTier::fresh;
  bool overdue = false;  ///< the next one was announced for an earlier time than now
  [[nodiscard]] bool in_order() const { return tier == AgeTier::fresh && !overdue; }
};
[[nodiscard]] BundleAge age_of(const crypto::TrustBundle& bundle, visa::Instant now);

/// The bundle that lies in `folder` for the booths to take. Errors: not_found (none: which command
/// makes one), and as TrustBundle::open.
[[nodiscard]] Result<std::shared_ptr<const crypto::TrustBundle>> open_published(
    const AuthorityHome& home, const std::filesystem::path& folder);

}  // namespace evisa::issuer
