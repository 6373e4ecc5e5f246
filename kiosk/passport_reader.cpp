// A passport reader on a serial line.
#include "kiosk/passport_reader.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <span>
#include <system_error>

#include "crypto/file_descriptor.h"
#include "kiosk/reader_lines.h"

namespace evisa::kiosk {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRetry{1000}, kLook{200};
constexpr milliseconds kSilence{1000};  // 88 characters take a tenth of it

std::string last_error() { return std::generic_category().message(errno); }

/// Bytes as they are: no echo, no line editing, no flow control.
bool set_raw(int line) {
  termios settings{};
  if (::tcgetattr(line, &settings) != 0) return false;
  ::cfmakeraw(&settings);
  settings.c_cflag |= CLOCAL | CREAD;
  settings.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | CRTSCTS);
  return ::cfsetspeed(&settings, B9600) == 0 && ::tcsetattr(line, TCSAFLUSH, &settings) == 0;
}

}  // namespace

PassportReader::PassportReader(std::string device, std::function<void(const std::string&)> found)
    : device_(std::move(device)),
      found_(std::move(found)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void PassportReader::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const crypto::FileDescriptor line(
        ::open(device_.c_str(), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (line.get() < 0 || !set_raw(line.get())) {
      tell(false, last_error());
    } else {
      tell(true, {});
      listen(line.get(), stop);
      if (!stop.stop_requested()) tell(false, "unplugged");
    }
    for (auto waited = milliseconds::zero(); waited < kRetry && !stop.stop_requested();
         waited += kLook)
      std::this_thread::sleep_for(kLook);
  }
}

void PassportReader::listen(int line, const std::stop_token& stop) {
  ReaderLines lines;
  auto heard = std::chrono::steady_clock::now();
  while (!stop.stop_requested()) {
    pollfd waiting{line, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(kLook.count())) < 0 && errno != EINTR) return;
    if (waiting.revents == 0) continue;
    std::array<char, 256> piece{};
    const auto got = ::read(line, piece.data(), piece.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got <= 0) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - heard > kSilence) lines.forget();
    heard = now;
    for (const char byte : std::span(piece).first(static_cast<std::size_t>(got)))
      if (const auto document = lines.add(byte)) found_(*document);
  }
}

void PassportReader::tell(bool there, const std::string& why) {
  if (told_ && there == there_) return;
  if (there && told_) fmt::print(stderr, "evisa-kiosk: passport reader {}: back\n", device_);
  if (!there) fmt::print(stderr, "evisa-kiosk: passport reader {}: {}\n", device_, why);
  told_ = true;
  there_ = there;
}

}  // namespace evisa::kiosk
