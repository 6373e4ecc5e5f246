// The booth's background thread: hands in what the booth recorded, says that it lives, holds its
// clock against the service's, takes over newer bundles. While the service does not answer it asks
// with a growing pause, so that nobody else has to.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "db/peer_state.h"
#include "kiosk/booth.h"
#include "kiosk/bundle_pull.h"
#include "verifier/service/outbox.h"

namespace evisa::kiosk {

/// What the device's clock says; reads it each time.
using Clock = std::function<visa::Instant()>;

struct KeeperPace {
  std::chrono::milliseconds heartbeat{30'000};
  std::chrono::milliseconds first_pause{500}, longest_pause{15'000};  ///< while the line is down
};

class LinkKeeper {
 public:
  /// Starts at once. `booth` and `link` must outlive this object. `state`: how far the booth's log
  /// was handed in.
  LinkKeeper(Booth& booth, ServiceLink& link, std::unique_ptr<db::PeerState> state, Clock clock,
             const KeeperPace& pace);
  /// Waits for the request in flight: stop the link's client first.
  ~LinkKeeper();
  LinkKeeper(const LinkKeeper&) = delete;
  LinkKeeper& operator=(const LinkKeeper&) = delete;

  /// Lets everything that is on record now be handed in, and waits until that was tried or `most`
  /// has passed.
  void hand_in(std::chrono::milliseconds most);
  /// Own events that the service has not acknowledged. Errors: io.
  [[nodiscard]] Result<std::size_t> waiting() const { return outbox_.waiting(); }

 private:
  void run(const std::stop_token& stop);
  /// Whether the service answered.
  bool round(const std::stop_token& stop);
  [[nodiscard]] Result<void> report();
  [[nodiscard]] Result<bool> empty_outbox(const std::stop_token& stop);
  void object(const verifier::EventAnswer& answer);
  void tell_once(const std::string& line);

  Booth& booth_;
  ServiceLink& link_;
  const std::unique_ptr<db::PeerState> state_;
  const Clock clock_;
  const KeeperPace pace_;
  verifier::Outbox outbox_;
  BundlePull bundles_;
  std::set<std::string> told_;  ///< the thread's own
  std::mutex mutex_;
  std::condition_variable_any tried_;
  std::uint64_t started_ = 0, finished_ = 0;  ///< rounds, up to their outbox
  std::jthread thread_;                       // last: ends before what it uses goes
};

}  // namespace evisa::kiosk
