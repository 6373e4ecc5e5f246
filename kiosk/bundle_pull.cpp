// Takes over the trust bundle that the airport's service has in force.
#include "kiosk/bundle_pull.h"

#include <fmt/core.h>

#include <cstdio>

#include "crypto/files.h"
#include "crypto/settings_file.h"

namespace evisa::kiosk {
namespace fs = std::filesystem;

BundlePull::BundlePull(Booth& booth, verifier::ServiceClient& service)
    : booth_(booth),
      service_(service),
      file_(booth.home().folder() / "offered.bundle"),
      memory_(booth.home().folder() / "offered.json") {
  // A memory that is not there or damaged costs one download.
  const auto seen =
      crypto::read_settings_file(memory_, [](crypto::JsonObject& object) -> Result<Seen> {
        auto etag = object.text("etag");
        if (!etag) return std::unexpected(etag.error());
        const auto sequence = object.integer("in_force");
        if (!sequence) return std::unexpected(sequence.error());
        return Seen{std::move(*etag), static_cast<std::uint64_t>(*sequence)};
      });
  if (seen) seen_ = *seen;
}

Result<void> BundlePull::step() {
  const auto in_force = booth_.bundle_sequence().value_or(0);
  const bool still = seen_ && seen_->in_force == in_force;
  const auto offer = service_.fetch_bundle(still ? seen_->etag : "", file_);
  auto done = offer ? Result<void>() : std::unexpected(offer.error());
  if (offer && offer->kind == verifier::FetchedBundle::Kind::fetched) done = take(offer->etag);
  clear_files();
  return done;
}

Result<void> BundlePull::take(const std::string& etag) {
  const auto before = booth_.bundle_sequence();
  const auto bundle = booth_.import_bundle(file_);
  if (!bundle && bundle.error().code == Errc::io) return std::unexpected(bundle.error());
  if (!bundle) {
    fmt::print(stderr, "evisa-kiosk: the service's trust bundle is refused: {}\n",
               bundle.error().message);
  } else if (before != (*bundle)->sequence()) {
    fmt::print(stderr, "evisa-kiosk: trust bundle {} in force\n", (*bundle)->sequence());
  }
  return remember(etag);
}

Result<void> BundlePull::remember(const std::string& etag) {
  seen_ = Seen{etag, booth_.bundle_sequence().value_or(0)};
  const crypto::Json json = {{"etag", seen_->etag}, {"in_force", seen_->in_force}};
  return crypto::write_file(memory_, crypto::as_bytes(json.dump() + "\n"));
}

void BundlePull::clear_files() const {
  std::error_code ignored;
  fs::remove(file_, ignored);
  fs::remove(file_.string() + ".minisig", ignored);
}

}  // namespace evisa::kiosk
