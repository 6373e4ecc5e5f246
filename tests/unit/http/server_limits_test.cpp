// Deadlines and limits: a slow or greedy peer gets a clear refusal, and the others are served.
#include <gmock/gmock.h>
#include <sys/resource.h>

#include <future>

#include "tests/unit/http/raw_client.h"
#include "tests/unit/http/test_server.h"

namespace {

using namespace evisa;
using namespace evisa::http;
using namespace evisa::http::test;
using testing::HasSubstr;

constexpr std::string_view kHello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

ServerOptions with_limits(const ServerLimits& limits, unsigned threads = 4) {
  ServerOptions options;
  options.limits = limits;
  options.threads = threads;
  return options;
}

/// Milliseconds until another client has its answer.
std::chrono::milliseconds time_of_another(std::uint16_t port) {
  const auto start = std::chrono::steady_clock::now();
  RawClient client(port);
  client.send(kHello);
  EXPECT_EQ(status_of_text(client.read_response()), 200);
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               start);
}

TEST(ServerLimits, SlowHeadIsRefusedAfterTheWholeDeadline) {
  TestServer server(with_limits({.header_deadline = 300ms}));
  RawClient client(server.port());
  const auto start = std::chrono::steady_clock::now();
  client.send("GET /hello HTTP/1.1\r\nX: ");
  std::string answer;
  // Another byte every 50 ms: a deadline per receive would never pass.
  while (answer.empty() && std::chrono::steady_clock::now() - start < 5s) {
    client.send("a");
    answer = client.read_response(50ms);
  }
  EXPECT_EQ(status_of_text(answer), 408);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 3s);
  EXPECT_EQ(server.server->stats().timed_out, 1U);
}

TEST(ServerLimits, SlowBodyIsRefusedAfterTheWholeDeadline) {
  TestServer server(with_limits({.body_deadline = 300ms}));
  RawClient client(server.port());
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
  const auto start = std::chrono::steady_clock::now();
  std::string answer;
  while (answer.empty() && std::chrono::steady_clock::now() - start < 5s) {
    client.send("a");
    answer = client.read_response(50ms);
  }
  EXPECT_EQ(status_of_text(answer), 408);
  EXPECT_EQ(server.counters.handled, 0);
}

TEST(ServerLimits, IdleConnectionIsClosedWithoutAWord) {
  TestServer server(with_limits({.idle_deadline = 200ms}));
  RawClient silent(server.port());
  RawClient used(server.port());
  used.send(kHello);
  EXPECT_EQ(status_of_text(used.read_response()), 200);
  EXPECT_EQ(used.read_all(3s), "");
  EXPECT_TRUE(used.is_closed(0ms));
  EXPECT_EQ(silent.read_all(3s), "");
}

TEST(ServerLimits, PeerThatDoesNotReadIsCutAfterTheWriteDeadline) {
  TestServer server(with_limits({.write_deadline = 300ms}));
  RawClient client(server.port());
  client.send("GET /big?bytes=30000000 HTTP/1.1\r\nHost: a\r\n\r\n");
  std::this_thread::sleep_for(1s);
  EXPECT_LT(client.read_all().size(), 30'000'000U);
  EXPECT_EQ(server.server->stats().timed_out, 1U);
}

TEST(ServerLimits, PeerThatReadsSlowlyGetsAllAndHoldsNoThread) {
  TestServer server(with_limits({}, 1));
  RawClient client(server.port());
  client.send("GET /big?bytes=30000000 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  std::this_thread::sleep_for(100ms);
  EXPECT_LT(time_of_another(server.port()), 2s);
  EXPECT_GT(client.read_all().size(), 30'000'000U);
}

TEST(ServerLimits, SlowSendersHoldNoThread) {
  TestServer server(with_limits({}, 1));
  std::vector<RawClient> slow;
  for (int i = 0; i < 50; ++i) {
    slow.emplace_back(server.port());
    slow.back().send(i % 2 == 0 ? "GET /hello HTTP/1.1\r\nX: "
                                : "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\na");
  }
  EXPECT_LT(time_of_another(server.port()), 2s);
}

TEST(ServerLimits, ConnectionEndsAfterItsRequests) {
  TestServer server(with_limits({.max_requests_per_connection = 2}));
  RawClient client(server.port());
  client.send(kHello);
  EXPECT_THAT(client.read_response(), testing::Not(HasSubstr("Connection: close")));
  client.send(kHello);
  EXPECT_THAT(client.read_response(), HasSubstr("Connection: close"));
  EXPECT_TRUE(client.is_closed(2s));
}

TEST(ServerLimits, TheLongestIdleConnectionMakesRoom) {
  TestServer server(with_limits({.max_connections = 3}));
  std::vector<RawClient> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back(server.port());
    clients.back().send(kHello);
    EXPECT_EQ(status_of_text(clients.back().read_response()), 200);
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_LT(time_of_another(server.port()), 2s);
  EXPECT_TRUE(clients[0].is_closed(2s));
  clients[2].send(kHello);
  EXPECT_EQ(status_of_text(clients[2].read_response()), 200);
  EXPECT_EQ(server.server->stats().evicted, 1U);
}

TEST(ServerLimits, RequestsAtWorkAreNotGivenUpForNewConnections) {
  TestServer server(with_limits({.max_connections = 2}));
  RawClient one(server.port()), two(server.port());
  for (RawClient* client : {&one, &two}) client->send("GET /stubborn HTTP/1.1\r\nHost: a\r\n\r\n");
  std::this_thread::sleep_for(150ms);
  RawClient third(server.port());
  EXPECT_EQ(status_of_text(third.read_all()), 503);
  EXPECT_EQ(status_of_text(one.read_response()), 200);
  EXPECT_EQ(status_of_text(two.read_response()), 200);
  EXPECT_EQ(server.server->stats().refused, 1U);
}

TEST(ServerLimits, TenThousandIdleConnectionsAndTheOthersAreServed) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  constexpr std::size_t kIdle = 10'000, kRoom = 5'000;
  if (files.rlim_cur < kIdle + kRoom + 500) GTEST_SKIP() << "open files: " << files.rlim_cur;
  TestServer server(with_limits({.max_connections = kRoom, .idle_deadline = 60s}));
  std::vector<RawClient> idle;
  for (std::size_t i = 0; i < kIdle; ++i) {
    idle.emplace_back(server.port());
    ASSERT_TRUE(idle.back().connected()) << i;
  }
  while (server.server->stats().accepted < kIdle) std::this_thread::sleep_for(1ms);
  EXPECT_LT(time_of_another(server.port()), 3s);
  EXPECT_LE(server.server->stats().connections, kRoom + 64);
  EXPECT_GE(server.server->stats().evicted + server.server->stats().refused, kIdle - kRoom - 64);
  EXPECT_TRUE(idle.front().is_closed(2s));
  EXPECT_LT(time_of_another(server.port()), 3s);
}

TEST(ServerLimits, BodiesTogetherHaveALimit) {
  TestServer server(with_limits({.max_bodies = 1U << 20}));
  RawClient first(server.port());
  first.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nx");
  std::this_thread::sleep_for(100ms);
  RawClient second(server.port());
  second.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nx");
  EXPECT_EQ(status_of_text(second.read_response()), 503);
  first.send(std::string(999'999, 'x'));
  EXPECT_EQ(status_of_text(first.read_response()), 200);
  RawClient third(server.port());  // what the first had reserved is free again
  third.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" +
             std::string(1'000'000, 'x'));
  EXPECT_EQ(status_of_text(third.read_response()), 200);
}

TEST(ServerLimits, LongPollsDoNotTakeAllThreads) {
  TestServer server(with_limits({}, 4));
  std::vector<RawClient> polls;
  for (int i = 0; i < 2; ++i) {
    polls.emplace_back(server.port());
    polls.back().send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  while (server.counters.waiting < 2) std::this_thread::sleep_for(1ms);
  RawClient third(server.port());
  third.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string busy = third.read_response();
  EXPECT_EQ(status_of_text(busy), 503);
  EXPECT_THAT(busy, HasSubstr("Retry-After: 1\r\n"));
  EXPECT_LT(time_of_another(server.port()), 2s);
}

TEST(ServerLimits, DoesNotStartWithTooFewFiles) {
  ServerOptions options = with_limits({.max_connections = 100'000'000});
  options.now = real_now;
  const auto server = Server::start(options, {});
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, Errc::io);
  EXPECT_THAT(server.error().hint, HasSubstr("LimitNOFILE"));
}

TEST(ServerLimits, DoesNotStartTwiceOnAPort) {
  TestServer first;
  ServerOptions options;
  options.now = real_now;
  options.port = first.port();
  const auto second = Server::start(options, {});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::io);
}

TEST(ServerLimits, DoesNotListenOnAName) {
  ServerOptions options;
  options.now = real_now;
  options.address = "localhost";
  EXPECT_EQ(Server::start(options, {}).error().code, Errc::malformed);
}

TEST(ServerStop, FinishesWhatIsInFlightAndTellsLongPolls) {
  TestServer server;
  RawClient poll(server.port()), stubborn(server.port()), idle(server.port());
  poll.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
  stubborn.send("GET /stubborn HTTP/1.1\r\nHost: a\r\n\r\n");
  while (server.counters.waiting < 1 || server.counters.handled < 2) {
    std::this_thread::sleep_for(1ms);
  }
  const auto start = std::chrono::steady_clock::now();
  server.server->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - start, 4s);
  const std::string told = poll.read_all(), done = stubborn.read_all();
  EXPECT_THAT(told, HasSubstr("told to stop"));
  EXPECT_THAT(told, HasSubstr("Connection: close"));
  EXPECT_THAT(done, HasSubstr("\r\n\r\ndone\n"));
  EXPECT_EQ(idle.read_all(), "");
  EXPECT_FALSE(RawClient(server.port()).connected());
}

TEST(ServerStop, CutsWhoDoesNotReadWhenTheDeadlineIsOver) {
  TestServer server(with_limits({.stop_deadline = 300ms}));
  RawClient client(server.port());
  client.send("GET /big?bytes=30000000 HTTP/1.1\r\nHost: a\r\n\r\n");
  std::this_thread::sleep_for(200ms);
  const auto start = std::chrono::steady_clock::now();
  server.server->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - start, 3s);
}

TEST(ServerStop, LosesNoAcknowledgedRequestUnderLoad) {
  TestServer server;
  std::atomic<int> answered{0};
  std::vector<std::jthread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      RawClient client(server.port());
      for (;;) {
        if (!client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")) return;
        const std::string response = client.read_response();
        if (response.empty()) return;  // closed between two requests
        // What was begun to be answered is answered whole.
        EXPECT_TRUE(response.ends_with("\r\n\r\nabc")) << response;
        ++answered;
        if (response.contains("Connection: close")) return;
      }
    });
  }
  while (answered < 200) std::this_thread::sleep_for(1ms);
  server.server->stop();
  clients.clear();
  EXPECT_EQ(server.counters.handled, answered);
}

TEST(ServerConcurrency, AnswersEveryOneOfManyThreadsWithItsOwnBody) {
  TestServer server;
  std::atomic<int> right{0};
  std::vector<std::jthread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&, t] {
      RawClient client(server.port());
      for (int i = 0; i < 200; ++i) {
        const std::string body = std::to_string(t) + "/" + std::to_string(i);
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n\r\n" + body);
        if (client.read_response().ends_with("\r\n\r\n" + body)) ++right;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(right, 16 * 200);
}

}  // namespace
