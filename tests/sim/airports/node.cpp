// Going down and coming back.
#include "tests/sim/airports/node.h"

#include <fmt/format.h>

namespace evisa::airports {
namespace {

std::filesystem::path made(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  return folder;
}

}  // namespace

Node::Node(std::string name, std::filesystem::path folder, Common& common)
    : common_(common), name_(std::move(name)), folder_(made(folder)), disk_(folder_) {
  disk_.forget_syncs(common.sabotage == Sabotage::forget_syncs);
}

void Node::plan_stop(std::uint64_t writes, bool power) {
  if (!up_) return;
  power_ = power;
  disk_.stop_after(writes);
}

void Node::go_down(bool power) {
  if (!up_) return;
  up_ = false;
  power_ = power;
  ++(power ? common_.power_cuts : common_.kills);
  disk_.stop_after(0);
  // Longer than any message is on its way: one that was sent before is not heard afterwards.
  const milliseconds longest = common_.calm ? milliseconds(seconds(20)) : milliseconds(minutes(5));
  common_.schedule.after(common_.chance.between(seconds(10), longest), [this] { come_back(); });
}

void Node::restart() {
  if (!check_alive()) return;
  power_ = false;
  come_back();
}

bool Node::check_alive() {
  if (up_ && disk_.stopped()) go_down(power_);
  return up_;
}

void Node::come_back() {
  if (busy_ > 0) {
    common_.schedule.after(seconds(1), [this] { come_back(); });
    return;
  }
  close_stores();
  disk_.start_again(power_, common_.chance);
  if (!common_.calm && common_.chance.in(200)) disk_.stop_after(common_.chance.below(30));
  auto opened = open_stores();
  if (!opened && disk_.stopped()) {  // it went down once more while it started
    close_stores();
    disk_.start_again(power_, common_.chance);
    opened = open_stores();
  }
  if (!opened)
    throw Violation(fmt::format("{} does not open again: {}", name_, opened.error().message));
  up_ = true;
  if (check_alive()) check_kept();
}

}  // namespace evisa::airports
