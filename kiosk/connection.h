// A booth connected to its airport's service, for as long as this object lives.
#pragma once

#include <memory>
#include <stop_token>

#include "kiosk/link_keeper.h"
#include "kiosk/options.h"

namespace evisa::kiosk {

/// After an act the booth's program waits so long at most for its event to be handed in.
inline constexpr std::chrono::milliseconds kHandIn{1000};

struct ServiceSettings {
  verifier::ServiceAddress address;
  bool compares_clocks = true;  ///< false where the booth's time is pretended
  KeeperPace pace;
};

/// What `--service`, `--service-ca` and `--service-token` say. Errors: not_found, io (the token's
/// file: which; also when group or others may read it).
[[nodiscard]] Result<ServiceSettings> service_settings(const Options& options);

class Connection {
 public:
  /// Connects `booth`, which must outlive this object. Nothing is asked yet: a service that does
  /// not answer is no error. Errors: as ServiceClient::create; io (how far the log was handed in
  /// cannot be kept).
  [[nodiscard]] static Result<std::unique_ptr<Connection>> open(ServiceSettings settings,
                                                                Booth& booth, Clock clock);
  /// The same from the command line; nullptr where it names no service.
  [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const Options& options,
                                                                Booth& booth, Clock clock);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] LinkReport report() const;
  [[nodiscard]] ServiceLink& link() { return link_; }
  /// Hands in what was recorded, where the line is up; waits for at most `most`. What is not handed
  /// in now is handed in next time.
  void finish(std::chrono::milliseconds most);

 private:
  Connection(Booth& booth, std::stop_source stop, verifier::ServiceClient client,
             std::unique_ptr<db::PeerState> state, Clock clock, const ServiceSettings& settings);
  Booth& booth_;
  std::stop_source stop_;
  ServiceLink link_;
  LinkKeeper keeper_;
};

}  // namespace evisa::kiosk
