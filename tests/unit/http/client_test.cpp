// The client: its deadline holds, its failures are told apart, and nothing is sent twice unasked.
#include "http/client.h"

#include <gmock/gmock.h>

#include <functional>

#include "http/private_endpoint.h"
#include "http/resolver.h"
#include "tests/unit/http/raw_client.h"
#include "tests/unit/http/test_server.h"

namespace {

using namespace evisa;
using namespace evisa::http;
using namespace evisa::http::test;
using testing::HasSubstr;

/// A server that does what it is told on each connection, in order; then closes.
class ScriptedServer {
 public:
  using Script = std::function<void(int fd)>;
  explicit ScriptedServer(std::vector<Script> scripts)
      : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&at), size) != 0 ||
        ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size) != 0) {
      std::abort();
    }
    port_ = ntohs(at.sin_port);
    thread_ = std::jthread([this, scripts = std::move(scripts)] {
      for (const Script& script : scripts) {
        const int fd = ::accept(listener_, nullptr, nullptr);
        if (fd < 0) return;
        ++accepted_;
        script(fd);
        ::close(fd);
      }
    });
  }
  ~ScriptedServer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int accepted() const { return accepted_; }

 private:
  int listener_;
  std::uint16_t port_ = 0;
  std::atomic<int> accepted_{0};
  std::jthread thread_;
};

void read_request(int fd) {
  std::string in;
  std::array<char, 4096> piece{};
  while (!in.contains("\r\n\r\n")) {
    const ssize_t got = ::recv(fd, piece.data(), piece.size(), 0);
    if (got <= 0) return;
    in.append(piece.data(), static_cast<std::size_t>(got));
  }
}

void say(int fd, std::string_view text) { ::send(fd, text.data(), text.size(), MSG_NOSIGNAL); }

/// One request, then this answer.
ScriptedServer::Script answer(std::string text) {
  return [text = std::move(text)](int fd) {
    read_request(fd);
    say(fd, text);
  };
}

std::expected<ClientResponse, ClientError> ask(std::uint16_t port, ClientOptions options = {}) {
  Client client = client_for(port, std::move(options));
  return client.send({.target = "/hello", .deadline = 1s});
}

TEST(HttpClient, SendsAndReadsAllMethods) {
  TestServer server;
  Client client = client_for(server.port());
  const auto got = client.send({.target = "/hello", .deadline = 5s});
  ASSERT_TRUE(got) << got.error().error.message;
  EXPECT_EQ(got->status, 200);
  EXPECT_EQ(got->body, "hello\n");
  const std::string large(3U << 20, 'x');
  const auto posted =
      client.send({.method = Method::post, .target = "/echo", .body = large, .deadline = 10s});
  ASSERT_TRUE(posted) << posted.error().error.message;
  EXPECT_EQ(posted->body, large);
  const auto head = client.send({.method = Method::head, .target = "/hello", .deadline = 5s});
  ASSERT_TRUE(head);
  EXPECT_EQ(head->body, "");
  EXPECT_EQ(server.server->stats().accepted, 1U);  // one connection for all three
}

TEST(HttpClient, GivesAStreamPieceByPiece) {
  TestServer server;
  Client client = client_for(server.port());
  std::string all;
  const auto got = client.send({.target = "/lines", .deadline = 5s, .on_body = [&](auto piece) {
                                  all += piece;
                                  return true;
                                }});
  ASSERT_TRUE(got) << got.error().error.message;
  EXPECT_EQ(got->body, "");
  EXPECT_TRUE(all.starts_with("{\"n\":0}\n{\"n\":1}\n"));
  EXPECT_TRUE(all.ends_with("{\"n\":99}\n"));
}

TEST(HttpClient, CutStreamIsAnError) {
  TestServer server;
  Client client = client_for(server.port());
  const auto got = client.send({.target = "/cut", .deadline = 5s});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().failure, ClientFailure::protocol);
}

TEST(HttpClient, RefusedIsToldApartAndCannotHaveBeenDone) {
  std::uint16_t port = 0;
  {
    TestServer server;
    port = server.port();
  }
  const auto got = ask(port);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().failure, ClientFailure::refused);
  EXPECT_FALSE(got.error().maybe_done);
  EXPECT_EQ(got.error().error.code, Errc::unavailable);
}

TEST(HttpClient, UnknownNameIsRefused) {
  Client client = client_for(80, {}, false, "no-such-host.invalid");
  const auto got = client.send({.target = "/", .deadline = 5s});
  ASSERT_FALSE(got);
  EXPECT_NE(got.error().failure, ClientFailure::protocol);
  EXPECT_FALSE(got.error().maybe_done);
}

TEST(HttpClient, DeadlineHoldsAgainstAServerThatNeverStops) {
  // A byte every 20 ms for ever: no single receive would ever time out.
  ScriptedServer server({[](int fd) {
    read_request(fd);
    say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    for (int i = 0; i < 250; ++i) {
      if (::send(fd, "x", 1, MSG_NOSIGNAL) != 1) return;
      std::this_thread::sleep_for(20ms);
    }
  }});
  Client client = client_for(server.port());
  const auto start = std::chrono::steady_clock::now();
  const auto got = client.send({.target = "/", .deadline = 300ms});
  const auto took = std::chrono::steady_clock::now() - start;
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().failure, ClientFailure::timeout);
  EXPECT_TRUE(got.error().maybe_done);
  EXPECT_GE(took, 300ms);
  EXPECT_LT(took, 1500ms);
}

TEST(HttpClient, DeadlineHoldsAgainstASilentServer) {
  ScriptedServer server({[](int) { std::this_thread::sleep_for(800ms); }});
  Client client = client_for(server.port());
  const auto got = client.send({.target = "/", .deadline = 200ms});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().failure, ClientFailure::timeout);
}

TEST(HttpClient, StaleConnectionIsReplacedOnceForAGet) {
  const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  // The first connection dies when it is used again, the second one lives.
  const auto dies = [&](int fd) {
    read_request(fd);
    say(fd, ok);
    read_request(fd);
  };
  ScriptedServer server({dies, answer(ok)});
  Client client = client_for(server.port());
  ASSERT_TRUE(client.send({.target = "/", .deadline = 2s}));
  const auto second = client.send({.target = "/", .deadline = 2s});
  ASSERT_TRUE(second) << second.error().error.message;
  EXPECT_EQ(server.accepted(), 2);
}

TEST(HttpClient, PostOnAStaleConnectionIsNotRepeated) {
  const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  const auto dies = [&](int fd) {
    read_request(fd);
    say(fd, ok);
    read_request(fd);
  };
  ScriptedServer server({dies, answer(ok)});
  Client client = client_for(server.port());
  ASSERT_TRUE(client.send({.target = "/", .deadline = 2s}));
  const auto second =
      client.send({.method = Method::post, .target = "/", .body = "x", .deadline = 2s});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().failure, ClientFailure::protocol);
  EXPECT_TRUE(second.error().maybe_done);
  EXPECT_EQ(server.accepted(), 1);
}

TEST(HttpClient, ConnectionThatTheServerHasClosedIsNotUsedForAPost) {
  const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  ScriptedServer server({answer(ok), answer(ok)});
  Client client = client_for(server.port());
  ASSERT_TRUE(client.send({.target = "/", .deadline = 2s}));
  std::this_thread::sleep_for(100ms);  // the close has arrived
  const auto second =
      client.send({.method = Method::post, .target = "/", .body = "x", .deadline = 2s});
  ASSERT_TRUE(second) << second.error().error.message;
}

struct BadAnswer {
  const char* name;
  std::string text;
  ClientFailure failure;
};
void PrintTo(const BadAnswer& one, std::ostream* out) { *out << one.name; }
class ClientAnswers : public testing::TestWithParam<BadAnswer> {};

TEST_P(ClientAnswers, AreRefused) {
  ScriptedServer server({answer(GetParam().text)});
  const auto got = ask(server.port(), {.max_response = 100, .max_header_bytes = 500});
  ASSERT_FALSE(got);
  EXPECT_EQ(to_string(got.error().failure), to_string(GetParam().failure))
      << got.error().error.message;
}

INSTANTIATE_TEST_SUITE_P(
    Wrong, ClientAnswers,
    testing::Values(
        BadAnswer{"no HTTP", "hello\r\n\r\n", ClientFailure::protocol},
        BadAnswer{"nothing", "", ClientFailure::protocol},
        BadAnswer{"cut head", "HTTP/1.1 200 OK\r\nConte", ClientFailure::protocol},
        BadAnswer{"cut body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
                  ClientFailure::protocol},
        BadAnswer{"no length", "HTTP/1.1 200 OK\r\n\r\nabc", ClientFailure::protocol},
        BadAnswer{"two lengths",
                  "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
                  ClientFailure::protocol},
        BadAnswer{"length and chunked",
                  "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "0\r\n\r\n",
                  ClientFailure::protocol},
        BadAnswer{"bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                  ClientFailure::protocol},
        BadAnswer{"cut chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
                  ClientFailure::protocol},
        BadAnswer{"long length", "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n",
                  ClientFailure::too_large},
        BadAnswer{"long chunks",
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" +
                      std::string(101, 'x') + "\r\n0\r\n\r\n",
                  ClientFailure::too_large},
        BadAnswer{"long head", "HTTP/1.1 200 OK\r\nX: " + std::string(600, 'x'),
                  ClientFailure::too_large}));

TEST(HttpClient, ReadsChunksHoweverTheyAreSplit) {
  const std::string body = "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
  ScriptedServer server({[&](int fd) {
    read_request(fd);
    say(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (const char c : body) {
      say(fd, {&c, 1});
      std::this_thread::sleep_for(1ms);
    }
  }});
  const auto got = ask(server.port());
  ASSERT_TRUE(got) << got.error().error.message;
  EXPECT_EQ(got->body, "hello world");
}

TEST(HttpClient, DoesNotSendALineEndInAHeaderOrTarget) {
  TestServer server;
  Client client = client_for(server.port());
  EXPECT_FALSE(client.send({.target = "/hello\r\nX: y", .deadline = 1s}));
  EXPECT_FALSE(client.send({.target = "/hello", .headers = {{"A", "b\r\nC: d"}}, .deadline = 1s}));
  EXPECT_EQ(server.counters.handled, 0);
}

TEST(HttpClient, ServesManyThreads) {
  TestServer server;
  Client client = client_for(server.port());
  std::atomic<int> right{0};
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 50; ++i) {
          const std::string body = std::to_string(t * 1000 + i);
          const auto got = client.send(
              {.method = Method::post, .target = "/echo", .body = body, .deadline = 10s});
          if (got && got->body == body) ++right;
        }
      });
    }
  }
  EXPECT_EQ(right, 400);
  EXPECT_LE(server.server->stats().accepted, 40U);
}

TEST(HttpEndpoint, ParsesServers) {
  const auto full = Endpoint::parse("https://ala.example:8443");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->host, "ala.example");
  EXPECT_EQ(full->port, 8443);
  EXPECT_TRUE(full->tls);
  EXPECT_EQ(Endpoint::parse("http://[::1]:80/")->host, "::1");
  EXPECT_EQ(Endpoint::parse("https://nqz.example")->port, 443);
  for (const char* wrong : {"ala.example", "ftp://a", "https://", "https://a/b", "https://u@a",
                            "https://a:0", "https://a:65536", "https://a:x", "https://[::1"}) {
    EXPECT_FALSE(Endpoint::parse(wrong)) << wrong;
  }
}

TEST(HttpEndpoint, ATokenGoesInClearToThisMachineOnly) {
  for (const char* url : {"https://ala.example:8443", "http://127.0.0.1:1", "http://[::1]:1",
                          "http://localhost:1", "http://LocalHost"}) {
    EXPECT_TRUE(parse_private_endpoint(url)) << url;
  }
  for (const char* url : {"http://ala.example:8443", "http://10.0.0.1", "http://127.0.0.2",
                          "http://localhost.example", "http://[::2]:1", "nowhere"}) {
    const auto refused = parse_private_endpoint(url);
    ASSERT_FALSE(refused) << url;
    EXPECT_EQ(refused.error().code, Errc::malformed) << url;
  }
  EXPECT_THAT(parse_private_endpoint("http://ala.example").error().message,
              testing::HasSubstr("expected https"));
}

TEST(HttpResolver, AsksNobodyWhereThisMachineIs) {
  const auto at_once = std::chrono::steady_clock::now();
  Resolver name("LOCALHOST");
  EXPECT_EQ(name.addresses(at_once).value(), (std::vector<std::string>{"127.0.0.1", "::1"}));
  Resolver literal("::1");
  EXPECT_EQ(literal.addresses(at_once).value(), std::vector<std::string>{"::1"});
}

}  // namespace
