// One booth at work: what it trusts, what it has on record, its verdicts and its records. On its
// own files; with a line to the airport's service, what is known there as well.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crypto/trust_bundle.h"
#include "db/authority_file.h"
#include "db/crossing_log.h"
#include "db/trust_store.h"
#include "kiosk/booth_home.h"
#include "kiosk/service_link.h"
#include "reader/reading.h"
#include "verifier/inspection.h"
#include "verifier/recording.h"
#include "verifier/trust_source.h"

namespace evisa::kiosk {

/// What one traveller put under the camera, and what the officer saw.
struct Presented {
  reader::Reading reading;  ///< what the camera made of the print-out
  std::optional<visa::Mrz> passport;
  visa::Direction direction = visa::Direction::entry;
  verifier::OfficerTicks ticks;
  std::optional<visa::Instant> arrival;
  std::string flight;
  /// The claim that this traveller's entry lost: it counts, whether the service can still be asked
  /// or not.
  std::optional<db::Claim> lost_to = {};
};

/// A verdict together with what it rests on.
struct Verdict {
  verifier::LoadedTrust trust;
  verifier::InspectionRequest request;
  verifier::Inspection inspection;
};

/// What became of an officer's act.
struct Outcome {
  enum class Kind {
    recorded,  ///< on disk
    already,   ///< the same act was on record before
    refused,   ///< another booth's entry holds the visa
  } kind = Kind::recorded;
  std::optional<visa::Crossing> event;   ///< recorded
  std::optional<visa::EventId> earlier;  ///< already, refused: the event that counts
  std::optional<db::Claim> winner;       ///< refused: where and when that was
  std::vector<visa::Reason> reasons;     ///< what to tell after the act
};

/// Who acts without a camera, on whose word and why; no personal data in the note.
struct ByHand {
  std::string officer, senior, note;
};

class Booth {
 public:
  /// Errors: io (also: a file that is damaged; names it), not_found (no log), unavailable (in use);
  /// conflict (the log was rolled back or replaced behind the program's back: db::check_head).
  [[nodiscard]] static Result<std::unique_ptr<Booth>> open(BoothHome home);

  /// Takes over a bundle from a file and its `.minisig` beside it; the last good one stays on any
  /// error. Errors: as TrustStore::import; untrusted (a test bundle on a booth set up for
  /// production).
  [[nodiscard]] Result<std::shared_ptr<const crypto::TrustBundle>> import_bundle(
      const std::filesystem::path& bundle);
  /// Of a booth that is not at work: bundles of the next authority from now on, by its first one.
  /// Errors: as db::replace_authority; untrusted as above.
  [[nodiscard]] static Result<std::shared_ptr<const crypto::TrustBundle>> replace_authority(
      const BoothHome& home, const db::NextAuthority& next);

  /// From now on the service is asked: what it knows of a visa before a verdict, for its claim
  /// before an entry; each within its deadline, or the booth goes on by itself. nullptr: no more.
  void connect(ServiceLink* link) { link_ = link; }

  /// What the booth goes by. Errors: not_found (no bundle yet), io (also: the bundle kept here is
  /// damaged or not of this booth's kind).
  [[nodiscard]] Result<verifier::LoadedTrust> trusted(visa::Instant now) const;

  /// Inspects; records nothing. What the service knows of the visa counts, and is kept in the log.
  /// Errors: as `trusted`; io (the log).
  [[nodiscard]] Result<Verdict> inspect(const Presented& presented, visa::Instant now) const;

  /// Records the officer's confirmed act; returns when it is on disk. An entry claims the visa with
  /// the service first; without an answer it is provisional, and has to be allowed as such.
  /// Errors: out_of_range (an act that the rules do not allow), io.
  [[nodiscard]] Result<Outcome> record(const Verdict& verdict, const verifier::OfficerAct& act,
                                       const crypto::Ed25519SecretKey& key);

  /// Records the exit of a traveller whose paper cannot be read, by the visa's number; a senior
  /// officer's act. Errors: as draft_exit_by_hand, io.
  [[nodiscard]] Result<Outcome> let_out_by_hand(visa::VisaNumber number, const ByHand& by,
                                                visa::Instant now,
                                                const crypto::Ed25519SecretKey& key);
  /// Takes back an entry or exit. Errors: not_found (no such event here), as draft_reversal, io.
  [[nodiscard]] Result<Outcome> reverse(const visa::EventId& id, const ByHand& by,
                                        visa::Instant now, const crypto::Ed25519SecretKey& key);
  /// Settles a double use by the entry that is kept. Errors: not_found, as draft_resolution, io.
  [[nodiscard]] Result<Outcome> resolve(const visa::EventId& kept, const ByHand& by,
                                        visa::Instant now, const crypto::Ed25519SecretKey& key);

  /// The service's time is a time that has passed: a clock before it is not trusted any more, also
  /// after a restart. One later than any bundle is in use is passed over. Errors: io.
  [[nodiscard]] Result<void> heard_time(visa::Instant there);
  /// Of the bundle in force; none where there is none.
  [[nodiscard]] std::optional<std::uint64_t> bundle_sequence() const;

  [[nodiscard]] const BoothHome& home() const { return home_; }
  [[nodiscard]] const db::CrossingLog& log() const { return *log_; }

 private:
  Booth(BoothHome home, std::unique_ptr<db::TrustStore> trust, std::unique_ptr<db::CrossingLog> log)
      : home_(std::move(home)), trust_(std::move(trust)), log_(std::move(log)) {}
  [[nodiscard]] Result<std::shared_ptr<const crypto::TrustBundle>> in_force() const;
  [[nodiscard]] Result<verifier::Correction> correction(const ByHand& by, visa::Instant now) const;
  [[nodiscard]] Result<Outcome> write(
      const verifier::Draft& draft, const visa::ClockState& clock,
      const crypto::Ed25519SecretKey& key,
      verifier::Unclaimed unclaimed = verifier::Unclaimed::provisional);
  [[nodiscard]] Result<db::RecordAnswer> store(const verifier::Draft& draft,
                                               const crypto::Ed25519SecretKey& key,
                                               verifier::Unclaimed unclaimed);
  [[nodiscard]] Result<Outcome> record_as(const Verdict& verdict, const verifier::OfficerAct& act,
                                          const crypto::Ed25519SecretKey& key,
                                          verifier::Unclaimed unclaimed);

  /// Keeps in the trust store how far this booth's chain has come; `when`: under a trusted clock.
  [[nodiscard]] Result<void> remember_head(std::optional<visa::Instant> when);

  BoothHome home_;
  std::unique_ptr<db::TrustStore> trust_;
  std::unique_ptr<db::CrossingLog> log_;
  ServiceLink* link_ = nullptr;
};

}  // namespace evisa::kiosk
