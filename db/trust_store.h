// The device's memory of trust: the last good bundle, the sequence it may not fall below, and the
// latest time it has ever seen.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "crypto/minisign.h"
#include "crypto/trust_bundle.h"

namespace evisa::db {

/// How far a clock can be trusted (design.md section 5, Time).
struct ClockState {
  bool trusted = true;
  std::int64_t off_seconds = 0;  ///< how far behind the latest known time, or off from the server
};

class TrustStore {
 public:
  /// `folder` (made when it is not there) holds `trust.sqlite` and the last good bundle as
  /// `trust-<sequence>.bundle` with its signature `trust-<sequence>.bundle.minisig`.
  /// Errors: as open_database.
  [[nodiscard]] static Result<std::unique_ptr<TrustStore>> open(
      const std::filesystem::path& folder, const crypto::MinisignPublicKey& authority);
  virtual ~TrustStore() = default;
  /// A last question to a verified bundle before it is taken over: is it of this device's kind?
  using Fits = std::function<Result<void>(const crypto::TrustBundle&)>;
  /// Verifies and takes over a bundle; on any error the last good one stays in force. What is
  /// verified is the copy that is then kept. The bundle in force once more is no error.
  /// Errors: as TrustBundle::open; conflict (another bundle with the sequence number in force);
  /// what `fits` answers.
  [[nodiscard]] virtual Result<std::shared_ptr<const crypto::TrustBundle>> import(
      const std::filesystem::path& bundle, const std::filesystem::path& signature,
      const Fits& fits) = 0;
  /// Takes over any bundle of the authority.
  [[nodiscard]] Result<std::shared_ptr<const crypto::TrustBundle>> import(
      const std::filesystem::path& bundle, const std::filesystem::path& signature) {
    return import(bundle, signature, [](const crypto::TrustBundle&) { return Result<void>(); });
  }
  /// The bundle in force. Errors: not_found (none imported yet), and as TrustBundle::open.
  [[nodiscard]] virtual Result<std::shared_ptr<const crypto::TrustBundle>> current() const = 0;
  /// Remembers an instant known to have passed (bundle, server, event). Never goes back.
  [[nodiscard]] virtual Result<void> saw_time(visa::Instant instant) = 0;
  /// Judges the device's clock against the latest time seen: it is not trusted when it is more than
  /// `allowed_skew_s` seconds behind.
  [[nodiscard]] virtual Result<ClockState> judge_clock(visa::Instant now,
                                                       int allowed_skew_s) const = 0;
};

}  // namespace evisa::db
