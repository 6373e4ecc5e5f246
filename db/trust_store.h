// The device's memory of trust: the last good bundle, the sequence it may not fall below, the
// latest time it has ever seen, and how far its own chain of events has come.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "crypto/minisign.h"
#include "crypto/trust_bundle.h"
#include "db/chain_head.h"

namespace evisa::db {

/// A bundle as it travels: file and minisign text, exactly as the authority made them.
struct SignedBundle {
  std::string content, signature;
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
  /// The same for a bundle that came over the network.
  [[nodiscard]] virtual Result<std::shared_ptr<const crypto::TrustBundle>> import(
      const SignedBundle& bundle, const Fits& fits) = 0;
  /// Takes over any bundle of the authority.
  [[nodiscard]] Result<std::shared_ptr<const crypto::TrustBundle>> import(
      const std::filesystem::path& bundle, const std::filesystem::path& signature) {
    return import(bundle, signature, [](const crypto::TrustBundle&) { return Result<void>(); });
  }
  /// The bundle in force. Errors: not_found (none imported yet), and as TrustBundle::open.
  [[nodiscard]] virtual Result<std::shared_ptr<const crypto::TrustBundle>> current() const = 0;
  /// The bundle in force, to be handed on; verified once more. Errors: as `current`, io.
  [[nodiscard]] virtual Result<SignedBundle> signed_bundle() const = 0;
  /// Remembers how far this device's own chain has come, and when that was. To be called after the
  /// log's commit: the memory may be behind the log, never before it. Neither goes back.
  /// `when`: none under a clock that is not trusted, or one act under a clock that is ahead would
  /// make the right time untrusted ever after.
  [[nodiscard]] virtual Result<void> saw_head(const std::string& booth, const ChainHead& head,
                                              std::optional<visa::Instant> when) = 0;
  /// The head last seen of a booth's chain; nullopt: none yet. See `check_head`.
  [[nodiscard]] virtual Result<std::optional<ChainHead>> head(const std::string& booth) const = 0;
  /// The latest time ever seen: a bundle's issue, an own act. What it says of a clock:
  /// visa/clock.h.
  [[nodiscard]] virtual Result<std::optional<visa::Instant>> latest_time() const = 0;
};

}  // namespace evisa::db
