// What a running service keeps of a PIN once it has answered: nothing. Its memory is read through.
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "crypto/local_ca.h"
#include "db/accounts.h"
#include "http/client.h"
#include "tests/e2e/served.h"
#include "tests/sample/must.h"
#include "tests/unit/http/raw_client.h"
#include "verifier/service/service_home.h"

namespace evisa::e2e {
namespace {

using http::test::RawClient;
using http::test::status_of_text;
using sample::must;
using namespace std::chrono_literals;

constexpr std::string_view kPin = "739164820573", kWrongPin = "640285917364";

void add_officer(const Installation& installation) {
  const auto accounts = must(must(verifier::ServiceHome::open(installation.home())).accounts());
  must(accounts->officers().add({"KZ-117", db::OfficerRole::officer},
                                crypto::SecretBytes::copy_of(crypto::as_bytes(kPin)),
                                {"test", now()}));
}

/// The writable regions of a process: first and last address.
std::vector<std::pair<std::uint64_t, std::uint64_t>> regions_of(pid_t process) {
  std::ifstream maps(fmt::format("/proc/{}/maps", process));
  std::vector<std::pair<std::uint64_t, std::uint64_t>> regions;
  for (std::string line; std::getline(maps, line);) {
    std::uint64_t from = 0, until = 0;
    char mode[5] = {};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &until, mode) != 3) continue;
    if (mode[0] == 'r' && mode[1] == 'w') regions.emplace_back(from, until);
  }
  return regions;
}

/// How often a text stands in a process's memory; nothing when it may not be read.
std::optional<std::size_t> count_in_memory(pid_t process, std::string_view text) {
  const int memory = ::open(fmt::format("/proc/{}/mem", process).c_str(), O_RDONLY | O_CLOEXEC);
  if (memory < 0) return std::nullopt;
  std::size_t count = 0;
  std::string bytes;
  for (const auto& [from, until] : regions_of(process)) {
    bytes.resize(until - from);
    const ssize_t got = ::pread(memory, bytes.data(), bytes.size(), static_cast<off_t>(from));
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    for (auto at = bytes.find(text); at != std::string::npos; at = bytes.find(text, at + 1))
      ++count;
  }
  ::close(memory);
  return count;
}

std::string log_in_body(std::string_view pin) {
  return fmt::format(R"({{"badge":"KZ-117","pin":"{}"}})", pin);
}

void expect_forgotten(const Served& served) {
  const auto known = count_in_memory(served.pid(), "KZ-117");
  if (!known) GTEST_SKIP() << "another process's memory may not be read here";
  EXPECT_GT(*known, 0U) << "the search finds nothing at all";
  EXPECT_EQ(count_in_memory(served.pid(), kPin), 0U);
  EXPECT_EQ(count_in_memory(served.pid(), kWrongPin), 0U);
}

void log_in(http::Client& client, std::string_view pin, int status) {
  http::ClientRequest request{.method = http::Method::post, .target = "/v1/sessions"};
  request.headers.add("Content-Type", "application/json");
  request.body = log_in_body(pin);
  request.deadline = 20s;
  const auto answer = client.send(request);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, status) << answer->body;
}

/// A sanitizer keeps what was freed, and its own map of memory is larger than can be read. Run in
/// the release stage of tests/run.sh.
class Secrets : public ::testing::Test {
 protected:
  void SetUp() override {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer keeps what was freed";
#endif
  }
};

TEST_F(Secrets, NoPinStaysInMemory) {
  const Installation installation;
  add_officer(installation);
  const Served served(installation);
  ASSERT_TRUE(served.listens()) << served.words();
  auto client = must(http::Client::create(must(http::Endpoint::parse(served.url())), {}));
  log_in(client, kPin, 201);
  log_in(client, kWrongPin, 401);
  expect_forgotten(served);
}

TEST_F(Secrets, NoPinStaysInMemoryThatCameInPieces) {
  const Installation installation;
  add_officer(installation);
  const Served served(installation);
  ASSERT_TRUE(served.listens()) << served.words();
  RawClient client(served.port());
  const auto body = log_in_body(kPin);
  const auto request = fmt::format(
      "POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
      "Content-Length: {}\r\n\r\n{}",
      body.size(), body);
  for (std::size_t at = 0; at < request.size(); at += 31) {
    ASSERT_TRUE(client.send(std::string_view(request).substr(at, 31)));
    std::this_thread::sleep_for(5ms);
  }
  EXPECT_EQ(status_of_text(client.read_response()), 201);
  expect_forgotten(served);
}

TEST_F(Secrets, NoPinStaysInMemoryThatCameThroughTls) {
  const Installation installation;
  add_officer(installation);
  const crypto::Period period{now() - 1h, now() + 1h};
  const auto ca = must(crypto::LocalCa::create("Almaty", period));
  must(ca.save(installation / "."));
  must(crypto::save_identity(installation / ".", "tls",
                             must(ca.issue_server({"127.0.0.1"}, period))));
  const Served served(installation, {.words = {"--tls-cert", (installation / "tls.pem").string(),
                                               "--tls-key", (installation / "tls.key").string()},
                                     .largest_file = {}});
  ASSERT_TRUE(served.listens()) << served.words();
  auto client = must(http::Client::create(must(http::Endpoint::parse(served.url("https"))),
                                          {.ca = installation / "ca.pem"}));
  log_in(client, kPin, 201);
  log_in(client, kWrongPin, 401);
  expect_forgotten(served);
}

}  // namespace
}  // namespace evisa::e2e
