// Keep-alive connections of which each asks again as soon as it has its answer.
#include "tests/bench/http_load.h"

#include <fmt/core.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <barrier>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <utility>

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

/// When connection `which` asks.
class Pace {
 public:
  Pace(const Load& load, std::size_t which, Clock::time_point start) {
    if (load.rate <= 0) return;
    const std::chrono::duration<double> each(load.connections / load.rate);
    each_ = std::chrono::duration_cast<Clock::duration>(each);
    due_ = start + each_ * static_cast<int>(which) / load.connections;
  }
  /// Waits for it.
  Clock::time_point next() {
    if (each_ == Clock::duration{}) return Clock::now();
    const auto due = std::exchange(due_, due_ + each_);
    std::this_thread::sleep_until(due);
    return due;
  }

 private:
  Clock::time_point due_;
  Clock::duration each_{};
};

void ask_all(const Load& load, std::size_t which, std::barrier<>& all_stand, Own& own) {
  const auto& script = load.scripts[which % load.scripts.size()];
  Asker asker(load);
  all_stand.arrive_and_wait();
  const double before = thread_cpu_us();
  const auto begin = Clock::now(), until = begin + load.duration;
  Pace pace(load, which, begin);
  const bool once = load.duration == std::chrono::milliseconds{0};
  for (std::size_t i = 0; once ? i < script.size() : Clock::now() < until; ++i) {
    const auto start = pace.next();
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
  std::vector<Own> all(static_cast<std::size_t>(load.connections));
  std::barrier all_stand(load.connections + 1);
  Clock::time_point start;
  double before = 0;
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < all.size(); ++i)
      threads.emplace_back([&, i] { ask_all(load, i, all_stand, all[i]); });
    all_stand.arrive_and_wait();
    start = Clock::now();
    before = process_cpu_us();
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
