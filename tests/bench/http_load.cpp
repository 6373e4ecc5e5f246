// Keep-alive connections of which each asks again as soon as it has its answer.
#include "tests/bench/http_load.h"

#include <fmt/core.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <thread>

#include "http/stream.h"
#include "tests/sample/must.h"

namespace evisa::bench {
namespace {

using Clock = std::chrono::steady_clock;

double cpu_us(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) * 1e-3;
}

[[noreturn]] void give_up(std::string_view why) {
  fmt::print(stderr, "the load: {}\n", why);
  std::_Exit(1);  // other threads still ask
}

/// Whether the answer is whole.
bool is_whole(const std::string& in) {
  constexpr std::string_view kLength = "Content-Length: ";
  const auto head = in.find("\r\n\r\n");
  if (head == std::string::npos) return false;
  if (!in.starts_with("HTTP/1.1 200")) give_up(in);
  const auto field = in.find(kLength);
  if (field > head) give_up("an answer without Content-Length");
  std::size_t length = 0;
  std::from_chars(in.data() + field + kLength.size(), in.data() + head, length);
  return in.size() >= head + 4 + length;
}

class Asker {
 public:
  explicit Asker(const Load& load)
      : stream_(
            sample::must(http::Stream::connect("127.0.0.1", load.port, load.tls, "127.0.0.1"))) {
    for (auto result = stream_.handshake(); result.status != http::IoStatus::done;
         result = stream_.handshake())
      wait(result.status);
  }
  /// The whole answer, until the next question.
  const std::string& ask(std::string_view request) {
    while (!request.empty()) {
      const auto result = stream_.write(request);
      if (result.status == http::IoStatus::done) {
        request.remove_prefix(result.bytes);
      } else {
        wait(result.status);
      }
    }
    in_.clear();
    while (!is_whole(in_)) {
      const auto result = stream_.read(piece_);
      if (result.status == http::IoStatus::done) {
        in_.append(piece_.data(), result.bytes);
      } else {
        wait(result.status);
      }
    }
    return in_;
  }

 private:
  void wait(http::IoStatus status) {
    if (status == http::IoStatus::closed || status == http::IoStatus::failed)
      give_up("the server ended a connection: " + stream_.error());
    pollfd poller{stream_.fd(),
                  static_cast<short>(status == http::IoStatus::want_write ? POLLOUT : POLLIN), 0};
    ::poll(&poller, 1, 1000);
  }
  http::Stream stream_;
  std::array<char, 16384> piece_{};
  std::string in_;
};

struct Own {
  std::vector<double> latencies;
  double cpu_us = 0;
};

void ask_all(const Load& load, const std::vector<std::string>& script, Own& own) {
  Asker asker(load);
  const double before = thread_cpu_us();
  const auto until = Clock::now() + load.duration;
  const bool once = load.duration == std::chrono::milliseconds{0};
  for (std::size_t i = 0; once ? i < script.size() : Clock::now() < until; ++i) {
    const auto start = Clock::now();
    std::ignore = asker.ask(script[i % script.size()]);
    own.latencies.push_back(
        std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  own.cpu_us = thread_cpu_us() - before;
}

}  // namespace

double thread_cpu_us() { return cpu_us(CLOCK_THREAD_CPUTIME_ID); }
double process_cpu_us() { return cpu_us(CLOCK_PROCESS_CPUTIME_ID); }

std::string answer_of(const Load& load) {
  Asker asker(load);
  const std::string& answer = asker.ask(load.scripts.front().front());
  return answer.substr(answer.find("\r\n\r\n") + 4);
}

Outcome put_under(const Load& load) {
  const auto start = Clock::now();
  std::vector<Own> all(static_cast<std::size_t>(load.connections));
  const double before = process_cpu_us();
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < all.size(); ++i)
      threads.emplace_back(
          [&, i] { ask_all(load, load.scripts[i % load.scripts.size()], all[i]); });
  }
  const std::chrono::duration<double> took = Clock::now() - start;
  double server_us = process_cpu_us() - before;
  std::vector<double> latencies;
  for (const auto& own : all) {
    latencies.insert(latencies.end(), own.latencies.begin(), own.latencies.end());
    server_us -= own.cpu_us;
  }
  if (latencies.empty()) give_up("no answer in time");
  std::ranges::sort(latencies);
  const auto count = static_cast<double>(latencies.size());
  return {.per_second = count / took.count(),
          .p99_us = latencies[latencies.size() * 99 / 100],
          .server_us = server_us / count};
}

Outcome median(std::vector<Outcome> rounds) {
  const auto middle = rounds.begin() + static_cast<std::ptrdiff_t>(rounds.size() / 2);
  Outcome out;
  for (const auto figure : {&Outcome::per_second, &Outcome::p99_us, &Outcome::server_us}) {
    std::ranges::nth_element(rounds, middle, {}, figure);
    out.*figure = *middle.*figure;
  }
  return out;
}

}  // namespace evisa::bench
