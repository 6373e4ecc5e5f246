// Follows the log, so that the cluster's claims say what it says.
#include "verifier/service/claim_keeper.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "verifier/commands.h"
#include "verifier/service/pause.h"

namespace evisa::verifier {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPoll{2'000};
constexpr milliseconds kFirstPause{250};
constexpr milliseconds kLongestPause{5'000};

}  // namespace

ClaimKeeper::ClaimKeeper(Airport& airport)
    : airport_(airport), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void ClaimKeeper::tell(const Result<bool>& done) {
  linked_.store(done.has_value());
  if (told_ == done.has_value()) return;
  told_ = done.has_value();
  fmt::print(
      stderr, "{}: {}\n", kProgram,
      done ? "the claims' cluster is linked" : "entries are provisional: " + done.error().message);
}

void ClaimKeeper::run(const std::stop_token& stop) {
  milliseconds rest = kFirstPause;
  while (!stop.stop_requested()) {
    const auto done = airport_.cluster->follow();
    tell(done);
    if (!done) {
      pause(rest, stop);
      rest = std::min(rest * 2, kLongestPause);
      continue;
    }
    rest = kFirstPause;
    if (!*done)
      std::ignore = airport_.log->wait_for_newer(airport_.cluster->followed(), kPoll, stop);
  }
}

}  // namespace evisa::verifier
