// The line itself: the breaker, clocks, certificates, tokens, and what the program prints of it.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <opencv2/imgcodecs.hpp>

#include "cli/command_line.h"
#include "crypto/files.h"
#include "crypto/local_ca.h"
#include "kiosk/commands.h"
#include "kiosk/link_text.h"
#include "tests/sim/film.h"
#include "tests/sim/page.h"
#include "tests/unit/kiosk/served_booth.h"

namespace evisa::kiosk {
namespace {

using visa::ReasonCode;

/// Accepts connections into its backlog and never says a word.
class SilentServer {
 public:
  SilentServer() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&at), size), 0);
    EXPECT_EQ(::listen(fd_, 64), 0);
    EXPECT_EQ(::getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &size), 0);
    port_ = ntohs(at.sin_port);
  }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;
  ~SilentServer() { ::close(fd_); }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// Connections that came since the last call.
  int connections() {
    int count = 0;
    for (int fd = 0; (fd = ::accept(fd_, nullptr, nullptr)) >= 0; ++count) ::close(fd);
    return count;
  }

 private:
  int fd_;
  std::uint16_t port_ = 0;
};

TEST(ServiceLink, ALineThatIsDownIsNotAskedAgain) {
  SilentServer server;
  ServiceLink link(
      must(verifier::ServiceClient::create(
          {.url = server.url(), .ca = {}, .token = "t", .deadline = 50ms, .stop = {}})),
      50ms, true);
  EXPECT_EQ(link.state(), LinkState::down) << "nothing is known of it yet";
  EXPECT_TRUE(link.is_worth_asking());
  EXPECT_FALSE(link.events_of(*sample::one().visa.number));
  EXPECT_EQ(server.connections(), 1);
  for (int traveller = 0; traveller < 20; ++traveller) {
    EXPECT_FALSE(link.events_of(*sample::one().visa.number));
    EXPECT_TRUE(std::holds_alternative<db::Unavailable>(
        link.claim(*sample::one().visa.number, db::Claim{})));
  }
  EXPECT_EQ(server.connections(), 0) << "a traveller waited for a line that is down";
  EXPECT_TRUE(link.fault().contains("timeout")) << link.fault();
  EXPECT_FALSE(link.report({.booth = "ALA-03", .time = {}, .bundle_sequence = {}, .queue = 0}));
  EXPECT_EQ(server.connections(), 1) << "the background thread does ask";
}

TEST_F(ServedBooth, AFlappingLinkCostsAtMostOneQuestionEachTime) {
  const auto line = connect(booth_);
  for (int flap = 0; flap < 3; ++flap) {
    ASSERT_TRUE(is_up(line));
    EXPECT_FALSE(booth_.look(now_).request.cut_off);
    service_.stop();
    EXPECT_TRUE(booth_.look(now_).request.cut_off);
    EXPECT_TRUE(sample::eventually([&] { return !line->link().is_worth_asking(); }));
    service_.start();
  }
}

TEST_F(ServedBooth, AnAnsweringServiceHearsHowTheBoothIs) {
  const auto line = connect(booth_);
  ASSERT_TRUE(is_up(line));
  const auto beat = must(service_.airport().operations->heartbeats().find("ALA-03"));
  ASSERT_TRUE(beat);
  EXPECT_EQ(beat->clock, now_);
  EXPECT_EQ(beat->bundle_sequence, 1U);
  EXPECT_EQ(beat->queue_length, 0U);
}

TEST_F(ServedBooth, AClockThatAgreesIsTrusted) {
  const auto line = connect(booth_);
  both_at(now_ + 1h, line);
  EXPECT_FALSE(has(booth_.look(now_ + 1h), ReasonCode::CLOCK_UNTRUSTED));
}

TEST_F(ServedBooth, AClockSetBackIsNotTrustedAlsoWithoutTheServiceAfterwards) {
  auto line = connect(booth_);
  both_at(now_ + 1h, line);
  EXPECT_TRUE(has(booth_.look(now_ + 58min), ReasonCode::CLOCK_UNTRUSTED));
  line.reset();
  booth_.open();
  EXPECT_TRUE(has(booth_.look(now_ + 58min), ReasonCode::CLOCK_UNTRUSTED));
  EXPECT_FALSE(has(booth_.look(now_ + 1h), ReasonCode::CLOCK_UNTRUSTED));
}

TEST_F(ServedBooth, AClockSetForwardIsNotTrusted) {
  const auto line = connect(booth_);
  both_at(now_ + 1h, line);
  const auto verdict = booth_.look(now_ + 1h + 5min);
  ASSERT_TRUE(has(verdict, ReasonCode::CLOCK_UNTRUSTED));
  const auto& reasons = verdict.inspection.reasons;
  const auto fault = std::ranges::find(reasons, ReasonCode::CLOCK_UNTRUSTED, &visa::Reason::code);
  EXPECT_TRUE(std::ranges::count(
      fault->params, std::pair<std::string, std::string>("variant", "ahead_of_service")));
  const auto text = verdict.trust.trust().reasons->officer_text(*fault, visa::Language::en);
  EXPECT_TRUE(text.contains("ahead of the airport service")) << text;
  EXPECT_EQ(text.find('{'), std::string::npos) << text;
}

TEST_F(ServedBooth, AJumpingClockIsNoticedAtTheNextTravellerWhateverTheLinkSays) {
  const auto line = connect(booth_);
  both_at(now_ + 1h, line);
  service_.stop();
  ASSERT_TRUE(is_down(line));
  EXPECT_TRUE(has(booth_.look(now_ + 3h), ReasonCode::CLOCK_UNTRUSTED));
  EXPECT_TRUE(has(booth_.look(now_ - 3h), ReasonCode::CLOCK_UNTRUSTED));
  EXPECT_FALSE(has(booth_.look(now_ + 1h), ReasonCode::CLOCK_UNTRUSTED));
}

TEST_F(ServedBooth, AServiceThatIsYearsAheadDoesNotSpoilTheBoothsMemory) {
  auto line = connect(booth_);
  both_at(now_ + std::chrono::days{5000}, line);
  EXPECT_TRUE(has(booth_.look(now_), ReasonCode::CLOCK_UNTRUSTED)) << "one of the two is wrong";
  line.reset();
  booth_.open();
  EXPECT_FALSE(has(booth_.look(now_), ReasonCode::CLOCK_UNTRUSTED));
}

TEST_F(ServedBooth, ATokenOfAnotherBoothIsALineThatIsDown) {
  ServiceSettings settings;
  settings.address = service_.address(db::TokenRole::booth, "ALA-09");
  const auto line =
      must(Connection::open(std::move(settings), *booth_.booth, [this] { return here_.load(); }));
  ASSERT_TRUE(sample::eventually([&] { return line->report().fault.contains("ALA-09"); }))
      << line->report().fault;
  EXPECT_EQ(line->report().state, LinkState::down);
}

/// Certificates of a local CA, and of another one.
struct TlsFiles {
  TlsFiles() {
    using std::chrono::days;
    const auto now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const crypto::Period period{now - days{1}, now + days{30}};
    for (const char* name : {"right", "wrong"}) {
      const auto ca = must(crypto::LocalCa::create(name, period));
      must(crypto::write_file(folder / (std::string(name) + ".pem"),
                              crypto::as_bytes(ca.certificate_pem())));
      if (std::string_view(name) == "right")
        must(crypto::save_identity(folder.path(), "server",
                                   must(ca.issue_server({"127.0.0.1"}, period))));
    }
  }
  [[nodiscard]] http::ServerTls server() const {
    return {.certificate = folder / "server.pem", .key = folder / "server.key"};
  }
  sample::TempFolder folder;
};

TEST(ServiceLinkTls, TheServicesCertificateIsCheckedAndAWrongOneIsTold) {
  const TlsFiles tls;
  const auto authority = crypto::MinisignSecretKey::generate();
  const auto now = sample::one().now;
  sample::RunningService service("ALA", authority.public_key(), now, tls.server());
  TestBooth booth(authority);
  service.register_booth(booth.name(), booth.key->public_key());
  const auto connect = [&](const std::string& ca) {
    ServiceSettings settings;
    settings.address = service.address(db::TokenRole::booth, booth.name());
    settings.address.ca = tls.folder / ca;
    return must(Connection::open(std::move(settings), *booth.booth, [&] { return now; }));
  };
  {
    const auto line = connect("right.pem");
    ASSERT_TRUE(sample::eventually([&] { return line->link().state() == LinkState::up; }));
    EXPECT_FALSE(must(booth.record(booth.look(now), verifier::Act::admit)).event->provisional);
  }
  const auto before = service.served();
  const auto line = connect("wrong.pem");
  ASSERT_TRUE(sample::eventually([&] { return line->report().fault.contains("certificate"); }))
      << line->report().fault;
  EXPECT_TRUE(booth.look(now).request.cut_off);
  EXPECT_EQ(service.served(), before) << "the token was sent to a stranger";
  const auto text = link_text(line->report(), visa::Language::en);
  EXPECT_TRUE(text.starts_with("airport service: DOWN (")) << text;
  EXPECT_TRUE(text.contains("certificate")) << text;
}

/// The program itself on a filmed page.
class ServedProgram : public ServedBooth {
 protected:
  void SetUp() override {
    booth_.booth.reset();
    const auto frames = booth_.folder / "frames";
    std::filesystem::create_directory(frames);
    const cv::Mat frame =
        sim::film_frame(sim::page_with_qr(crypto::as_bytes(sample::one().text)), {}, {}, 0);
    for (const char* name : {"1.png", "2.png"})
      ASSERT_TRUE(cv::imwrite((frames / name).string(), frame));
    write("passphrase", "test\n");
    write("token", service_.token(db::TokenRole::booth, booth_.name()) + "\nmore\n");
    options_.home = booth_.home.string();
    options_.passphrase_file = (booth_.folder / "passphrase").string();
    options_.source = frames.string();
    options_.passport_mrz = sample::one().passport_mrz;
    options_.record = true;
    options_.officer = "KZ-117";
    options_.json = true;
    options_.service = service_.url();
    options_.service_token = (booth_.folder / "token").string();
  }
  void write(const std::string& name, const std::string& text) {
    must(crypto::write_file(booth_.folder / name, crypto::as_bytes(text), 0600));
  }
  crypto::Json serve() {
    testing::internal::CaptureStdout();
    code_ = serve_traveller(options_, [this] { return here_.load(); });
    const std::string told = testing::internal::GetCapturedStdout();
    const auto json = crypto::parse_json(told);
    EXPECT_TRUE(json) << told;
    return json ? *json : crypto::Json();
  }
  Options options_;
  Result<int> code_ = 0;
};

TEST_F(ServedProgram, TellsTheLinkAndHandsInBeforeItEnds) {
  const auto json = serve();
  ASSERT_TRUE(code_) << code_.error().message;
  EXPECT_EQ(json["link"], "up");
  EXPECT_TRUE(json["link_fault"].is_null());
  EXPECT_EQ(json["record"]["result"], "recorded");
  EXPECT_EQ(json["record"]["provisional"], false);
  EXPECT_TRUE(json["queue"].is_number());
  EXPECT_EQ(service_.airport().log->size().value(), 1U);
}

TEST_F(ServedProgram, GoesOnByItselfWhereNobodyAnswers) {
  service_.stop();
  const auto json = serve();
  ASSERT_TRUE(code_) << code_.error().message;
  EXPECT_EQ(*code_, cli::kOk);
  EXPECT_EQ(json["link"], "down");
  EXPECT_TRUE(json["link_fault"].is_string());
  EXPECT_EQ(json["queue"], 1);
  EXPECT_EQ(json["record"]["provisional"], true);
}

TEST_F(ServedProgram, WithoutAServiceThereIsNoLink) {
  options_.service.clear();
  options_.service_token.clear();
  const auto json = serve();
  EXPECT_EQ(json["link"], "none");
  EXPECT_TRUE(json["queue"].is_null());
  EXPECT_EQ(json["record"]["provisional"], true);
  EXPECT_FALSE(std::filesystem::exists(booth_.home / "outbox.sqlite"));
}

TEST_F(ServedProgram, TheWinnerOfALostVisaIsPrinted) {
  {
    const auto line = connect(other_);
    ASSERT_TRUE(is_up(line));
    must(other_.record(other_.look(now_), verifier::Act::admit));
    line->finish(20s);
  }
  here_ = now_ + 3h;
  service_.set_time(now_ + 3h);
  const auto json = serve();
  EXPECT_EQ(json["headline"], "ENTRY_OPEN_STAY");
  EXPECT_EQ(json["use"]["entry"], "ALA-01/1");
  EXPECT_EQ(json["record"]["kind"], "refusal");
}

TEST_F(ServedProgram, AMissingTokenFileIsTheBoothsOwnFault) {
  options_.service_token = "/nonexistent/token";
  const auto done = serve_traveller(options_, [this] { return here_.load(); });
  ASSERT_FALSE(done);
  EXPECT_EQ(cli::exit_code_of(done.error().code), cli::kFailed);
  EXPECT_TRUE(done.error().message.contains("/nonexistent/token"));
}

}  // namespace
}  // namespace evisa::kiosk
