// A forked process that may compute and write to one pipe, and nothing else: for parsers of formats
// that are too large to trust.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <functional>

#include "visa/result.h"

namespace evisa::reader {

struct ChildLimits {
  std::size_t memory = std::size_t{768} << 20;  ///< bytes beyond what the parent has mapped
  unsigned cpu_seconds = 10;
  unsigned wall_seconds = 30;
  unsigned open_files =
      0;  ///< may be opened for reading (fonts); nothing is ever written to a file
};

class LimitedChild {
 public:
  /// Forks. The child runs `work` with the pipe's writing end and ends; it has no other file open,
  /// opens no more than `open_files`, writes no file, and is killed at its limits.
  /// Errors: unavailable (the system has no process or pipe left).
  [[nodiscard]] static Result<LimitedChild> start(const std::function<void(int)>& work,
                                                  const ChildLimits& limits = {});
  LimitedChild(LimitedChild&& other) noexcept;
  LimitedChild& operator=(LimitedChild&&) = delete;
  /// Kills the child when it still runs.
  ~LimitedChild();

  /// True when `size` bytes came; false when the child ended or was killed before.
  [[nodiscard]] bool read(void* into, std::size_t size);

 private:
  LimitedChild(pid_t pid, int pipe) : pid_(pid), pipe_(pipe) {}
  pid_t pid_;
  int pipe_;
};

/// For the child: writes all of it, or ends the child.
void write_or_end(int pipe, const void* data, std::size_t size);

}  // namespace evisa::reader
