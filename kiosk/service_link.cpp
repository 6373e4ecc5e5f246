// A booth's line to its airport's service, with a breaker.
#include "kiosk/service_link.h"

#include <algorithm>
#include <variant>

namespace evisa::kiosk {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::string_view to_string(LinkState state) {
  switch (state) {
    case LinkState::none:
      return "none";
    case LinkState::up:
      return "up";
    case LinkState::down:
      return "down";
  }
  return "";
}

LinkState ServiceLink::state() const {
  const std::lock_guard lock(mutex_);
  return up_.value_or(false) ? LinkState::up : LinkState::down;
}

std::string ServiceLink::fault() const {
  const std::lock_guard lock(mutex_);
  if (!up_) return "no answer yet";
  return *up_ ? "" : fault_;
}

bool ServiceLink::is_worth_asking() const {
  const std::lock_guard lock(mutex_);
  return up_.value_or(true);
}

void ServiceLink::note(bool answered, const std::string& fault) {
  const std::lock_guard lock(mutex_);
  up_ = answered;
  fault_ = answered ? "" : fault;
}

void ServiceLink::note_in_turn(bool answered, const std::string& fault) {
  note(answered, fault);
  if (!answered) wake();
}

void ServiceLink::wait(milliseconds length, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, stop, length, [this] { return wake_; });
  wake_ = false;
}

void ServiceLink::wake() {
  {
    const std::lock_guard lock(mutex_);
    wake_ = true;
  }
  woken_.notify_all();
}

db::ClaimAnswer ServiceLink::claim(visa::VisaNumber visa, const db::Claim& claim) {
  if (!is_worth_asking()) return db::Unavailable{fault()};
  auto answer = client_.claim(visa, claim);
  const auto* none = std::get_if<db::Unavailable>(&answer);
  note_in_turn(none == nullptr, none != nullptr ? none->why : "");
  return answer;
}

bool ServiceLink::has_keys_of(const std::vector<crypto::SignedEvent>& events) const {
  const std::lock_guard lock(mutex_);
  return std::ranges::all_of(events, [&](const auto& event) {
    const auto verdict = keys_.judge(event);
    return verdict && db::is_accepted(*verdict);
  });
}

Result<ServiceEvents> ServiceLink::events_of(visa::VisaNumber visa) {
  if (!is_worth_asking()) return fail(Errc::unavailable, fault());
  const auto asked = steady_clock::now();
  auto status = client_.status(visa);
  note_in_turn(status.has_value(), status ? "" : status.error().message);
  if (!status) return std::unexpected(std::move(status.error()));
  const auto left = deadline_ - std::chrono::ceil<milliseconds>(steady_clock::now() - asked);
  if (left > milliseconds::zero() && !has_keys_of(status->events)) {
    // Without them the events are believed for this verdict and not kept: no failure of the line.
    if (auto keys = client_.booth_keys(left)) {
      const std::lock_guard lock(mutex_);
      keys_ = std::move(*keys);
    }
  }
  const std::lock_guard lock(mutex_);
  return ServiceEvents{.events = std::move(status->events), .keys = keys_};
}

Result<verifier::ServiceState> ServiceLink::report(const verifier::BoothReport& report) {
  auto state = client_.report(report);
  if (state) {
    const std::lock_guard lock(mutex_);
    heard_ = Heard{.there = state->time, .here = steady_clock::now()};
  }
  note(state.has_value(), state ? "" : state.error().message);
  return state;
}

std::optional<visa::Instant> ServiceLink::service_now() const {
  const std::lock_guard lock(mutex_);
  if (!heard_ || !compares_clocks_) return std::nullopt;
  return heard_->there + std::chrono::floor<milliseconds>(steady_clock::now() - heard_->here);
}

}  // namespace evisa::kiosk
