// One booth: its own log, its officer with travellers, and its outbox. As the kiosk does it: look
// up, claim, record; hand in until it is acknowledged.
#pragma once

#include <deque>
#include <memory>
#include <optional>

#include "tests/sim/airports/site.h"
#include "verifier/recording.h"

namespace evisa::airports {

/// Visas of the simulated world: some are presented again and again, at any booth.
class Travellers {
 public:
  explicit Travellers(Chance& chance) : chance_(chance) {}
  visa::VisaNumber arriving();
  /// None: nobody has entered yet.
  std::optional<visa::VisaNumber> leaving();
  void entered(visa::VisaNumber visa);

 private:
  Chance& chance_;
  std::uint32_t next_ = 1;
  std::deque<visa::VisaNumber> recent_, inside_;
};

class Booth final : public Node {
 public:
  Booth(const std::string& name, const std::filesystem::path& folder, Site& site, Network& network,
        Travellers& travellers, Common& common);
  ~Booth() override { close_stores(); }

  [[nodiscard]] crypto::Ed25519PublicKey public_key() const { return key_.public_key(); }
  [[nodiscard]] Link& link() { return link_; }
  [[nodiscard]] const db::CrossingLog& log() const { return *log_; }
  /// The officer deals with one traveller, unless he is still busy with another.
  void serve();
  /// Sends a batch to the service. False: it was not acknowledged.
  bool hand_in(bool& more);
  [[nodiscard]] std::size_t waiting() const;

 private:
  class Way;  ///< to the service, over the link
  Result<void> open_stores() override;
  void close_stores() override;
  void check_kept() override;
  verifier::Draft next_act();
  std::optional<verifier::Draft> reversal();
  visa::Crossing blank(visa::EventKind kind);
  void look_up(visa::VisaNumber visa);
  void record(verifier::Draft draft);

  Site& site_;
  Network& network_;
  Travellers& travellers_;
  crypto::Ed25519SecretKey key_;
  Link link_;
  std::unique_ptr<db::CrossingLog> log_;
  std::unique_ptr<db::PeerState> state_;
  std::optional<verifier::Draft> unanswered_;  ///< the officer will press the button once more
  std::optional<visa::Crossing> last_;
  std::uint64_t acts_ = 0;
  bool serving_ = false, sending_ = false;
};

}  // namespace evisa::airports
