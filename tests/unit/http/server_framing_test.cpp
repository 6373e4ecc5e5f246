// Framing on the wire: nothing that a peer sends is ever taken for another request than it meant.
#include <gmock/gmock.h>

#include "tests/unit/http/raw_client.h"
#include "tests/unit/http/test_server.h"

namespace {

using namespace evisa::http;
using namespace evisa::http::test;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kHello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

TEST(ServerFraming, AnswersOneRequestAfterTheOther) {
  TestServer server;
  RawClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    client.send(kHello);
    const std::string response = client.read_response();
    EXPECT_THAT(response, HasSubstr("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(response, HasSubstr("\r\n\r\nhello\n"));
  }
}

TEST(ServerFraming, AnswersPipelinedRequestsInOrder) {
  TestServer server;
  RawClient client(server.port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\noneGET /hello HTTP/1.1\r\n"
      "Host: a\r\n\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nthree");
  EXPECT_THAT(client.read_response(), HasSubstr("\r\n\r\none"));
  EXPECT_THAT(client.read_response(), HasSubstr("\r\n\r\nhello"));
  EXPECT_THAT(client.read_response(), HasSubstr("\r\n\r\nthree"));
}

TEST(ServerFraming, ReadsAHeadThatArrivesByteByByte) {
  TestServer server;
  RawClient client(server.port());
  for (const char c : kHello) client.send({&c, 1});
  EXPECT_EQ(status_of_text(client.read_response()), 200);
}

// A refused request's body must not be read as the next request.
struct Smuggle {
  const char* name;
  std::string bytes;
  int status;
};
void PrintTo(const Smuggle& one, std::ostream* out) { *out << one.name; }
class ServerSmuggling : public testing::TestWithParam<Smuggle> {};

TEST_P(ServerSmuggling, EndsTheConnectionAfterOneAnswer) {
  TestServer server;
  RawClient client(server.port());
  client.send(GetParam().bytes);
  client.end_writing();
  const std::string all = client.read_all();
  EXPECT_EQ(status_of_text(all), GetParam().status) << all;
  EXPECT_THAT(all, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(all, HasSubstr("application/problem+json"));
  EXPECT_EQ(all.find("HTTP/1.1", 1), std::string::npos) << all;
  EXPECT_EQ(server.counters.handled, 0);
}

const std::string kInner = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";
std::string length_of(const std::string& text) { return std::to_string(text.size()); }

INSTANTIATE_TEST_SUITE_P(
    Requests, ServerSmuggling,
    testing::Values(
        Smuggle{"body of an unknown path",
                "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: " + length_of(kInner) +
                    "\r\n\r\n" + kInner,
                404},
        Smuggle{"body with a wrong method",
                "POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: " + length_of(kInner) +
                    "\r\n\r\n" + kInner,
                405},
        Smuggle{"body without authentication",
                "POST /v1/upload HTTP/1.1\r\nHost: a\r\nContent-Length: " + length_of(kInner) +
                    "\r\n\r\n" + kInner,
                401},
        Smuggle{"body that is too long",
                "POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n" + kInner, 413},
        Smuggle{"GET with a body",
                "GET /hello HTTP/1.1\r\nHost: a\r\nContent-Length: " + length_of(kInner) +
                    "\r\n\r\n" + kInner,
                400},
        Smuggle{"length and chunked",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: "
                "chunked\r\n\r\n0\r\n\r\n" +
                    kInner,
                400},
        Smuggle{"two lengths",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: " +
                    length_of(kInner) + "\r\n\r\n" + kInner,
                400},
        Smuggle{"negative length",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n" + kInner, 400},
        Smuggle{"no length", "POST /echo HTTP/1.1\r\nHost: a\r\n\r\n" + kInner, 411},
        Smuggle{"chunked",
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
                    kInner,
                411},
        Smuggle{"bare line feeds", "GET /hello HTTP/1.1\nHost: a\r\n\r\n" + kInner, 400},
        Smuggle{"TLS on a plain port", std::string("\x16\x03\x01\x02\x00\x01", 6), 400}));

TEST(ServerFraming, AsksForTheBodyThatAClientHoldsBack) {
  TestServer server;
  RawClient client(server.port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(client.read_response(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  EXPECT_THAT(client.read_response(), HasSubstr("\r\n\r\nabc"));
  client.send(kHello);
  EXPECT_EQ(status_of_text(client.read_response()), 200);
}

TEST(ServerFraming, RefusesABodyBeforeItIsSent) {
  TestServer server;
  RawClient client(server.port());
  client.send(
      "POST /small HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 500\r\n\r\n");
  EXPECT_EQ(status_of_text(client.read_all()), 413);
}

TEST(ServerFraming, RefusalOfAHundredMegabytesReachesAClientThatSendsThemAll) {
  TestServer server;
  RawClient client(server.port());
  constexpr std::size_t kSize = 100U << 20;
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(kSize) +
              "\r\n\r\n");
  const std::string piece(1U << 20, 'x');
  for (std::size_t sent = 0; sent < kSize; sent += piece.size()) {
    ASSERT_TRUE(client.send(piece)) << sent;
  }
  EXPECT_EQ(status_of_text(client.read_all()), 413);
  EXPECT_EQ(server.counters.handled, 0);
}

TEST(ServerFraming, RefusesAnEndlessHead) {
  TestServer server;
  RawClient client(server.port());
  client.send("GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'a'));
  EXPECT_EQ(status_of_text(client.read_all()), 431);
}

TEST(ServerFraming, HeadHasTheLengthButNotTheBody) {
  TestServer server;
  RawClient client(server.port());
  client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  client.end_writing();
  const std::string all = client.read_all();
  EXPECT_THAT(all, HasSubstr("Content-Length: 6\r\n"));
  EXPECT_TRUE(all.ends_with("\r\n\r\n"));
}

TEST(ServerFraming, OptionsNamesTheMethods) {
  TestServer server;
  RawClient client(server.port());
  client.send("OPTIONS /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string response = client.read_response();
  EXPECT_EQ(status_of_text(response), 204);
  EXPECT_THAT(response, HasSubstr("Allow: GET, HEAD, OPTIONS\r\n"));
  EXPECT_THAT(response, Not(HasSubstr("Content-Length")));
}

TEST(ServerFraming, Http10IsClosedAfterTheAnswer) {
  TestServer server;
  RawClient client(server.port());
  client.send("GET /lines HTTP/1.0\r\n\r\n");
  const std::string all = client.read_all();
  EXPECT_THAT(all, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(all, Not(HasSubstr("chunked")));
  EXPECT_TRUE(all.ends_with("{\"n\":99}\n"));
}

TEST(ServerFraming, StreamsInChunksAndGoesOnAfterwards) {
  TestServer server;
  RawClient client(server.port());
  client.send(
      "GET /lines HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n"
      "Connection: close\r\n\r\n");
  const std::string all = client.read_all();
  EXPECT_THAT(all, HasSubstr("Transfer-Encoding: chunked\r\n"));
  EXPECT_THAT(all, HasSubstr("8\r\n{\"n\":0}\n\r\n"));
  EXPECT_THAT(all, HasSubstr("\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n"));
}

TEST(ServerFraming, CutStreamHasNoLastChunk) {
  TestServer server;
  RawClient client(server.port());
  client.send("GET /cut HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string all = client.read_all();
  EXPECT_TRUE(all.ends_with("4\r\nhalf\r\n")) << all;
}

TEST(ServerFraming, HandlerThatThrowsIs500WithoutItsReason) {
  TestServer server;
  RawClient client(server.port());
  client.send("GET /throws HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string response = client.read_response();
  EXPECT_EQ(status_of_text(response), 500);
  EXPECT_THAT(response, Not(HasSubstr("secret")));
  client.send(kHello);
  EXPECT_EQ(status_of_text(client.read_response()), 200);
}

TEST(ServerFraming, HeaderThatWouldSplitTheResponseIsNotSent) {
  TestServer server;
  RawClient client(server.port());
  client.send("GET /splits HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string response = client.read_response();
  EXPECT_EQ(status_of_text(response), 500);
  EXPECT_THAT(response, Not(HasSubstr("Set-Cookie")));
}

TEST(ServerFraming, EveryAnswerSaysNoStoreAndNosniff) {
  TestServer server;
  RawClient client(server.port());
  client.send(kHello);
  const std::string response = client.read_response();
  EXPECT_THAT(response, HasSubstr("Cache-Control: no-store\r\n"));
  EXPECT_THAT(response, HasSubstr("X-Content-Type-Options: nosniff\r\n"));
  EXPECT_THAT(response, HasSubstr("X-Request-Id: "));
  EXPECT_THAT(response, HasSubstr(" GMT\r\n"));
}

}  // namespace
