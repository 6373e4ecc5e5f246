// `board` and `receipt verify` through their own parser: exit codes, answers, files.
#include <gtest/gtest.h>

#include "crypto/boarding_receipt.h"
#include "crypto/files.h"
#include "crypto/seal_text.h"
#include "crypto/strict_json.h"
#include "crypto/trust_bundle.h"
#include "db/crossing_log.h"
#include "db/record_json.h"
#include "tests/sample/captured_run.h"
#include "tests/sample/temp_folder.h"
#include "tests/unit/verifier/scene.h"
#include "tests/unit/verifier/scene_bundle.h"
#include "verifier/carrier/receipts.h"
#include "verifier/commands.h"
#include "visa/csv.h"

namespace evisa::verifier {
namespace {

using namespace scenes;

class CarrierCommands : public ::testing::Test {
 protected:
  void SetUp() override {
    make_bundle();
    ASSERT_TRUE(db::CrossingLog::open(path("log.sqlite")));
    const auto lines = *visa::compose_mrz(visa::MrzFormat::td3, Scene{}.passport);
    good_row_ = crypto::seal_to_text(Scene{}.seal_bytes()) + "," + lines.line1 + lines.line2;
    write("flight.csv", "reference,seal,passport_mrz\nR1," + good_row_ + "\n");
  }
  void make_bundle() {
    const auto authority = crypto::MinisignSecretKey::generate();
    const auto bytes = crypto::encode_bundle(bundle_contents(5)).value();
    write("trust.bundle", crypto::as_text(bytes));
    write("trust.bundle.minisig", authority.sign(bytes, "test"));
    write("authority.pub", authority.public_key().text("test"));
  }
  void write(const std::string& name, std::string_view content) {
    ASSERT_TRUE(crypto::write_file(folder_ / name, crypto::as_bytes(content)));
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    const auto bytes = crypto::read_file(folder_ / name, 1 << 20);
    EXPECT_TRUE(bytes);
    return bytes ? std::string(crypto::as_text(*bytes)) : "";
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }
  int run(std::vector<std::string> words) {
    CLI::App app{"test", std::string(kProgram)};
    Session session{.now = instant("2026-11-20T10:00:00Z"), .chosen = {}};
    add_board_command(app, session);
    add_receipt_command(app, session);
    cli::describe(app);
    auto ran = sample::captured_run(app, std::move(words), [&] { return session.chosen(); });
    out_ = std::move(ran.out);
    err_ = std::move(ran.err);
    return ran.code;
  }
  /// `board` with the bundle and the log, for KC872 to Almaty.
  int board(const std::vector<std::string>& more = {}, const std::string& airport = "ALA",
            bool with_log = true) {
    std::vector<std::string> words{"board",       path("flight.csv"),
                                   "--flight",    "KC872",
                                   "--airport",   airport,
                                   "--arrival",   "2026-11-20T21:10:00Z",
                                   "--bundle",    path("trust.bundle"),
                                   "--authority", path("authority.pub")};
    if (with_log) words.insert(words.end(), {"--log", path("log.sqlite")});
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }

  sample::TempFolder folder_;
  std::string good_row_, out_, err_;
};

TEST_F(CarrierCommands, BoardLetsAGoodFlightBoard) {
  EXPECT_EQ(board(), cli::kOk) << err_;
  EXPECT_EQ(out_, "R1            BOARD\n");
  EXPECT_EQ(err_,
            "evisa-verifier: KC872 to ALA: 1 passengers: 1 BOARD, 0 CALL_BORDER, 0 DO_NOT_BOARD, "
            "0 not answered\n");
}

TEST_F(CarrierCommands, BoardAnswersEveryRow) {
  auto passport = Scene{}.passport;
  passport.document_number = "X7654321";
  const auto lines = *visa::compose_mrz(visa::MrzFormat::td3, passport);
  const auto seal = good_row_.substr(0, good_row_.find(','));
  write("flight.csv", "reference,seal,passport_mrz\nR1," + good_row_ + "\nR2," + seal + "," +
                          lines.line1 + lines.line2 + "\nR3," + seal + "\nR4," + good_row_ + "\n");
  EXPECT_EQ(board({"--out", path("answers.csv"), "--lang", "ru"}), cli::kRefused);
  EXPECT_TRUE(out_.contains("R2            DO_NOT_BOARD  PASSPORT_NUMBER_MISMATCH  Виза выдана"))
      << out_;
  EXPECT_TRUE(out_.contains("NOT_ANSWERED  line 4: ")) << out_;
  EXPECT_TRUE(
      err_.contains("4 passengers: 2 BOARD, 0 CALL_BORDER, 1 DO_NOT_BOARD, 1 not answered"));
  const auto answers = visa::parse_csv(read("answers.csv"));
  ASSERT_TRUE(answers) << answers.error().message;
  EXPECT_EQ(answers->header,
            (std::vector<std::string>{"line", "reference", "answer", "code", "text", "error"}));
  ASSERT_EQ(answers->rows.size(), 4U);
  EXPECT_EQ(answers->rows[0][2], "BOARD");
  EXPECT_EQ(answers->rows[1][3], "PASSPORT_NUMBER_MISMATCH");
  EXPECT_EQ(answers->rows[2][2], "");
  EXPECT_NE(answers->rows[2][5], "");
  for (const auto& text : {out_, err_, read("answers.csv")})
    for (const char* secret : {"SHARMA", "Z1234567", "X7654321"})
      EXPECT_FALSE(text.contains(secret)) << text;
}

TEST_F(CarrierCommands, BoardWritesJson) {
  EXPECT_EQ(board({"--json"}), cli::kOk);
  const auto json = crypto::parse_json(out_).value();
  EXPECT_EQ(json["flight"], "KC872");
  EXPECT_EQ(json["airport"], "ALA");
  EXPECT_EQ(json["arrival"], "2026-11-20T21:10:00Z");
  EXPECT_EQ(json["passengers"][0]["answer"], "BOARD");
  EXPECT_TRUE(json["passengers"][0]["code"].is_null());
  EXPECT_EQ(json["passengers"][0]["bundle_sequence"], 5);
}

TEST_F(CarrierCommands, BoardKnowsNoUnusedVisaWithoutALog) {
  EXPECT_EQ(board({}, "ALA", false), cli::kRefused);
  EXPECT_TRUE(out_.contains("CALL_BORDER   DATA_STALE")) << out_;
  EXPECT_TRUE(err_.contains("hint: no crossing log")) << err_;
}

TEST_F(CarrierCommands, BoardGoesByNumberAndRecords) {
  visa::VisaRecord record;
  record.visa = Scene{}.visa;
  record.application_number = record.invitation_number = "1234567890";
  const auto json = db::to_json(record).dump();
  write("flight.csv", "reference,visa_number,passport_mrz,printout\nR1," +
                          record.visa.number->text() + good_row_.substr(good_row_.find(',')) +
                          ",yes\nR2," + visa::VisaNumber::compose(26, 5)->text() +
                          good_row_.substr(good_row_.find(',')) + ",yes\n");
  for (const std::string& records : {json, "[" + json + "]"}) {
    write("register.json", records);
    EXPECT_EQ(board({"--record-file", path("register.json")}), cli::kRefused) << err_;
    EXPECT_TRUE(out_.starts_with("R1            BOARD\nR2            DO_NOT_BOARD  VISA_NOT_FOUND"))
        << out_;
  }
  EXPECT_EQ(board(), cli::kRefused);  // nobody was asked for a record
  EXPECT_TRUE(out_.contains("R1            CALL_BORDER   SEAL_UNREADABLE")) << out_;
  for (const std::string& bad :
       {"[" + json + "," + json + "]", std::string("[{}]"), std::string("x")}) {
    write("register.json", bad);
    EXPECT_EQ(board({"--record-file", path("register.json")}), cli::kFailed);
    EXPECT_TRUE(err_.contains("register.json: ")) << err_;
  }
}

TEST_F(CarrierCommands, BoardReadsSealsFromFilesBesideTheManifest) {
  const auto comma = good_row_.find(',');
  write("seal.txt", good_row_.substr(0, comma));
  const auto passport = good_row_.substr(comma);
  write("flight.csv", "reference,seal_file,passport_mrz\nR1,seal.txt" + passport + "\nR2,none.png" +
                          passport + "\n");
  EXPECT_EQ(board(), cli::kRefused);
  EXPECT_TRUE(out_.starts_with("R1            BOARD\n")) << out_;
  EXPECT_TRUE(out_.contains("line 3: seal_file: ")) << out_;
}

TEST_F(CarrierCommands, BoardRefusesWrongWords) {
  EXPECT_EQ(board({"--flight", "872"}), cli::kUsage);
  EXPECT_EQ(board({"--lang", "de"}), cli::kUsage);
  EXPECT_EQ(board({}, "IST"), cli::kUsage);
  EXPECT_TRUE(err_.contains("--airport IST: no airport of Kazakhstan")) << err_;
  EXPECT_EQ(board({"--at", "now"}), cli::kUsage);
  EXPECT_EQ(run({"board", path("flight.csv")}), cli::kUsage);
  EXPECT_EQ(run({"receipt"}), cli::kUsage);
}

TEST_F(CarrierCommands, BoardTakesAnAirportByItsName) {
  EXPECT_EQ(board({"--json"}, "Almaty"), cli::kOk) << err_;
  EXPECT_EQ(crypto::parse_json(out_).value()["airport"], "ALA");
}

TEST_F(CarrierCommands, BoardSaysWhenNobodyWasAnswered) {
  write("flight.csv", "name\nA\n");
  EXPECT_EQ(board(), cli::kFailed);
  EXPECT_TRUE(err_.contains("no column is called \"name\"")) << err_;
  EXPECT_TRUE(out_.empty());
  std::filesystem::remove(folder_ / "flight.csv");
  EXPECT_EQ(board(), cli::kFailed);
  SetUp();
  EXPECT_EQ(board({"--log", path("none.sqlite")}, "ALA", false), cli::kFailed);
  EXPECT_FALSE(std::filesystem::exists(path("none.sqlite")));
  EXPECT_EQ(board({"--out", path("no/such/folder.csv")}), cli::kFailed);
  write("trust.bundle", "damaged");
  EXPECT_EQ(board(), cli::kFailed);
  EXPECT_TRUE(out_.empty());
}

TEST_F(CarrierCommands, BoardAnswersAFullFlight) {
  std::string manifest = "reference,seal,passport_mrz\n";
  for (int i = 0; i < 500; ++i) manifest += "R" + std::to_string(i) + "," + good_row_ + "\n";
  write("flight.csv", manifest);
  EXPECT_EQ(board({"--json"}), cli::kOk) << err_;
  EXPECT_EQ(crypto::parse_json(out_, 1 << 22).value()["passengers"].size(), 500U);
}

class CarrierReceiptCommand : public CarrierCommands {
 protected:
  void SetUp() override {
    CarrierCommands::SetUp();
    request_.reference = "R1";
    request_.airport = "ALA";
    crypto::BoardingReceipt receipt;
    receipt.id = {"ALA-S1", 42};
    receipt.time = instant("2026-11-20T10:00:00Z");
    receipt.carrier = "KC";
    receipt.flight = "KC872";
    receipt.airport = airport("ALA");
    receipt.arrival = instant("2026-11-20T21:10:00Z");
    receipt.salt = crypto::new_receipt_salt();
    receipt.asked = crypto::hash_asked(crypto::as_bytes(asked()), receipt.salt);
    receipt.answer = visa::Boarding::call_border;
    receipt.code = "DATA_STALE";
    receipt.text = "Please wait.";
    receipt.ruleset_id = "kz-evisa-default-1";
    signed_ = crypto::sign_receipt(receipt, key_).value();
    write("receipt.json", crypto::write_receipt_file(signed_));
    write("verifier.pub", crypto::to_base64(key_.public_key()) + "\n");
    write("asked.json", asked() + "\n");
  }
  [[nodiscard]] std::string asked() const { return carrier::asked_json(request_); }
  int verify(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"receipt", "verify", path("receipt.json"), "--key",
                                   path("verifier.pub")};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  carrier::BoardingRequest request_;
  crypto::Ed25519SecretKey key_ = crypto::Ed25519SecretKey::generate();
  crypto::SignedReceipt signed_;
};

TEST_F(CarrierReceiptCommand, ShowsWhatWasTold) {
  EXPECT_EQ(verify(), cli::kOk) << err_;
  EXPECT_TRUE(
      out_.starts_with("receipt ALA-S1/42 of 2026-11-20T10:00:00Z, told to KC\n"
                       "CALL_BORDER  DATA_STALE at ALA, flight KC872\n"))
      << out_;
  EXPECT_TRUE(out_.contains("was not checked")) << out_;
  EXPECT_EQ(verify({"--asked", path("asked.json"), "--json"}), cli::kOk) << err_;
  const auto json = crypto::parse_json(out_).value();
  EXPECT_EQ(json["answer"], "CALL_BORDER");
  EXPECT_EQ(json["question_checked"], true);
}

TEST_F(CarrierReceiptCommand, RefusesAnotherQuestion) {
  write("asked.json", "{}");
  EXPECT_EQ(verify({"--asked", path("asked.json")}), cli::kRefused);
  EXPECT_TRUE(err_.contains("another question")) << err_;
  EXPECT_TRUE(out_.empty());
}

TEST_F(CarrierReceiptCommand, RefusesAChangedReceiptAndAnotherKey) {
  auto changed = signed_;
  changed.json.replace(changed.json.find("CALL_BORDER"), 11, "BOARD");
  write("receipt.json", crypto::write_receipt_file(changed));
  EXPECT_EQ(verify(), cli::kRefused);
  EXPECT_TRUE(err_.contains("signature")) << err_;
  write("receipt.json", crypto::write_receipt_file(signed_));
  write("verifier.pub", crypto::to_base64(crypto::Ed25519SecretKey::generate().public_key()));
  EXPECT_EQ(verify(), cli::kRefused);
  write("verifier.pub", "no key");
  EXPECT_EQ(verify(), cli::kRefused);
  EXPECT_TRUE(err_.contains("verifier.pub")) << err_;
  write("receipt.json", "{}");
  EXPECT_EQ(verify(), cli::kRefused);
}

TEST_F(CarrierReceiptCommand, NeedsItsFiles) {
  EXPECT_EQ(verify({"--asked", path("none")}), cli::kFailed);
  EXPECT_EQ(run({"receipt", "verify", path("none"), "--key", path("verifier.pub")}), cli::kFailed);
  EXPECT_EQ(run({"receipt", "verify", path("receipt.json")}), cli::kUsage);
}

}  // namespace
}  // namespace evisa::verifier
