// The booth's background thread.
#include "kiosk/link_keeper.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace evisa::kiosk {

using std::chrono::milliseconds;

LinkKeeper::LinkKeeper(Booth& booth, ServiceLink& link, std::unique_ptr<db::PeerState> state,
                       Clock clock, const KeeperPace& pace)
    : booth_(booth),
      link_(link),
      state_(std::move(state)),
      clock_(std::move(clock)),
      pace_(pace),
      outbox_("service", booth.home().identity().name(), link.client(), booth.log(), *state_),
      bundles_(booth, link.client()),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

LinkKeeper::~LinkKeeper() = default;

void LinkKeeper::run(const std::stop_token& stop) {
  milliseconds rest = pace_.first_pause;
  while (!stop.stop_requested()) {
    const bool answered = round(stop);
    link_.wait(answered ? pace_.heartbeat : rest, stop);
    rest = answered ? pace_.first_pause : std::min(rest * 2, pace_.longest_pause);
  }
}

bool LinkKeeper::round(const std::stop_token& stop) {
  std::uint64_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = ++started_;
  }
  bool answered = report().has_value();
  if (answered) {
    const auto sent = empty_outbox(stop);
    answered = sent.has_value();
    // What is wrong with the line is on screen; what is wrong with this disk is told here.
    if (!sent && sent.error().code == Errc::io) tell_once(sent.error().message);
    if (sent && *sent) std::ignore = report();  // its queue is another one now
  }
  {
    const std::lock_guard lock(mutex_);
    finished_ = number;
  }
  tried_.notify_all();
  if (answered) {
    if (const auto pulled = bundles_.step(); !pulled && !stop.stop_requested())
      tell_once("trust bundle: " + pulled.error().message);
  }
  return answered;
}

Result<void> LinkKeeper::report() {
  const auto waiting = outbox_.waiting();
  if (!waiting) {  // this end's disk: nothing against the line, but not to be kept quiet
    tell_once(waiting.error().message);
    return std::unexpected(waiting.error());
  }
  const auto heard = link_.report({.booth = booth_.home().identity().name(),
                                   .time = clock_(),
                                   .bundle_sequence = booth_.bundle_sequence(),
                                   .queue = *waiting});
  if (!heard) return std::unexpected(heard.error());
  if (!link_.service_now()) return {};
  if (auto kept = booth_.heard_time(heard->time); !kept) tell_once(kept.error().message);
  return {};
}

/// Whether anything was handed in. Errors: the service's.
Result<bool> LinkKeeper::empty_outbox(const std::stop_token& stop) {
  bool any = false;
  for (bool more = true; more && !stop.stop_requested();) {
    const auto step = outbox_.step();
    if (!step) {
      link_.note(false, step.error().message);
      return std::unexpected(step.error());
    }
    any = any || step->sent > 0;
    more = step->more;
    for (const auto& answer : step->objections) object(answer);
  }
  return any;
}

/// What the service objects to is for a person: the events are on record all the same.
void LinkKeeper::object(const verifier::EventAnswer& answer) {
  const std::string event = answer.event ? answer.event->text() : "an event";
  if (answer.winner) {
    tell_once(fmt::format("{}: its visa was used by {} at {} too; a senior officer resolves it",
                          event, answer.winner->event.text(), answer.winner->airport.text()));
  } else {
    tell_once(fmt::format("{} is not taken by the service: {}", event,
                          answer.problem ? answer.problem->message : "no reason given"));
  }
}

void LinkKeeper::tell_once(const std::string& line) {
  if (told_.insert(line).second) fmt::print(stderr, "evisa-kiosk: {}\n", line);
}

void LinkKeeper::hand_in(milliseconds most) {
  std::unique_lock lock(mutex_);
  const std::uint64_t needed = started_ + 1;  // a round that begins after what was recorded
  lock.unlock();
  link_.wake();
  lock.lock();
  tried_.wait_for(lock, most, [&] { return finished_ >= needed; });
}

}  // namespace evisa::kiosk
