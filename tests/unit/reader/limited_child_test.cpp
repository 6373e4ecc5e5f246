// The limited process: what it may do, and what ends it.
#include "reader/limited_child.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "tests/unit/reader/pages.h"

namespace evisa::reader {
namespace {

/// What the child wrote as its one answer; -1 when it ended without one.
int answer_of(const std::function<int()>& work, const ChildLimits& limits = {}) {
  auto child = LimitedChild::start(
      [&](int pipe) {
        const int answer = work();
        write_or_end(pipe, &answer, sizeof answer);
      },
      limits);
  int answer = -1;
  if (!child || !child->read(&answer, sizeof answer)) return -1;
  return answer;
}

TEST(LimitedChild, HandsBackWhatItsWorkWrote) {
  EXPECT_EQ(answer_of([] { return 42; }), 42);
}

TEST(LimitedChild, CannotOpenFiles) {
  EXPECT_EQ(answer_of([] { return ::open("/etc/passwd", O_RDONLY) < 0 ? 1 : 0; }), 1);
}

TEST(LimitedChild, HasNoFileOfItsParent) {
  const test::Folder folder;
  const auto path = folder.write("kept.txt", test::bytes("secret"));
  const int low = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const int fd = ::fcntl(low, F_DUPFD_CLOEXEC, 50);  // away from the numbers the child uses itself
  ::close(low);
  ASSERT_GE(fd, 50);
  EXPECT_EQ(answer_of([fd] { return ::fcntl(fd, F_GETFD) < 0 ? 1 : 0; }), 1);
  ::close(fd);
}

TEST(LimitedChild, EndsWhenItUsesTooMuchTime) {
  const auto spin = []() -> int {
    volatile bool on = true;
    while (on) {
    }
    return 0;
  };
  EXPECT_EQ(answer_of(spin, {.cpu_seconds = 1}), -1);
}

TEST(LimitedChild, EndsWhenItSleepsTooLong) {
  EXPECT_EQ(answer_of([] { return ::sleep(60), 0; }, {.wall_seconds = 1}), -1);
}

TEST(LimitedChild, EndsAloneWhenItsWorkCrashesOrThrows) {
  EXPECT_EQ(answer_of([]() -> int {
              ::raise(SIGKILL);
              return 0;
            }),
            -1);
  EXPECT_EQ(answer_of([]() -> int { std::abort(); }), -1);
  EXPECT_EQ(answer_of([]() -> int { throw std::runtime_error("work"); }), -1);
}

TEST(LimitedChild, IsKilledWhenNobodyListens) {
  // Returns at once although the child would work for a minute.
  EXPECT_TRUE(LimitedChild::start([](int) { ::sleep(60); }));
}

TEST(LimitedChild, CannotUseMoreMemoryThanItsLimit) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "address space is not limited under a sanitizer";
#else
  const auto takes = [](std::size_t bytes) {
    return answer_of([bytes] { return std::vector<char>(bytes, 'x')[bytes / 2] == 'x' ? 1 : 0; },
                     {.memory = std::size_t{64} << 20});
  };
  EXPECT_EQ(takes(std::size_t{16} << 20), 1);
  EXPECT_EQ(takes(std::size_t{512} << 20), -1);
#endif
}

}  // namespace
}  // namespace evisa::reader
