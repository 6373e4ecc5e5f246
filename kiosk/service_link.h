// A booth's line to its airport's service, with a breaker: after a failure nobody waits for it
// again until an answer came (the background thread asks for one). A traveller waits for one
// deadline at most, and at an offline booth for none.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "verifier/service/service_client.h"

namespace evisa::kiosk {

enum class LinkState {
  none,  ///< this booth works without a service
  up,    ///< the last question was answered
  down   ///< not answered, or not asked yet
};
[[nodiscard]] std::string_view to_string(LinkState state);

/// How the booth stands to its service, for the officer.
struct LinkReport {
  LinkState state = LinkState::none;
  std::string fault;                 ///< down: why
  std::optional<std::size_t> queue;  ///< own events that the service has not acknowledged
};

/// What the service knows of a visa, and the keys to check it with.
struct ServiceEvents {
  std::vector<crypto::SignedEvent> events;
  db::BoothKeyRing keys;
};

/// Safe to use from many threads.
class ServiceLink final : public verifier::ClaimDesk {
 public:
  /// `deadline`: for all that one question takes, as the client has it.
  /// `compares_clocks`: the service's time is held against this device's.
  ServiceLink(verifier::ServiceClient client, std::chrono::milliseconds deadline,
              bool compares_clocks)
      : client_(std::move(client)), deadline_(deadline), compares_clocks_(compares_clocks) {}

  [[nodiscard]] LinkState state() const;
  [[nodiscard]] std::string fault() const;
  /// Up, or never tried: worth an officer's time.
  [[nodiscard]] bool is_worth_asking() const;

  /// While the line is down: UNAVAILABLE at once.
  [[nodiscard]] db::ClaimAnswer claim(visa::VisaNumber visa, const db::Claim& claim) override;
  /// The events of a visa at the airport; within one deadline. Errors: unavailable (at once while
  /// the line is down), as ServiceClient::status.
  [[nodiscard]] Result<ServiceEvents> events_of(visa::VisaNumber visa);

  /// Says that this booth lives: always asks, and the answer decides how the line stands. Errors:
  /// as ServiceClient::report.
  [[nodiscard]] Result<verifier::ServiceState> report(const verifier::BoothReport& report);
  /// What the service says it is now: its last answer, and the time that went by since on a clock
  /// that nobody sets. None before the first answer, and where clocks are not compared.
  [[nodiscard]] std::optional<visa::Instant> service_now() const;

  /// For the background thread, which keeps the line in order.
  [[nodiscard]] verifier::ServiceClient& client() { return client_; }
  /// Notes what came of a question of the background thread's.
  void note(bool answered, const std::string& fault);
  /// Sleeps for `length`, or until the line goes down or `wake` is called.
  void wait(std::chrono::milliseconds length, const std::stop_token& stop);
  void wake();

 private:
  struct Heard {
    visa::Instant there;
    std::chrono::steady_clock::time_point here;
  };
  /// As `note`, for an officer's question: a failure wakes the background thread.
  void note_in_turn(bool answered, const std::string& fault);
  [[nodiscard]] bool has_keys_of(const std::vector<crypto::SignedEvent>& events) const;

  verifier::ServiceClient client_;
  const std::chrono::milliseconds deadline_;
  const bool compares_clocks_;
  mutable std::mutex mutex_;
  std::condition_variable_any woken_;
  bool wake_ = false;
  std::optional<bool> up_;  ///< nullopt: not tried yet
  std::string fault_;
  std::optional<Heard> heard_;
  db::BoothKeyRing keys_{{}};
};

}  // namespace evisa::kiosk
