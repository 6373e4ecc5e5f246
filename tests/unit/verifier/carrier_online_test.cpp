// evisa-verifier board --service: a flight asked of a running airport service.
#include <gmock/gmock.h>

#include "crypto/boarding_receipt.h"
#include "crypto/files.h"
#include "crypto/seal_text.h"
#include "crypto/strict_json.h"
#include "tests/sample/captured_run.h"
#include "tests/unit/verifier/scene.h"
#include "tests/unit/verifier/service_fixture.h"
#include "verifier/commands.h"

namespace evisa::verifier {
namespace {

using scenes::kNow;
using scenes::Scene;
using scenes::Service;
using ::testing::HasSubstr;

class BoardOnline : public ::testing::Test {
 protected:
  BoardOnline() {
    service_.trust();
    write("kc.token", service_.token(db::TokenRole::airline, "KC") + "\n");
    const auto good = *visa::compose_mrz(visa::MrzFormat::td3, Scene{}.passport);
    auto stranger = Scene{}.passport;
    stranger.document_number = "Z7654321";
    const auto other = *visa::compose_mrz(visa::MrzFormat::td3, stranger);
    const auto seal = crypto::seal_to_text(Scene{}.seal_bytes());
    write("flight.csv", "reference,seal,passport_mrz,passport_number\nR1," + seal + "," +
                            good.line1 + good.line2 + ",\nR2," + seal + "," + other.line1 +
                            other.line2 + ",\nR3," + seal + ",P<,\nR4," + seal + ",,Z1234567\n");
  }
  void write(const std::string& name, std::string_view content) {
    ASSERT_TRUE(crypto::write_file(folder_ / name, crypto::as_bytes(content), 0600));
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }
  int board(std::vector<std::string> more) {
    CLI::App app{"test", std::string(kProgram)};
    Session session{.now = kNow, .chosen = {}};
    add_board_command(app, session);
    cli::describe(app);
    std::vector<std::string> words{"board",     path("flight.csv"),    "--flight",
                                   "KC872",     "--airport",           "ALA",
                                   "--arrival", "2026-11-20T21:10:00Z"};
    words.insert(words.end(), more.begin(), more.end());
    auto ran = sample::captured_run(app, std::move(words), [&] { return session.chosen(); });
    out_ = std::move(ran.out);
    err_ = std::move(ran.err);
    return ran.code;
  }
  int ask(std::vector<std::string> more = {}) {
    more.insert(more.end(), {"--service", service_.url(), "--service-token", path("kc.token")});
    return board(std::move(more));
  }

  sample::TempFolder folder_;
  Service service_;
  std::string out_, err_;
};

TEST_F(BoardOnline, EveryRowIsAnsweredAndItsReceiptProvesIt) {
  EXPECT_EQ(ask({"--json", "--receipts", path("receipts")}), cli::kRefused) << err_;
  const auto flight = crypto::parse_json(out_).value();
  const auto& passengers = flight["passengers"];
  ASSERT_EQ(passengers.size(), 4U);
  EXPECT_EQ(passengers[0]["answer"], "BOARD") << out_;
  EXPECT_EQ(passengers[0]["bundle_sequence"], 1);
  EXPECT_EQ(passengers[1]["answer"], "DO_NOT_BOARD");
  EXPECT_EQ(passengers[1]["code"], "PASSPORT_NUMBER_MISMATCH");
  EXPECT_FALSE(passengers[2].contains("answer"));
  EXPECT_THAT(passengers[3]["error"].get<std::string>(), HasSubstr("both lines"));
  EXPECT_THAT(err_, HasSubstr("4 passengers: 1 BOARD, 0 CALL_BORDER, 1 DO_NOT_BOARD, 2 not"));
  for (const char* name : {"receipts/ALA-S1-1.json", "receipts/ALA-S1-2.json"}) {
    const auto bytes = crypto::read_file(folder_ / name, 1 << 16);
    ASSERT_TRUE(bytes) << name;
    const auto file = crypto::parse_receipt_file(crypto::as_text(*bytes)).value();
    EXPECT_TRUE(crypto::open_receipt(file, service_.airport().key.public_key())) << name;
  }
}

TEST_F(BoardOnline, AskedAgainTheAnswerIsTheSame) {
  ask({"--json"});
  const auto first = out_;
  ask({"--json"});
  EXPECT_EQ(out_, first);
}

TEST_F(BoardOnline, NobodyAnsweredIsNoRefusal) {
  write("kc.token", service_.token(db::TokenRole::booth, "ALA-01"));
  EXPECT_EQ(ask(), cli::kFailed);
  EXPECT_THAT(err_, HasSubstr("answered 403"));
  service_.stop();
  EXPECT_EQ(ask(), cli::kFailed);
  EXPECT_THAT(err_, HasSubstr("hint: --bundle"));
  EXPECT_EQ(ask({"--service-ca", path("none.pem")}), cli::kFailed);
}

TEST_F(BoardOnline, NothingGoesToAnotherMachineInClear) {
  EXPECT_EQ(board({"--service", "http://ala.example:8443", "--service-token", path("kc.token")}),
            cli::kFailed);
  EXPECT_THAT(err_, HasSubstr("expected https"));
}

TEST_F(BoardOnline, AFileBesideTheServiceIsAUsageError) {
  EXPECT_EQ(ask({"--log", path("log.sqlite")}), cli::kUsage);
  EXPECT_EQ(board({"--service", service_.url()}), cli::kUsage) << "no token";
  EXPECT_EQ(board({"--receipts", path("r")}), cli::kUsage) << "offline answers have none";
}

}  // namespace
}  // namespace evisa::verifier
