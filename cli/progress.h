// A progress bar on a terminal, nothing elsewhere.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace evisa::cli {

class Progress {
 public:
  Progress(std::string what, std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void step(std::size_t done);

 private:
  void draw(std::size_t done);
  std::string what_;
  std::size_t total_;
  bool on_terminal_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace evisa::cli
