// Reads one peer's feed for as long as the service runs.
#include "verifier/service/sync_loop.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "verifier/commands.h"
#include "verifier/service/pause.h"
#include "verifier/service/peer_keys.h"
#include "verifier/service/peer_round.h"

namespace evisa::verifier {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A poll ends by itself before the service is expected to have stopped.
constexpr seconds kPoll{2};
/// A key that was revoked at the peer counts here after this long at the latest.
constexpr seconds kKeysAge{60};
constexpr seconds kKeysDeadline{20};
constexpr milliseconds kFirstPause{250};
constexpr milliseconds kLongestPause{10'000};

}  // namespace

Result<std::unique_ptr<SyncLoop>> SyncLoop::start(Peer peer, Airport& airport) {
  auto client = ServiceClient::create(peer.address);
  if (!client) return std::unexpected(client.error());
  return std::unique_ptr<SyncLoop>(new SyncLoop(std::move(peer.name), std::move(*client), airport));
}

SyncLoop::SyncLoop(std::string peer, ServiceClient client, Airport& airport)
    : peer_(std::move(peer)),
      client_(std::move(client)),
      airport_(airport),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

SyncLoop::~SyncLoop() = default;

/// Keys that could not be asked for hold nothing up: the events of booths that are known still
/// count, the others are kept aside and tried again.
void SyncLoop::pull_keys() {
  keys_pulled_ = std::chrono::steady_clock::now();
  const auto told = client_.booth_keys(kKeysDeadline);
  if (!told) return tell_once(told.error().message);
  const auto taken =
      take_peer_keys(airport_.accounts->booths(), peer_, airport_.name, *told, airport_.now());
  if (!taken) return tell_once(taken.error().message);
  tell_once(fmt::to_string(fmt::join(taken->refused, "; ")));
}

void SyncLoop::tell_once(std::string fault) {
  if (!fault.empty() && fault != told_)
    fmt::print(stderr, "{}: booth keys of peer {}: {}\n", kProgram, peer_, fault);
  told_ = std::move(fault);
}

void SyncLoop::run(const std::stop_token& stop) {
  PeerSync sync(peer_, client_, *airport_.log, *airport_.peers);
  PeerRound round(airport_, sync, [this] { pull_keys(); });
  milliseconds rest = kFirstPause;
  bool more = true;
  std::optional<bool> told;
  while (!stop.stop_requested()) {
    const auto now = std::chrono::steady_clock::now();
    if (!keys_pulled_ || now - *keys_pulled_ > kKeysAge) pull_keys();
    const auto done = round.run(more ? seconds{0} : kPoll);
    linked_.store(done.has_value());
    if (told != done.has_value()) {  // the first time too: a peer that never answers is told
      told = done.has_value();
      fmt::print(stderr, "{}: peer {} {}\n", kProgram, peer_,
                 done ? "is linked" : "is cut off: " + done.error().message);
    }
    if (done) {
      more = *done;
      rest = kFirstPause;
    } else {
      pause(rest, stop);
      rest = std::min(rest * 2, kLongestPause);
    }
  }
}

}  // namespace evisa::verifier
