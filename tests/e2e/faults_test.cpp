// What a running service answers when its disk is full, its files are damaged, and its clients
// misbehave: a clear refusal for the one concerned, and service for the others.
#include <SQLiteCpp/Database.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "crypto/local_ca.h"
#include "crypto/strict_json.h"
#include "http/client.h"
#include "tests/e2e/served.h"
#include "tests/sample/must.h"
#include "tests/unit/http/raw_client.h"

namespace evisa::e2e {
namespace {

using http::test::RawClient;
using http::test::status_of_text;
using sample::must;
using ::testing::AnyOf;
using ::testing::Eq;
using ::testing::HasSubstr;
using verifier::EventAnswer;
using visa::EventKind;
using namespace std::chrono_literals;

struct Answer {
  int status = 0;
  std::string type, body;
};

Answer ask(const Served& served, http::Method method, const std::string& target,
           const std::string& token = {}, const std::string& body = {}) {
  http::ClientOptions options;
  if (!token.empty()) options.headers.add("Authorization", "Bearer " + token);
  auto client =
      must(http::Client::create(must(http::Endpoint::parse(served.url())), std::move(options)));
  http::ClientRequest request{.method = method, .target = target};
  request.body = body;
  request.deadline = 20s;
  if (!body.empty()) request.headers.add("Content-Type", "application/json");
  const auto response = client.send(request);
  if (!response) return {0, {}, response.error().error.message};
  return {response->status, std::string(response->headers.find("Content-Type").value_or("")),
          response->body};
}

Answer get(const Served& served, const std::string& target, const std::string& token = {}) {
  return ask(served, http::Method::get, target, token);
}

std::string body_of(const crypto::SignedEvent& event) {
  using crypto::Json;
  return crypto::write_json(
      {{"events",
        Json::array({{{"json", event.json}, {"signature", crypto::to_base64(event.signature)}}})}});
}

Answer post(const Served& served, const BoothHand& booth, const crypto::SignedEvent& event) {
  return ask(served, http::Method::post, "/v1/events", booth.token(), body_of(event));
}

/// Problem details, and nothing of the inside: no path, no SQL.
void expect_problem(const Answer& answer, int status) {
  EXPECT_EQ(answer.status, status) << answer.body;
  EXPECT_EQ(answer.type, "application/problem+json");
  EXPECT_THAT(answer.body, HasSubstr("\"title\""));
  EXPECT_THAT(answer.body, Not(HasSubstr("sqlite")));
}

bool is_served(const Served& served) { return get(served, "/healthz").status == 200; }

/// Events handed in until the service says no; how many it acknowledged.
std::uint32_t hand_in_until_refused(const Served& served, BoothHand& booth, std::uint32_t first,
                                    std::uint32_t most, Answer& refusal,
                                    std::optional<crypto::SignedEvent>& refused) {
  auto client = booth.client(served);
  std::uint32_t taken = 0;
  std::vector<crypto::SignedEvent> batch;
  while (taken < most) {
    batch.clear();
    for (std::uint32_t i = 0; i < 25; ++i)
      batch.push_back(booth.sign(EventKind::refusal, visa_no(first + taken + i)));
    const auto handed = client.hand_in(batch);
    if (!handed) break;
    taken += 25;
  }
  if (taken >= most) return taken;
  // Of a batch that was not answered some may be on disk, and not only its first: it may have been
  // written in several transactions, of which a smaller one found room behind a larger one.
  for (const auto& event : batch) {
    const Answer answer = post(served, booth, event);
    if (answer.status == 200) {
      ++taken;
    } else if (!refused) {
      refused = event;
      refusal = answer;
    }
  }
  return taken;
}

/// How many events the feed has.
std::size_t events_on_record(const Served& served, const std::string& peer_token) {
  auto peer = must(verifier::ServiceClient::create(
      {.url = served.url(), .ca = {}, .token = peer_token, .deadline = 20s}));
  std::size_t count = 0;
  for (std::uint64_t after = 0;;) {
    const auto page = must(peer.read(after, 1000, 0ms));
    if (page.events.empty()) return count;
    count += page.events.size();
    after = page.next;
  }
}

/// A file system of its own size; only root can have one.
class SmallDisk {
 public:
  explicit SmallDisk(const char* size)
      : mounted_(::mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, size) == 0) {}
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
  }
  [[nodiscard]] bool mounted() const { return mounted_; }
  [[nodiscard]] bool again(unsigned long flags, const char* size) {
    return ::mount("tmpfs", folder_.path().c_str(), "tmpfs", MS_REMOUNT | flags, size) == 0;
  }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return folder_ / name;
  }

 private:
  sample::TempFolder folder_;
  bool mounted_;
};

TEST(ServiceFaults, AFullDiskRefusesEventsAndServesReadersUntilThereIsRoom) {
  SmallDisk disk("size=1500k");
  if (!disk.mounted()) GTEST_SKIP() << "a small file system can only be mounted by root";
  Installation installation(disk / "home");
  BoothHand booth("ALA-01", installation);
  const auto peer = installation.token(db::TokenRole::peer, "NQZ");
  Served served(installation);
  ASSERT_TRUE(served.listens()) << served.words();
  Answer refusal;
  std::optional<crypto::SignedEvent> refused;
  const auto taken = hand_in_until_refused(served, booth, 1, 20'000, refusal, refused);
  ASSERT_TRUE(refused) << "the disk was never full: " << taken;
  expect_problem(refusal, 500);
  EXPECT_EQ(events_on_record(served, peer), taken) << "what was acknowledged, and no more";
  EXPECT_TRUE(is_served(served));
  ASSERT_TRUE(disk.again(0, "size=16m"));
  const auto again = post(served, booth, *refused);
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_THAT(again.body, HasSubstr("\"recorded\""));
  EXPECT_EQ(served.stop(), 0);
}

TEST(ServiceFaults, AFileThatMayNotGrowRefusesEventsAndLosesNone) {
  Installation installation;
  BoothHand booth("ALA-01", installation);
  const auto peer = installation.token(db::TokenRole::peer, "NQZ");
  std::uint32_t taken = 0;
  std::optional<crypto::SignedEvent> refused;
  {
    Served served(installation, {.words = {"--without-tls"}, .largest_file = 600'000});
    ASSERT_TRUE(served.listens()) << served.words();
    Answer refusal;
    taken = hand_in_until_refused(served, booth, 1, 20'000, refusal, refused);
    ASSERT_TRUE(refused) << "the limit was never met: " << taken;
    expect_problem(refusal, 500);
    EXPECT_TRUE(is_served(served));
    EXPECT_EQ(events_on_record(served, peer), taken);
  }
  Served served(installation);
  ASSERT_TRUE(served.listens()) << served.words();
  EXPECT_EQ(events_on_record(served, peer), taken);
  EXPECT_EQ(post(served, booth, *refused).status, 200);
}

TEST(ServiceFaults, AReadOnlyHomeIsToldAtTheStart) {
  SmallDisk disk("size=8m");
  if (!disk.mounted()) GTEST_SKIP() << "a file system can only be mounted by root";
  Installation installation(disk / "home");
  ASSERT_TRUE(disk.again(MS_RDONLY, "size=8m"));
  Served served(installation);
  EXPECT_FALSE(served.listens());
  EXPECT_EQ(served.stop(), 3) << served.words();
  EXPECT_THAT(served.words(), HasSubstr("error:"));
  EXPECT_THAT(served.words(), HasSubstr("Read-only file system"));
}

/// A home with so many events, not served.
void fill(Installation& installation, BoothHand& booth, std::uint32_t events) {
  Served served(installation);
  ASSERT_TRUE(served.listens()) << served.words();
  auto client = booth.client(served);
  for (std::uint32_t n = 1; n <= events; ++n) {
    const std::vector one{booth.sign(EventKind::entry, visa_no(n))};
    ASSERT_TRUE(client.hand_in(one));
  }
  ASSERT_EQ(served.stop(), 0);
}

TEST(ServiceFaults, ALogThatLostItsEndDoesNotStart) {
  Installation installation;
  BoothHand booth("ALA-01", installation);
  fill(installation, booth, 50);
  const auto size = std::filesystem::file_size(installation.log_file());
  std::filesystem::resize_file(installation.log_file(), size - 4096);
  Served served(installation);
  EXPECT_FALSE(served.listens());
  EXPECT_EQ(served.stop(), 3) << served.words();
  EXPECT_THAT(served.words(), HasSubstr("crossings.sqlite"));
  EXPECT_THAT(served.words(), HasSubstr("hint:"));
}

TEST(ServiceFaults, APageOfRubbishIsNeverReadAsNoEvents) {
  Installation installation;
  BoothHand booth("ALA-01", installation);
  fill(installation, booth, 50);
  // Every page that holds events of the table, not the schema's first one.
  const auto size = std::filesystem::file_size(installation.log_file());
  {
    std::fstream file(installation.log_file(), std::ios::in | std::ios::out | std::ios::binary);
    for (std::uintmax_t at = 4096; at + 4096 <= size; at += 4096) {
      file.seekp(static_cast<std::streamoff>(at));
      file << std::string(4096, '\x5a');
    }
  }
  Served served(installation);
  if (!served.listens()) {
    EXPECT_EQ(served.stop(), 3) << served.words();
    EXPECT_THAT(served.words(), HasSubstr("crossings.sqlite"));
    return;
  }
  const auto visa = get(served, "/v1/visas/" + visa_no(7).text(), booth.token());
  EXPECT_GE(visa.status, 400) << visa.body;
  EXPECT_EQ(get(served, "/readyz").status, 503);
  EXPECT_TRUE(is_served(served));
}

TEST(ServiceFaults, ADamagedEventMakesItsVisaUndeterminedAndNoOther) {
  Installation installation;
  BoothHand booth("ALA-01", installation);
  fill(installation, booth, 5);
  {
    SQLite::Database db(installation.log_file().string(), SQLite::OPEN_READWRITE);
    db.exec("DROP TRIGGER events_are_not_changed");
    ASSERT_EQ(db.exec("UPDATE events SET json = CAST(replace(CAST(json AS TEXT), 'KZ-117', "
                      "'KZ-118') AS BLOB) WHERE sequence = 3"),
              1);
  }
  Served served(installation);
  ASSERT_TRUE(served.listens()) << served.words();
  expect_problem(get(served, "/v1/visas/" + visa_no(3).text(), booth.token()), 409);
  const auto other = get(served, "/v1/visas/" + visa_no(4).text(), booth.token());
  EXPECT_EQ(other.status, 200);
  EXPECT_THAT(other.body, HasSubstr("INSIDE"));
  // Its entry is used up, whatever its bytes say.
  const auto claim = booth.client(served).claim(visa_no(3), booth.claim());
  EXPECT_FALSE(std::holds_alternative<db::Won>(claim));
  EXPECT_EQ(post(served, booth, booth.sign(EventKind::refusal, visa_no(9))).status, 200);
}

TEST(ServiceFaults, AWrongTokenIsRefusedBeforeItsBodyIsRead) {
  Installation installation;
  BoothHand booth("ALA-01", installation);
  Served served(installation);
  ASSERT_TRUE(served.listens()) << served.words();
  expect_problem(get(served, "/v1/events", "evisa_booth_" + std::string(43, 'A')), 401);
  RawClient stranger(served.port());
  stranger.send(
      "POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
      "Content-Length: 1000000\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(status_of_text(stranger.read_all()), 401);
  EXPECT_EQ(post(served, booth, booth.sign(EventKind::refusal, visa_no(1))).status, 200);
}

TEST(ServiceFaults, AClientThatTrustsAnotherCaIsToldSo) {
  Installation installation;
  BoothHand booth("ALA-01", installation);
  const crypto::Period period{now() - 24h, now() + 24h * 30};
  const auto ours = must(crypto::LocalCa::create("Almaty", period));
  const auto theirs = must(crypto::LocalCa::create("Somebody", period));
  must(crypto::save_identity(installation / ".", "tls",
                             must(ours.issue_server({"127.0.0.1"}, period))));
  const auto write = [&](const char* name, const std::string& pem) {
    std::ofstream(installation / name) << pem;
    return installation / name;
  };
  const auto right = write("right.pem", ours.certificate_pem());
  const auto wrong = write("wrong.pem", theirs.certificate_pem());
  Served served(installation, {.words = {"--tls-cert", (installation / "tls.pem").string(),
                                         "--tls-key", (installation / "tls.key").string()},
                               .largest_file = {}});
  ASSERT_TRUE(served.listens()) << served.words();
  const auto client = [&](const std::filesystem::path& ca) {
    return must(verifier::ServiceClient::create(
        {.url = served.url("https"), .ca = ca, .token = booth.token(), .deadline = 20s}));
  };
  auto stranger = client(wrong);
  const auto lost = stranger.claim(visa_no(1), booth.claim());
  ASSERT_TRUE(std::holds_alternative<db::Unavailable>(lost));
  EXPECT_THAT(std::get<db::Unavailable>(lost).why, HasSubstr("certificate verify failed"));
  auto friendly = client(right);
  EXPECT_TRUE(std::holds_alternative<db::Won>(friendly.claim(visa_no(1), booth.claim())));
}

TEST(ServiceFaults, ConnectionsWithoutNumberLeaveRoomForABooth) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  const rlimit raised{files.rlim_max, files.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &raised);
  const std::size_t count = std::min<std::size_t>(10'000, files.rlim_max - 300);
  RecordProperty("connections", static_cast<int>(count));
  Installation installation;
  BoothHand booth("ALA-01", installation);
  Served served(installation);
  ASSERT_TRUE(served.listens()) << served.words();
  std::vector<RawClient> idle;
  for (std::size_t i = 0; i < count; ++i) {
    idle.emplace_back(served.port());
    ASSERT_TRUE(idle.back().connected()) << i;
    if (i % 1000 == 0) {
      EXPECT_TRUE(is_served(served)) << i;
    }
  }
  EXPECT_EQ(post(served, booth, booth.sign(EventKind::entry, visa_no(1))).status, 200);
  ::setrlimit(RLIMIT_NOFILE, &files);
  if (count < 10'000) fmt::print("{} connections: the hard limit allows no more\n", count);
}

TEST(ServiceFaults, SlowSendersGetTheirRefusalAndHoldNobodyUp) {
  Installation installation;
  BoothHand booth("ALA-01", installation), other("ALA-02", installation);  // each has its own rate
  Served served(installation);
  ASSERT_TRUE(served.listens()) << served.words();
  std::vector<RawClient> slow;
  for (int i = 0; i < 200; ++i) {
    slow.emplace_back(served.port());
    slow.back().send(i % 2 == 0 ? "POST /v1/events HT"
                                : "POST /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " +
                                      other.token() +
                                      "\r\nContent-Type: application/json\r\n"
                                      "Content-Length: 1000\r\n\r\n{");
  }
  for (std::uint32_t n = 1; n <= 20; ++n)
    EXPECT_EQ(post(served, booth, booth.sign(EventKind::entry, visa_no(n))).status, 200);
  EXPECT_EQ(status_of_text(slow[0].read_all(30s)), 408) << "a head that never ends";
  EXPECT_EQ(status_of_text(slow[1].read_all(60s)), 408) << "a body that never ends";
  EXPECT_TRUE(is_served(served));
}

TEST(ServiceFaults, BodiesOfAHundredMegabytesAreRefusedAndTheOthersServed) {
  Installation installation;
  BoothHand booth("ALA-01", installation);
  Served served(installation);
  ASSERT_TRUE(served.listens()) << served.words();
  constexpr std::size_t kBody = 100U << 20, kPiece = 1U << 20;
  std::vector<std::jthread> senders;
  std::atomic<int> refused = 0;
  for (int i = 0; i < 4; ++i) {
    senders.emplace_back([&] {
      RawClient sender(served.port());
      sender.send(
          fmt::format("POST /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {}\r\n"
                      "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
                      booth.token(), kBody));
      const std::string piece(kPiece, ' ');
      for (std::size_t sent = 0; sent < kBody && sender.send(piece); sent += kPiece) {
      }
      refused += status_of_text(sender.read_all()) == 413;
    });
  }
  for (std::uint32_t n = 1; n <= 20; ++n)
    EXPECT_EQ(post(served, booth, booth.sign(EventKind::entry, visa_no(n))).status, 200);
  senders.clear();
  EXPECT_EQ(refused, 4);
}

}  // namespace
}  // namespace evisa::e2e
