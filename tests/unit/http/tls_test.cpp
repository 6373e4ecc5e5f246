// TLS: who is trusted, what is spoken, and that a handshake stops nobody else.
#include "http/tls.h"

#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <fstream>

#include "tests/unit/http/raw_client.h"
#include "tests/unit/http/test_server.h"

namespace {

using namespace evisa;
using namespace evisa::http;
using namespace evisa::http::test;
using testing::HasSubstr;
using testing::Not;

const TlsFolder& tls() {
  static const TlsFolder folder;
  return folder;
}

ServerOptions tls_options(ServerLimits limits = {}) {
  ServerOptions options;
  options.tls = tls().server();
  options.limits = limits;
  return options;
}

ServerOptions mutual_options() {
  ServerOptions options;
  options.tls = tls().server_asking_for_certificates();
  return options;
}

std::expected<ClientResponse, ClientError> ask(std::uint16_t port, ClientOptions options,
                                               const std::string& target = "/hello",
                                               const std::string& host = "127.0.0.1") {
  Client client = client_for(port, std::move(options), true, host);
  return client.send({.target = target, .deadline = 5s});
}

/// Runs a shell command, both outputs together.
std::string run(const std::string& command) {
  std::string out;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  std::array<char, 4096> piece{};
  while (std::size_t got = std::fread(piece.data(), 1, piece.size(), pipe)) {
    out.append(piece.data(), got);
  }
  ::pclose(pipe);
  return out;
}

std::string s_client(std::uint16_t port, const std::string& arguments,
                     const std::string& input = "") {
  return run("printf '" + input + "' | timeout 10 openssl s_client -connect 127.0.0.1:" +
             std::to_string(port) + " -CAfile " + (tls() / "ca.pem").string() + " " + arguments);
}

TEST(Tls, ServesAClientThatTrustsItsCa) {
  TestServer server(tls_options());
  const auto got = ask(server.port(), {.ca = tls() / "ca.pem"});
  ASSERT_TRUE(got) << got.error().error.message;
  EXPECT_EQ(got->body, "hello\n");
}

TEST(Tls, ServesByName) {
  TestServer server(tls_options());
  const auto got = ask(server.port(), {.ca = tls() / "ca.pem"}, "/hello", "localhost");
  ASSERT_TRUE(got) << got.error().error.message;
}

TEST(Tls, CarriesLargeBodiesBothWaysOnOneConnection) {
  TestServer server(tls_options());
  Client client = client_for(server.port(), {.ca = tls() / "ca.pem"}, true);
  const std::string large(3U << 20, 'x');
  for (int i = 0; i < 3; ++i) {
    const auto got =
        client.send({.method = Method::post, .target = "/echo", .body = large, .deadline = 20s});
    ASSERT_TRUE(got) << got.error().error.message;
    EXPECT_EQ(got->body, large);
  }
  EXPECT_EQ(server.server->stats().accepted, 1U);
}

TEST(Tls, ClientRefusesAnotherCa) {
  TestServer server(tls_options());
  const auto got = ask(server.port(), {.ca = tls() / "other/ca.pem"});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().failure, ClientFailure::tls);
  EXPECT_EQ(got.error().error.code, Errc::untrusted);
  EXPECT_FALSE(got.error().maybe_done);
  EXPECT_EQ(server.counters.handled, 0);
}

// POCO would not look at the name of a peer on the loopback interface.
TEST(Tls, ClientRefusesACertificateForAnotherName) {
  ServerOptions options;
  options.tls = ServerTls{.certificate = tls() / "elsewhere.pem", .key = tls() / "elsewhere.key"};
  TestServer server(options);
  for (const char* host : {"127.0.0.1", "localhost"}) {
    const auto got = ask(server.port(), {.ca = tls() / "ca.pem"}, "/hello", host);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().failure, ClientFailure::tls) << got.error().error.message;
  }
  EXPECT_EQ(server.counters.handled, 0);
}

TEST(Tls, ClientRefusesAClientsCertificateAsAServers) {
  ServerOptions options;
  options.tls = ServerTls{.certificate = tls() / "ala.pem", .key = tls() / "ala.key"};
  TestServer server(options);
  const auto got = ask(server.port(), {.ca = tls() / "ca.pem"});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().failure, ClientFailure::tls);
}

TEST(Tls, ClientWithoutCaIsNotMade) {
  const auto client = Client::create({.tls = true, .host = "127.0.0.1", .port = 1}, {});
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().code, Errc::out_of_range);
}

// POCO would compare the certificate with the client's address and refuse this one.
TEST(Tls, MutualTlsGivesTheHandlerTheSubject) {
  TestServer server(mutual_options());
  const auto got =
      ask(server.port(),
          {.ca = tls() / "ca.pem", .certificate = tls() / "ala.pem", .key = tls() / "ala.key"},
          "/subject");
  ASSERT_TRUE(got) << got.error().error.message;
  EXPECT_EQ(got->body, "airport-ALA");
}

TEST(Tls, MutualTlsRefusesNoCertificateAndAnotherCas) {
  TestServer server(mutual_options());
  const auto none = ask(server.port(), {.ca = tls() / "ca.pem"}, "/subject");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().failure, ClientFailure::tls) << none.error().error.message;
  const auto other = ask(server.port(),
                         {.ca = tls() / "ca.pem",
                          .certificate = tls() / "other/ala.pem",
                          .key = tls() / "other/ala.key"},
                         "/subject");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().failure, ClientFailure::tls) << other.error().error.message;
  EXPECT_EQ(server.counters.handled, 0);
}

TEST(Tls, PlainServerAndTlsClientFailAsTls) {
  TestServer server;
  const auto got = ask(server.port(), {.ca = tls() / "ca.pem"});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().failure, ClientFailure::tls) << got.error().error.message;
}

TEST(Tls, PlainClientOnATlsPortIsClosed) {
  TestServer server(tls_options());
  RawClient client(server.port());
  client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.read_all(), Not(HasSubstr("hello")));
  EXPECT_EQ(server.server->stats().tls_failed, 1U);
}

struct Offer {
  const char* arguments;
  bool accepted;
};
void PrintTo(const Offer& one, std::ostream* out) { *out << one.arguments; }
class TlsOffers : public testing::TestWithParam<Offer> {};

TEST_P(TlsOffers, AreTakenOrRefused) {
  TestServer server(tls_options());
  const std::string out =
      s_client(server.port(), std::string("-ign_eof ") + GetParam().arguments,
               "GET /hello HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n");
  EXPECT_EQ(out.contains("hello\n"), GetParam().accepted) << out;
}

INSTANTIATE_TEST_SUITE_P(
    Versions, TlsOffers,
    testing::Values(Offer{"-tls1_3", true}, Offer{"-tls1_2", true},
                    Offer{"-tls1_1 -cipher ALL@SECLEVEL=0", false},
                    Offer{"-tls1 -cipher ALL@SECLEVEL=0", false},
                    Offer{"-tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305", true},
                    Offer{"-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA", false},
                    Offer{"-tls1_2 -cipher ECDHE-ECDSA-AES256-SHA384", false}));

TEST(Tls, NoSessionIsResumed) {
  TestServer server(tls_options());
  for (const std::string version : {"-tls1_2", "-tls1_3"}) {
    const std::string session = (tls() / ("session" + version)).string();
    const std::string request =
        "GET /hello HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n";
    const std::string first =
        s_client(server.port(), version + " -ign_eof -sess_out " + session, request);
    EXPECT_THAT(first, HasSubstr("New, TLS"));
    EXPECT_THAT(first, Not(HasSubstr("session ticket:")));
    if (!std::filesystem::exists(session)) continue;  // TLS 1.3 without ticket: nothing to keep
    const std::string second =
        s_client(server.port(), version + " -ign_eof -sess_in " + session, request);
    EXPECT_THAT(second, Not(HasSubstr("Reused, TLS")));
  }
}

TEST(Tls, NoRenegotiation) {
  TestServer server(tls_options());
  const std::string out = s_client(server.port(), "-tls1_2", "R\\n");
  EXPECT_THAT(out, HasSubstr("no renegotiation"));
}

TEST(Tls, CurlIsServed) {
  TestServer server(tls_options());
  const std::string port = std::to_string(server.port());
  const std::string out =
      run("curl -sS --max-time 10 --cacert " + (tls() / "ca.pem").string() +
          " https://localhost:" + port + "/hello https://localhost:" + port + "/lines");
  EXPECT_TRUE(out.starts_with("hello\n{\"n\":0}\n")) << out;
  EXPECT_TRUE(out.ends_with("{\"n\":99}\n")) << out;
}

TEST(Tls, SilentPeersDoNotHoldUpTheOthers) {
  ServerOptions options = tls_options({.handshake_deadline = 400ms});
  options.threads = 1;
  TestServer server(options);
  std::vector<RawClient> silent;
  for (int i = 0; i < 20; ++i) {
    silent.emplace_back(server.port());
    if (i % 2 == 0) silent.back().send(std::string("\x16\x03\x01\x02\x00\x01", 6));
  }
  const auto start = std::chrono::steady_clock::now();
  ASSERT_TRUE(ask(server.port(), {.ca = tls() / "ca.pem"}));
  EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
  EXPECT_TRUE(silent[0].is_closed(3s));
  EXPECT_TRUE(silent[1].is_closed(3s));
}

TEST(Tls, RefusalOfALongBodyReachesTheClient) {
  TestServer server(tls_options());
  const std::string body = (tls() / "large").string();
  std::ofstream(body) << std::string(30U << 20, 'x');
  const std::string out = run("curl -sS --max-time 20 -o /dev/null -w '%{http_code}' --cacert " +
                              (tls() / "ca.pem").string() + " -H 'Expect:' --data-binary @" + body +
                              " https://localhost:" + std::to_string(server.port()) + "/echo");
  EXPECT_TRUE(out.contains("413")) << out;
}

TEST(Tls, ServerStopsWithTlsConnectionsOpen) {
  TestServer server(tls_options());
  Client client = client_for(server.port(), {.ca = tls() / "ca.pem"}, true);
  ASSERT_TRUE(client.send({.target = "/hello", .deadline = 5s}));
  const auto start = std::chrono::steady_clock::now();
  server.server->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
}

TEST(Tls, ServerDoesNotStartWithWrongFiles) {
  ServerOptions options;
  options.now = real_now;
  options.tls = ServerTls{.certificate = tls() / "server.pem", .key = tls() / "ala.key"};
  EXPECT_EQ(Server::start(options, {}).error().code, Errc::untrusted);
  options.tls = ServerTls{.certificate = tls() / "server.pem", .key = tls() / "none.key"};
  EXPECT_EQ(Server::start(options, {}).error().code, Errc::not_found);
  options.tls = ServerTls{.certificate = tls() / "server.key", .key = tls() / "server.key"};
  EXPECT_EQ(Server::start(options, {}).error().code, Errc::malformed);
}

TEST(Tls, ServerDoesNotStartWithAKeyThatOthersCanRead) {
  TlsFolder own;
  std::filesystem::permissions(own / "server.key", std::filesystem::perms::group_read,
                               std::filesystem::perm_options::add);
  ServerOptions options;
  options.now = real_now;
  options.tls = own.server();
  const auto server = Server::start(options, {});
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, Errc::io);
  EXPECT_THAT(server.error().hint, HasSubstr("chmod 600"));
}

}  // namespace
