// A progress bar on a terminal, nothing elsewhere.
#include "cli/progress.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

namespace evisa::cli {

Progress::Progress(std::string what, std::size_t total)
    : what_(std::move(what)), total_(total), on_terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (drawn_) fmt::print(stderr, "\n");
}

void Progress::step(std::size_t done) {
  const auto now = std::chrono::steady_clock::now();
  if (!on_terminal_ || (done != total_ && now - last_ < std::chrono::milliseconds{100})) return;
  last_ = now;
  draw(done);
}

void Progress::draw(std::size_t done) {
  constexpr std::size_t kWidth = 30;
  const std::size_t filled = total_ == 0 ? kWidth : done * kWidth / total_;
  fmt::print(stderr, "\r{} [{:<{}}] {}/{}", what_, std::string(filled, '#'), kWidth, done, total_);
  std::fflush(stderr);
  drawn_ = true;
}

}  // namespace evisa::cli
