// The crossing log: signed, chained events on SQLite; one writer thread with group commit.
// design.md section 7. What is acknowledged is on disk.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "crypto/crossing_event.h"
#include "db/chain_head.h"
#include "db/claim_store.h"
#include "db/open_mode.h"
#include "visa/crossing.h"

namespace evisa::db {

/// Public keys of booths, by booth name; a booth may have had several (rotation).
using BoothKeys = std::map<std::string, std::vector<crypto::Ed25519PublicKey>, std::less<>>;

struct Recorded {
  visa::Crossing event;
  bool already = false;
};  ///< already: the same act was there
struct Refused {
  Claim winner;
};  ///< an entry lost to another event: an entry, or an exit whose entry was missed
using RecordAnswer = std::variant<Recorded, Refused>;

/// How an event of another booth comes in.
enum class Intake {
  /// The booth asks first: an entry whose visa another event has is not stored. A provisional entry
  /// has been made already, and is a fact.
  candidate,
  fact  ///< it is on record elsewhere (sync, USB, a booth's own log): kept whatever it says
};

/// What became of an event that was taken in.
struct Accepted {
  enum class Kind { recorded, already_recorded, conflict } kind = Kind::conflict;
  bool stored = false;             ///< it is in the log
  std::optional<Claim> winner{};   ///< of a conflict: the other event
  bool double_use = false;         ///< its visa has entries on record that nobody has settled
  std::optional<Error> refusal{};  ///< a fork (conflict): refused, and kept as evidence
};

/// A defect of a booth's chain, found by `verify`.
struct ChainDefect {
  enum class Kind { gap, fork, bad_signature, unknown_booth, malformed } kind;
  visa::EventId event;  ///< the first event at which the chain is not right
  std::string detail;
};

class VerifiedEvent;

class CrossingLog {
 public:
  /// Errors: as open_database.
  [[nodiscard]] static Result<std::unique_ptr<CrossingLog>> open(const std::filesystem::path& file,
                                                                 Open mode = Open::create);
  virtual ~CrossingLog() = default;

  /// Records an act of this device's own booth: gives it its sequence number and place in the
  /// chain, signs it, takes (entry, exit without an entry) or releases (their reversal) the visa's
  /// claim, all in one transaction, and returns when it is on disk. `crossing.id.sequence`: 0,
  /// or the number that it has to be. `booth_key` must live until the future is ready: the writer
  /// thread signs with it. `idempotency_key`: at most 256 bytes, unique for each act of the booth;
  /// a retried request with the same key answers with the first event. Empty: every request is an
  /// act of its own. `forced`: record an entry although another holds the claim (a senior officer's
  /// override; the conflict stays visible). Errors: io, unavailable; out_of_range (an exit without
  /// entry and not manual, a reversal of nothing: rules.md 5.2); conflict (the key belongs to
  /// another act, or to one that has been reversed since: record again under a new key; or the
  /// chain has gone on).
  [[nodiscard]] virtual std::future<Result<RecordAnswer>> record(
      visa::Crossing crossing, const crypto::Ed25519SecretKey& booth_key,
      std::string idempotency_key, bool forced = false) = 0;
  /// Takes in an event of another booth. The same event twice is no error. Events may arrive in any
  /// order; a fork is refused, kept as evidence and named by `verify`. The future is ready when the
  /// answer is on disk. Errors: bad_signature, untrusted (unknown booth), malformed (its number),
  /// io, unavailable.
  [[nodiscard]] virtual std::future<Result<Accepted>> accept(crypto::ReadEvent event,
                                                             const BoothKeys& keys,
                                                             Intake intake) = 0;
  /// As above of an event that is verified already (db/verified_event.h). Errors: io, unavailable.
  [[nodiscard]] virtual std::future<Result<Accepted>> accept_verified(VerifiedEvent event,
                                                                      Intake intake) = 0;
  /// As `accept` of a fact, and waits. Errors: as above and of parse_event; conflict (a fork:
  /// another event with this id).
  [[nodiscard]] Result<void> merge(const crypto::SignedEvent& event, const BoothKeys& keys);
  /// As above for many at once (catching up): they share their trips to the disk. One answer for
  /// each, in their order; what is refused does not hold up the others.
  [[nodiscard]] std::vector<Result<void>> merge(std::span<const crypto::SignedEvent> events,
                                                const BoothKeys& keys);
  /// Reserves a visa's single entry for an event that is about to be recorded by a booth elsewhere:
  /// nothing when `claim` has it now (or had it already), else the winner. The reservation ends
  /// when the event with this id arrives, whatever it is. Errors: conflict (the event is on record
  /// as another act), io, unavailable.
  [[nodiscard]] virtual std::future<Result<std::optional<Claim>>> claim(visa::VisaNumber visa,
                                                                        const Claim& claim) = 0;

  /// All events of a visa, read from what was signed. Errors: conflict (an event whose columns or
  /// hash do not agree with its bytes, or a claim with the events: a visa of which this is so is
  /// not "unused", it is undetermined), io, unavailable.
  [[nodiscard]] virtual Result<std::vector<visa::Crossing>> history(
      visa::VisaNumber visa) const = 0;
  /// Events after a local cursor (0 = from the start), in the order in which they were stored.
  struct Stored {
    std::uint64_t cursor;
    crypto::SignedEvent event;
  };
  [[nodiscard]] virtual Result<std::vector<Stored>> feed(std::uint64_t after,
                                                         std::size_t limit) const = 0;
  /// The events of a visa as they were signed, in the order in which they were stored.
  [[nodiscard]] virtual Result<std::vector<Stored>> signed_history(visa::VisaNumber visa) const = 0;
  /// Events timed in `from <= time < until`, in the order of time.
  [[nodiscard]] virtual Result<std::vector<Stored>> between(visa::Instant from,
                                                            visa::Instant until) const = 0;
  [[nodiscard]] virtual Result<std::optional<visa::Crossing>> find(
      const visa::EventId& event) const = 0;
  /// Peers whose feeds a restored log has to be brought up to date from (db/restored_log.h). While
  /// there are any, `record`, `claim` and candidates that are entries are unavailable.
  [[nodiscard]] virtual Result<std::vector<std::string>> awaited() const = 0;
  /// The peer's feed has been read to its end, and what it had is here. Errors: io, unavailable.
  [[nodiscard]] virtual Result<void> caught_up_with(const std::string& peer) = 0;
  /// Names this database: whoever reads its feed by cursor notices that it was replaced.
  [[nodiscard]] virtual Result<std::string> name() const = 0;
  [[nodiscard]] virtual Result<std::uint64_t> size() const = 0;  ///< events
  /// Waits until `feed` has something after this cursor that was stored through this object;
  /// false: `timeout` passed, or `stop` was asked for. For long polls; must end before the log.
  [[nodiscard]] virtual bool wait_for_newer(std::uint64_t after, std::chrono::milliseconds timeout,
                                            const std::stop_token& stop) const = 0;
  /// The end of a booth's chain as far as it is held here.
  [[nodiscard]] virtual Result<ChainHead> head(const std::string& booth) const = 0;
  /// The hash of a stored event, worked out from its bytes; nullopt when it is not held.
  [[nodiscard]] virtual Result<std::optional<crypto::EventHash>> hash_of(
      const visa::EventId& event) const = 0;
  /// Hash over the set of events, equal for equal sets whatever their order of arrival.
  [[nodiscard]] virtual Result<crypto::EventHash> set_hash() const = 0;
  /// Re-checks every signature and chain; empty when all is well.
  [[nodiscard]] virtual Result<std::vector<ChainDefect>> verify(const BoothKeys& keys) const = 0;
};

}  // namespace evisa::db
