// The trust bundle that the service decides by and hands on: looked up again each second, because
// another program may have imported a newer one (`evisa-verifier bundle import`).
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "db/trust_store.h"
#include "verifier/trust_source.h"

namespace evisa::verifier {

/// A bundle to be handed on, with the tag that names it.
struct BundleOffer {
  std::string etag;  ///< names the content; with its quotes
  std::shared_ptr<const std::string> content;
  std::string signature;
};

/// Safe to use from many threads.
class TrustInForce {
 public:
  /// `store` outlives it. `test_only`: of which kind the service's home is.
  TrustInForce(db::TrustStore& store, bool test_only) : store_(store), test_only_(test_only) {}

  /// With the clock judged at `now`. Errors: unavailable (none yet, or none that can be used here:
  /// nothing can be decided).
  [[nodiscard]] Result<LoadedTrust> at(visa::Instant now);
  /// Errors: as TrustStore::signed_bundle.
  [[nodiscard]] Result<BundleOffer> offer();
  /// Takes over a newer one. Errors: as TrustStore::import; untrusted (of another kind).
  [[nodiscard]] Result<std::shared_ptr<const crypto::TrustBundle>> import(
      const db::SignedBundle& bundle);

 private:
  struct Seen {
    visa::Instant when;
    LoadedTrust trust;
    std::optional<visa::Instant> latest;
  };
  db::TrustStore& store_;
  bool test_only_;
  std::mutex mutex_;
  std::optional<Seen> seen_;
  std::optional<BundleOffer> offer_;
};

}  // namespace evisa::verifier
