// How old the published trust bundle is.
#include "issuer/bundle_age.h"

#include <cstdlib>

namespace evisa::issuer {
namespace {

AgeTier tier_of(visa::Instant issued, visa::Instant now, const visa::RuleSet& rules) {
  using std::chrono::minutes;
  if (now < issued) return AgeTier::ahead;
  if (now - issued <= minutes{rules.data_stale_min}) return AgeTier::fresh;
  return now - issued > minutes{rules.data_stale_second_look_min} ? AgeTier::second_look
                                                                  : AgeTier::notice;
}

}  // namespace

std::string_view to_string(AgeTier tier) {
  switch (tier) {
    case AgeTier::fresh:
      return "fresh";
    case AgeTier::notice:
      return "notice";
    case AgeTier::second_look:
      return "second_look";
    case AgeTier::ahead:
      return "ahead";
  }
  std::abort();
}

BundleAge age_of(const crypto::TrustBundle& bundle, visa::Instant now) {
  return {.sequence = bundle.sequence(),
          .issued = bundle.issued_at(),
          .next_update = bundle.next_update(),
          .age = std::chrono::floor<std::chrono::minutes>(now - bundle.issued_at()),
          .tier = tier_of(bundle.issued_at(), now, bundle.rules()),
          .overdue = now > bundle.next_update()};
}

Result<std::shared_ptr<const crypto::TrustBundle>> open_published(
    const AuthorityHome& home, const std::filesystem::path& folder) {
  const auto authority = home.authority();
  if (!authority) return std::unexpected(authority.error());
  auto bundle = crypto::TrustBundle::open(folder / "trust.bundle", folder / "trust.bundle.minisig",
                                          *authority, 0);
  if (!bundle && bundle.error().code == Errc::not_found && bundle.error().hint.empty())
    bundle.error().hint = "evisa-issuer bundle --out " + folder.string() + " makes one";
  return bundle;
}

}  // namespace evisa::issuer
