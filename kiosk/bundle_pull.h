// Takes over the trust bundle that the airport's service has in force: by ETag, so that one that
// was looked at is not fetched again, whatever came of it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "kiosk/booth.h"

namespace evisa::kiosk {

class BundlePull {
 public:
  /// Both must outlive this object.
  BundlePull(Booth& booth, verifier::ServiceClient& service);

  /// Asks once. A bundle that is refused leaves the last good one in force and is told on standard
  /// error, once. Errors: as ServiceClient::fetch_bundle; io (the booth's disk): asked again then.
  [[nodiscard]] Result<void> step();

 private:
  /// The bundle that was looked at last, and what was in force afterwards: with another one in
  /// force (USB, a restored folder) it is looked at again.
  struct Seen {
    std::string etag;
    std::uint64_t in_force = 0;
  };
  [[nodiscard]] Result<void> take(const std::string& etag);
  [[nodiscard]] Result<void> remember(const std::string& etag);
  void clear_files() const;

  Booth& booth_;
  verifier::ServiceClient& service_;
  std::filesystem::path file_, memory_;
  std::optional<Seen> seen_;
};

}  // namespace evisa::kiosk
