// An epoll set that worker threads share. A socket's event goes to one thread, once, and the socket
// stays silent until it is armed again: whoever gets the event owns the connection until then.
#pragma once

#include <cstdint>

#include "crypto/file_descriptor.h"

namespace evisa::http {

enum class Readiness { readable, writable };

class Poller {
 public:
  /// Errors: io.
  [[nodiscard]] static Result<Poller> create();

  /// False when the kernel has no room left for it.
  [[nodiscard]] bool add(int fd, void* tag, Readiness readiness);
  void arm(int fd, void* tag, Readiness readiness);
  /// The tag of the next socket that is ready or broken; nullptr from `wake_all` on.
  [[nodiscard]] void* wait();
  /// Ends every `wait`, now and from now on.
  void wake_all();

 private:
  Poller(int epoll, int event) : epoll_(epoll), event_(event) {}
  crypto::FileDescriptor epoll_, event_;
};

}  // namespace evisa::http
