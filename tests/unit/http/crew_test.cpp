// Who of a server's threads is at work, and whose turn it is.
#include "http/crew.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>
#include <thread>
#include <vector>

#include "tests/unit/http/raw_client.h"
#include "tests/unit/http/test_server.h"

namespace evisa::http::test {
namespace {

TEST(Crew, LetsOnlySoManyWork) {
  Crew crew(2);
  std::atomic<int> working{0}, most{0}, rounds{0};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      while (crew.join()) {
        const int now = ++working;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) continue;
        std::this_thread::yield();
        --working;
        crew.leave();
        if (++rounds >= 2000) crew.dismiss();
      }
    });
  threads.clear();
  EXPECT_LE(most, 2);
  EXPECT_GE(rounds, 2000);
}

TEST(Crew, GivesThePlaceOfWhoeverWaits) {
  Crew crew(1);
  std::latch waiting(1), other_worked(1);
  std::jthread first([&] {
    ASSERT_TRUE(crew.join());
    {
      const Waiting wait;
      waiting.count_down();
      other_worked.wait();
    }
    crew.leave();
  });
  waiting.wait();
  std::jthread second([&] {
    ASSERT_TRUE(crew.join());
    other_worked.count_down();
    crew.leave();
  });
}

TEST(Crew, DoesNothingInOtherThreads) {
  const Waiting waiting;
  const Waiting within;
  SUCCEED();
}

/// Handlers that wait for each other and do not say so.
TEST(Crew, SendsHelpWhenAllAreHeldUp) {
  constexpr int kAtOnce = 12;
  static_assert(kAtOnce > 3);
  std::latch all_there(kAtOnce);
  std::vector<Route> routes{{Method::get, "/meet", [&](const Request&) {
                               all_there.arrive_and_wait();
                               return text_response(200, "met");
                             }}};
  auto service = sample::must(Router::create(std::move(routes), bearer)).service();
  auto server = sample::must(Server::start({.threads = 32, .now = real_now}, std::move(service)));
  std::vector<std::future<std::string>> answers;
  for (int i = 0; i < kAtOnce; ++i)
    answers.push_back(std::async(std::launch::async, [port = server->port()] {
      RawClient client(port);
      client.send("GET /meet HTTP/1.1\r\nHost: a\r\n\r\n");
      return client.read_response(std::chrono::seconds(30));
    }));
  for (auto& answer : answers) EXPECT_NE(answer.get().find("met"), std::string::npos);
}

/// One thread, and a peer that has sent hundreds of requests before it reads an answer.
TEST(Crew, LetsNoPeerKeepAThreadToItself) {
  constexpr int kGreedy = 300;
  std::atomic<int> handled{0}, before_modest{-1};
  std::latch modest_asked(1);
  std::vector<Route> routes{{Method::get, "/greedy",
                             [&](const Request&) {
                               if (handled++ == 0) modest_asked.wait();
                               return text_response(200, "x");
                             }},
                            {Method::get, "/modest", [&](const Request&) {
                               before_modest = handled.load();
                               return text_response(200, "y");
                             }}};
  auto service = sample::must(Router::create(std::move(routes), bearer)).service();
  auto server = sample::must(Server::start({.threads = 1, .now = real_now}, std::move(service)));
  RawClient greedy(server->port()), modest(server->port());
  std::string many;
  for (int i = 0; i < kGreedy; ++i) many += "GET /greedy HTTP/1.1\r\nHost: a\r\n\r\n";
  ASSERT_TRUE(greedy.send(many));
  while (handled == 0) std::this_thread::sleep_for(1ms);
  ASSERT_TRUE(modest.send("GET /modest HTTP/1.1\r\nHost: a\r\n\r\n"));
  std::this_thread::sleep_for(50ms);  // on its way into the epoll set
  modest_asked.count_down();
  EXPECT_NE(modest.read_response().find("y"), std::string::npos);
  EXPECT_LT(before_modest, 10);
  for (int i = 0; i < kGreedy; ++i)
    ASSERT_NE(greedy.read_response().find("200"), std::string::npos);
}

}  // namespace
}  // namespace evisa::http::test
