// fork, setrlimit and a pipe. The limits are set in the child before it touches any input.
#include "reader/limited_child.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace evisa::reader {
namespace {

// The sanitizers' shadow memory does not fit under any limit of address space.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kLimitMemory = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
constexpr bool kLimitMemory = false;
#else
constexpr bool kLimitMemory = true;
#endif
#else
constexpr bool kLimitMemory = true;
#endif

constexpr int kPipe = 3;
constexpr int kCannotLimit = 120;

/// Bytes of address space this process has mapped (the parent's files and tables are inherited).
std::size_t mapped_bytes() {
  std::size_t pages = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "re")) {
    if (std::fscanf(file, "%zu", &pages) != 1) pages = 0;
    std::fclose(file);
  }
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

void limit(__rlimit_resource what, rlim_t value) {
  const rlimit both{value, value};
  if (::setrlimit(what, &both) != 0) ::_exit(kCannotLimit);
}

void restore_signals() {
  for (const int number : {SIGALRM, SIGPIPE, SIGXCPU, SIGTERM, SIGINT, SIGABRT, SIGSEGV, SIGBUS}) {
    ::signal(number, SIG_DFL);
  }
  ::signal(SIGXFSZ, SIG_IGN);  // a write to a file fails, and that is all
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// Leaves 0-2 on /dev/null and the pipe on 3.
void keep_only(int pipe) {
  const int null = ::open("/dev/null", O_RDWR);
  // A pipe on 0-2 must not be overwritten: move it up first.
  const int high = ::fcntl(pipe, F_DUPFD, 10);
  if (null < 0 || high < 0) ::_exit(kCannotLimit);
  for (const int fd : {0, 1, 2}) ::dup2(null, fd);
  if (::dup2(high, kPipe) != kPipe || ::close_range(kPipe + 1, ~0U, 0) != 0) ::_exit(kCannotLimit);
}

void confine(int pipe, const ChildLimits& limits) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_DUMPABLE, 0);
  restore_signals();
  const std::size_t memory = mapped_bytes() + limits.memory;
  keep_only(pipe);
  ::alarm(limits.wall_seconds);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_NOFILE, limits.open_files);
  limit(RLIMIT_CPU, limits.cpu_seconds);
  if (kLimitMemory) limit(RLIMIT_AS, memory);
}

[[noreturn]] void run_child(const std::function<void(int)>& work, int pipe,
                            const ChildLimits& limits) {
  try {
    confine(pipe, limits);
    work(kPipe);
  } catch (...) {
    ::_exit(1);  // what is thrown must not reach the parent's handlers
  }
  // Not exit: the parent's buffers and exit handlers are not the child's.
  ::_exit(0);
}

}  // namespace

Result<LimitedChild> LimitedChild::start(const std::function<void(int)>& work,
                                         const ChildLimits& limits) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return fail(Errc::unavailable,
                std::string("no pipe for a child process: ") + std::strerror(errno));
  }
  const pid_t pid = ::fork();
  if (pid == 0) {
    run_child(work, ends[1], limits);
  }
  const int why = errno;
  ::close(ends[1]);
  if (pid < 0) {
    ::close(ends[0]);
    return fail(Errc::unavailable, std::string("no child process: ") + std::strerror(why));
  }
  return LimitedChild(pid, ends[0]);
}

LimitedChild::LimitedChild(LimitedChild&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), pipe_(std::exchange(other.pipe_, -1)) {}

LimitedChild::~LimitedChild() {
  if (pipe_ >= 0) ::close(pipe_);
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

bool LimitedChild::read(void* into, std::size_t size) {
  auto* at = static_cast<char*>(into);
  while (size > 0) {
    const auto got = ::read(pipe_, at, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

void write_or_end(int pipe, const void* data, std::size_t size) {
  const auto* at = static_cast<const char*>(data);
  while (size > 0) {
    const auto put = ::write(pipe, at, size);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) ::_exit(1);
    at += put;
    size -= static_cast<std::size_t>(put);
  }
}

}  // namespace evisa::reader
