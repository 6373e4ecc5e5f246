// Name look-ups on a thread of their own: getaddrinfo knows no deadline, and a booth asks with 500
// ms.
#include "http/resolver.h"

#include <Poco/Exception.h>
#include <Poco/Net/DNS.h>
#include <Poco/Net/HostEntry.h>
#include <Poco/Net/IPAddress.h>
#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "http/headers.h"

namespace evisa::http {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kFresh{30};  ///< an answer is used that long without asking again

std::vector<std::string> look_up(const std::string& host) {
  std::vector<std::string> four, six;
  try {
    const Poco::Net::HostEntry entry = Poco::Net::DNS::hostByName(host);
    for (const auto& address : entry.addresses()) {
      auto& list = address.family() == Poco::Net::IPAddress::IPv4 ? four : six;
      if (std::ranges::find(list, address.toString()) == list.end()) {
        list.push_back(address.toString());
      }
    }
  } catch (const Poco::Exception&) {
    return {};  // the caller says which name could not be found
  }
  four.insert(four.end(), six.begin(), six.end());
  return four;
}

}  // namespace

struct Resolver::State {
  std::string host;
  std::vector<std::string> fixed;  ///< nobody has to be asked
  std::mutex mutex;
  std::condition_variable answered;
  bool asking = false;
  std::uint64_t answers = 0;
  bool last_failed = false;
  std::vector<std::string> known;
  Clock::time_point at{};
};

Resolver::Resolver(std::string host) : state_(std::make_shared<State>()) {
  state_->host = std::move(host);
  Poco::Net::IPAddress address;
  if (Poco::Net::IPAddress::tryParse(state_->host, address)) state_->fixed = {state_->host};
  if (equal_without_case(state_->host, "localhost")) state_->fixed = {"127.0.0.1", "::1"};
}

Resolver::~Resolver() = default;

Result<std::vector<std::string>> Resolver::addresses(Clock::time_point deadline) {
  if (!state_->fixed.empty()) return state_->fixed;
  std::unique_lock lock(state_->mutex);
  if (!state_->known.empty() && Clock::now() - state_->at < kFresh) return state_->known;
  const std::uint64_t before = state_->answers;
  if (!state_->asking) {
    state_->asking = true;
    std::thread([state = state_] {
      auto found = look_up(state->host);
      const std::lock_guard guard(state->mutex);
      state->asking = false;
      state->last_failed = found.empty();
      ++state->answers;
      if (!found.empty()) state->known = std::move(found);
      if (!state->last_failed) state->at = Clock::now();
      state->answered.notify_all();
    }).detach();
  }
  // With an old answer at hand, not all of the time is spent on waiting for a new one.
  const auto patience =
      state_->known.empty() ? deadline : Clock::now() + (deadline - Clock::now()) / 4;
  state_->answered.wait_until(lock, patience, [&] { return state_->answers != before; });
  if (!state_->known.empty()) return state_->known;
  if (state_->answers == before) {
    return fail(Errc::unavailable,
                fmt::format("the name {} could not be looked up in time", state_->host));
  }
  return fail(Errc::not_found, fmt::format("the name {} is not known", state_->host));
}

}  // namespace evisa::http
