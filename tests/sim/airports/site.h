// One airport's service without its HTTP: what the handlers of /v1 do, on the real stores.
#pragma once

#include <memory>
#include <optional>

#include "tests/sim/airports/node.h"
#include "verifier/service/airport.h"
#include "verifier/service/claimed_record.h"
#include "verifier/service/outbox.h"
#include "verifier/service/peer_sync.h"

namespace evisa::airports {

class Site final : public Node {
 public:
  /// `whole_batches`: as the service does it, events share commits; then no write can be named at
  /// which the disk fails.
  Site(const std::string& airport, const std::filesystem::path& folder, bool whole_batches,
       Common& common);
  ~Site() override { close_stores(); }

  // Each answers nothing while the machine is down, or goes down in it.
  std::optional<db::ClaimAnswer> claim(visa::VisaNumber visa, const db::Claim& claim);
  std::optional<Result<verifier::HandedIn>> hand_in(const std::vector<crypto::SignedEvent>& events);
  std::optional<Result<verifier::FeedPage>> read(std::uint64_t after, std::size_t limit);
  struct Status {
    std::vector<crypto::SignedEvent> events;
    db::BoothKeyRing keys;
  };
  std::optional<Result<Status>> status(visa::VisaNumber visa);

  /// Reads the other airport's feed once, as SyncLoop does; false: it could not. `more`: there is
  /// more to read.
  bool sync(Site& other, Link& trunk, Network& network, bool& more);
  /// A senior officer settles one open double use, if there is any. False: there is none, or it
  /// could not be settled.
  bool resolve_one();
  /// A key, as an administrator registers it. False: the disk did not take it.
  bool know(const std::string& booth, const crypto::Ed25519PublicKey& key);
  [[nodiscard]] const crypto::Ed25519PublicKey& own_key() const { return own_key_; }

  /// Visas with an open double-use alarm.
  [[nodiscard]] std::set<std::string> alarmed() const;
  [[nodiscard]] verifier::Airport& airport() { return *airport_; }
  [[nodiscard]] std::size_t double_use_alarms() const;

 private:
  Result<void> open_stores() override;
  void close_stores() override;
  void check_kept() override;
  template <class Answer, class Work>
  std::optional<Answer> served(Work work);

  bool whole_batches_;
  crypto::Bytes seed_;
  crypto::Ed25519PublicKey own_key_{};
  std::unique_ptr<verifier::Airport> airport_;
};

}  // namespace evisa::airports
