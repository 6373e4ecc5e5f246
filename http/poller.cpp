// epoll(7), one shot; an eventfd that stays readable ends the waiting.
#include "http/poller.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>

namespace evisa::http {
namespace {

epoll_event event_for(void* tag, Readiness readiness) {
  epoll_event event{};
  event.events =
      EPOLLONESHOT | EPOLLRDHUP | (readiness == Readiness::readable ? EPOLLIN : EPOLLOUT);
  event.data.ptr = tag;
  return event;
}

}  // namespace

Result<Poller> Poller::create() {
  Poller poller(::epoll_create1(EPOLL_CLOEXEC), ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  epoll_event event{};
  event.events = EPOLLIN;  // level triggered, and without a tag: all threads see it
  if (poller.epoll_.get() < 0 || poller.event_.get() < 0 ||
      ::epoll_ctl(poller.epoll_.get(), EPOLL_CTL_ADD, poller.event_.get(), &event) != 0) {
    return fail(Errc::io, "no epoll set could be made: no file descriptors left");
  }
  return poller;
}

bool Poller::add(int fd, void* tag, Readiness readiness) {
  epoll_event event = event_for(tag, readiness);
  return ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) == 0;
}

void Poller::arm(int fd, void* tag, Readiness readiness) {
  epoll_event event = event_for(tag, readiness);
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event);
}

void* Poller::wait() {
  epoll_event event{};
  while (::epoll_wait(epoll_.get(), &event, 1, -1) != 1) {
  }
  return event.data.ptr;
}

void Poller::wake_all() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(event_.get(), &one, sizeof one);
}

}  // namespace evisa::http
