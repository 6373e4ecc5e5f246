// The trust bundle that the service decides by and hands on.
#include "verifier/service/trust_in_force.h"

#include <fmt/format.h>

namespace evisa::verifier {
namespace {

constexpr std::chrono::seconds kLookAgain{1};

std::unexpected<Error> undecided(Error error) {
  const bool known = error.code == Errc::not_found || error.code == Errc::untrusted;
  if (!known) error.message = "the trust bundle in force cannot be read";
  error.code = Errc::unavailable;
  return std::unexpected(std::move(error));
}

Result<void> fits(const crypto::TrustBundle& bundle, bool test_only) {
  if (bundle.test_only() == test_only) return {};
  const auto kind = [](bool test) { return test ? "test-marked" : "for production"; };
  return fail(Errc::untrusted,
              fmt::format("bundle {} is {}, this service is {}", bundle.sequence(),
                          kind(bundle.test_only()), kind(test_only)),
              "a service takes bundles of its own kind only");
}

}  // namespace

Result<LoadedTrust> TrustInForce::at(visa::Instant now) {
  const std::lock_guard lock(mutex_);
  const bool fresh = seen_ && now >= seen_->when && now - seen_->when < kLookAgain;
  if (!fresh) {
    auto bundle = store_.current();
    if (!bundle) return undecided(std::move(bundle.error()));
    if (auto ok = fits(**bundle, test_only_); !ok) return undecided(std::move(ok.error()));
    auto latest = store_.latest_time();
    if (!latest) return undecided(std::move(latest.error()));
    seen_.emplace(now, LoadedTrust::of(std::move(*bundle)), *latest);
  }
  LoadedTrust trust = seen_->trust;
  trust.judge_clock(now, seen_->latest);
  return trust;
}

Result<BundleOffer> TrustInForce::offer() {
  const std::lock_guard lock(mutex_);
  const auto bundle = store_.current();
  if (!bundle) return std::unexpected(bundle.error());
  if (offer_ && offer_->etag == crypto::entity_tag((*bundle)->content_hash())) return *offer_;
  auto read = store_.signed_bundle();
  if (!read) return std::unexpected(read.error());
  offer_ = BundleOffer{
      .etag = crypto::entity_tag(crypto::minisign_hash(crypto::as_bytes(read->content))),
      .content = std::make_shared<const std::string>(std::move(read->content)),
      .signature = std::move(read->signature)};
  return *offer_;
}

Result<std::shared_ptr<const crypto::TrustBundle>> TrustInForce::import(
    const db::SignedBundle& bundle) {
  auto taken = store_.import(
      bundle, [this](const crypto::TrustBundle& found) { return fits(found, test_only_); });
  const std::lock_guard lock(mutex_);
  seen_.reset();
  return taken;
}

}  // namespace evisa::verifier
