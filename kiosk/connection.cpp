// A booth connected to its airport's service.
#include "kiosk/connection.h"

#include <algorithm>

#include "cli/own_file.h"
#include "cli/token_file.h"

namespace evisa::kiosk {
Result<ServiceSettings> service_settings(const Options& options) {
  auto token = cli::read_token_file(options.service_token);
  if (!token) return std::unexpected(token.error());
  ServiceSettings settings;
  settings.address.url = options.service;
  settings.address.ca = options.service_ca;
  settings.address.token = std::move(*token);
  settings.compares_clocks = options.at.empty();
  return settings;
}

Connection::Connection(Booth& booth, std::stop_source stop, verifier::ServiceClient client,
                       std::unique_ptr<db::PeerState> state, Clock clock,
                       const ServiceSettings& settings)
    : booth_(booth),
      stop_(std::move(stop)),
      link_(std::move(client), settings.address.deadline, settings.compares_clocks),
      keeper_(booth, link_, std::move(state), std::move(clock), settings.pace) {
  booth_.connect(&link_);
}

Connection::~Connection() {
  booth_.connect(nullptr);
  stop_.request_stop();  // the keeper's request in flight ends, then the keeper
}

Result<std::unique_ptr<Connection>> Connection::open(ServiceSettings settings, Booth& booth,
                                                     Clock clock) {
  std::stop_source stop;
  settings.address.stop = stop.get_token();
  auto client = verifier::ServiceClient::create(settings.address);
  if (!client) return std::unexpected(client.error());
  // Losing this file costs nothing: then everything is handed in once more.
  auto state = cli::of_own_file(db::PeerState::open(booth.home().outbox_file(), db::Open::create),
                                booth.home().outbox_file());
  if (!state) return std::unexpected(state.error());
  return std::unique_ptr<Connection>(new Connection(booth, std::move(stop), std::move(*client),
                                                    std::move(*state), std::move(clock), settings));
}

Result<std::unique_ptr<Connection>> Connection::open(const Options& options, Booth& booth,
                                                     Clock clock) {
  if (options.service.empty()) return nullptr;
  auto settings = service_settings(options);
  if (!settings) return std::unexpected(settings.error());
  auto opened = open(std::move(*settings), booth, std::move(clock));
  // Nothing that was asked about is at fault: the CA's file, the booth's disk.
  if (!opened) return std::unexpected(cli::own_file_fault(opened.error(), options.service_ca));
  return opened;
}

LinkReport Connection::report() const {
  LinkReport report{.state = link_.state(), .fault = link_.fault(), .queue = {}};
  if (const auto waiting = keeper_.waiting()) report.queue = *waiting;
  return report;
}

void Connection::finish(std::chrono::milliseconds most) {
  if (link_.state() == LinkState::up) keeper_.hand_in(most);
}

}  // namespace evisa::kiosk
