// A page's conversation with a real server, good and bad.
#include "http/web_socket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>

#include <latch>

#include "crypto/file_descriptor.h"
#include "tests/unit/http/raw_client.h"
#include "tests/unit/http/test_server.h"

namespace evisa::http::test {
namespace {

using testing::HasSubstr;

/// A client's frame; the mask is not secret here.
std::string masked(std::uint8_t first, std::string_view payload) {
  std::string frame(1, static_cast<char>(first));
  if (payload.size() < 126) {
    frame += static_cast<char>(0x80U | payload.size());
  } else {
    frame += static_cast<char>(0x80U | 126U);
    frame += static_cast<char>(payload.size() >> 8U);
    frame += static_cast<char>(payload.size() & 0xFFU);
  }
  const std::string mask = "mask";
  frame += mask;
  for (std::size_t i = 0; i < payload.size(); ++i)
    frame += static_cast<char>(payload[i] ^ mask[i % 4]);
  return frame;
}
std::string text(std::string_view payload) { return masked(0x81, payload); }

/// A server that says back what it hears.
class Echo {
 public:
  Echo() {
    std::vector<Route> routes{{Method::get, "/talk", [](const Request& request) {
                                 return web_socket_response(request, converse);
                               }}};
    auto service = sample::must(Router::create(std::move(routes), bearer)).service();
    server_ = sample::must(
        Server::start({.limits = {.max_message = 1000}, .now = real_now}, std::move(service)));
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  void stop() { server_->stop(); }

 private:
  static void converse(WebSocket& socket, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const auto message = socket.next(20ms);
      if (!message) return;
      if (!*message) continue;
      const bool sent = (*message)->binary ? socket.send_binary((*message)->data)
                                           : socket.send_text((*message)->data);
      if (!sent) return;
    }
    socket.close(1001);
  }
  std::unique_ptr<Server> server_;
};

std::string upgrade(std::uint16_t port, std::string_view more = {}) {
  return "GET /talk HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
         "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://127.0.0.1:" +
         std::to_string(port) + "\r\n" + std::string(more) + "\r\n";
}

/// What the server sends when a page says `frames` and then ends.
std::string answers(std::string_view frames) {
  Echo echo;
  RawClient client(echo.port());
  client.send(upgrade(echo.port()) + std::string(frames));
  const std::string all = client.read_all(std::chrono::seconds(2));
  const auto head = all.find("\r\n\r\n");
  return head == std::string::npos ? all : all.substr(head + 4);
}
std::string closed_with(int code) {
  return {static_cast<char>(0x88), 2, static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
}
const std::string kBye = masked(0x88, "\x03\xe8");

// Source: RFC 6455 1.3.
TEST(WebSocket, AcceptsTheKeyOfTheStandard) {
  EXPECT_EQ(sample::must(accept_of_key("dGhlIHNhbXBsZSBub25jZQ==")),
            "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_FALSE(accept_of_key("c2hvcnQ="));
  EXPECT_FALSE(accept_of_key(""));
}

TEST(WebSocket, ShakesHandsAndTalks) {
  Echo echo;
  RawClient client(echo.port());
  client.send(upgrade(echo.port()) + text("hello") + masked(0x82, "\x01\xff") + kBye);
  const std::string all = client.read_all(std::chrono::seconds(2));
  EXPECT_THAT(all, HasSubstr("HTTP/1.1 101 Switching Protocols\r\n"));
  EXPECT_THAT(all, HasSubstr("\r\nConnection: Upgrade\r\n"));
  EXPECT_THAT(all, HasSubstr("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
  EXPECT_THAT(all, HasSubstr("\x81\x05hello\x82\x02\x01\xff" + closed_with(1000)));
}

TEST(WebSocket, JoinsPiecesAndAnswersPings) {
  EXPECT_EQ(
      answers(masked(0x01, "one ") + masked(0x89, "still there?") + masked(0x80, "two") + kBye),
      "\x8A\x0Cstill there?\x81\x07one two" + closed_with(1000));
}

TEST(WebSocket, EndsWhatBreaksTheProtocol) {
  EXPECT_EQ(answers("\x81\x02hi"), closed_with(1002));                   // not masked
  EXPECT_EQ(answers(masked(0xC1, "x")), closed_with(1002));              // reserved bit
  EXPECT_EQ(answers(masked(0x83, "x")), closed_with(1002));              // reserved opcode
  EXPECT_EQ(answers(masked(0x80, "x")), closed_with(1002));              // nothing to continue
  EXPECT_EQ(answers(masked(0x01, "a") + text("b")), closed_with(1002));  // within another
  EXPECT_EQ(answers(masked(0x09, "p")), closed_with(1002));              // a ping in pieces
  EXPECT_EQ(answers(text("\xC3\x28")), closed_with(1007));               // not UTF-8
  EXPECT_EQ(answers(text(std::string(1001, 'x'))), closed_with(1009));   // too long
  EXPECT_EQ(answers(masked(0x01, std::string(600, 'x')) + masked(0x80, std::string(600, 'x'))),
            closed_with(1009));
}

TEST(WebSocket, LetsOnlyOwnPagesIn) {
  Echo echo;
  const auto status = [&](std::string request) {
    RawClient client(echo.port());
    client.send(request);
    return client.read_response();
  };
  std::string other = upgrade(echo.port());
  other.replace(other.find("Origin: http://127.0.0.1"), 24, "Origin: http://elsewhere");
  EXPECT_THAT(status(other), HasSubstr("HTTP/1.1 403 "));
  std::string none = upgrade(echo.port());
  none.erase(none.find("Origin"), none.rfind("\r\n\r\n") + 2 - none.find("Origin"));
  EXPECT_THAT(status(none), HasSubstr("HTTP/1.1 403 "));
  EXPECT_THAT(status("GET /talk HTTP/1.1\r\nHost: a\r\n\r\n"), HasSubstr("HTTP/1.1 426 "));
  std::string old = upgrade(echo.port());
  old.replace(old.find("Version: 13"), 11, "Version: 8");
  EXPECT_THAT(status(old), HasSubstr("HTTP/1.1 426 "));
  std::string key = upgrade(echo.port());
  key.replace(key.find("dGhl"), 4, "!!!!");
  EXPECT_THAT(status(key), HasSubstr("HTTP/1.1 400 "));
}

TEST(WebSocket, IsToldThatTheServerStops) {
  Echo echo;
  RawClient client(echo.port());
  client.send(upgrade(echo.port()));
  EXPECT_THAT(client.read_response(200ms), HasSubstr("101"));
  echo.stop();
  EXPECT_THAT(client.read_all(std::chrono::seconds(2)), HasSubstr(closed_with(1001)));
}

TEST(WebSocket, WakesForWhatThereIsToSay) {
  const crypto::FileDescriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  std::latch listening(1);
  std::vector<Route> routes{
      {Method::get, "/talk", [&](const Request& request) {
         return web_socket_response(request, [&](WebSocket& socket, const std::stop_token&) {
           listening.count_down();
           const auto heard = socket.next(std::chrono::minutes(1), wake.get());
           if (heard && !*heard) std::ignore = socket.send_text("news");
         });
       }}};
  auto service = sample::must(Router::create(std::move(routes), bearer)).service();
  auto server = sample::must(Server::start({.now = real_now}, std::move(service)));
  RawClient client(server->port());
  client.send(upgrade(server->port()));
  listening.wait();
  ASSERT_EQ(::eventfd_write(wake.get(), 1), 0);
  EXPECT_THAT(client.read_all(std::chrono::seconds(20)), HasSubstr("\x81\x04news"));
}

}  // namespace
}  // namespace evisa::http::test
