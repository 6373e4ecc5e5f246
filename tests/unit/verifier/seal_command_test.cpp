// evisa-verifier seal and read through their own parser; certificates from files.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/unit/verifier/command_fixture.h"

namespace evisa::verifier {
namespace {

using namespace scenes;
namespace fs = std::filesystem;

class SealCommand : public VerifierCommands {};

TEST_F(SealCommand, PrintsStatusAndFeatures) {
  const std::vector<std::string> trust{
      "--signers", path("signers"), "--csca", path("csca.pem"), "--at", kAt, "--json"};
  std::vector<std::string> words{"seal", "--hex", crypto::to_hex(Scene{}.seal_bytes())};
  words.insert(words.end(), trust.begin(), trust.end());
  EXPECT_EQ(run(words), cli::kOk) << err_;
  EXPECT_EQ(json()["status"], "VALID");
  EXPECT_EQ(json()["profile"], "national");
  EXPECT_EQ(json()["signer"]["identifier"], "KZVS");
  EXPECT_EQ(json()["visa"]["passport_number"], "Z1234567");
  EXPECT_EQ(json()["features"].size(), 9U);

  words.insert(words.end(), {"--profile", "icao"});
  EXPECT_EQ(run(words), cli::kRefused);
  EXPECT_EQ(json()["sub_indications"][0], "INVALID_DOCUMENTTYPE");
  EXPECT_TRUE(json()["visa"].is_null());
}

TEST_F(SealCommand, TakesARevocationList) {
  const auto crl =
      *ministry().csca.issue_crl({{"1a", instant("2026-10-01T00:00:00Z")}},
                                 instant("2026-10-01T00:00:00Z"), instant("2027-10-01T00:00:00Z"));
  write("ca.crl", crypto::as_text(crl));
  std::vector<std::string> words{
      "seal",  "--text",       text_,  "--signers", path("signers"), "--csca", path("csca.pem"),
      "--crl", path("ca.crl"), "--at", kAt,         "--json"};
  EXPECT_EQ(run(words), cli::kRefused) << err_;
  EXPECT_EQ(json()["sub_indications"][0], "REVOKED_CERTIFICATE");
}

TEST_F(SealCommand, TakesOneValueForEachRepeatedOption) {
  write("seal.txt", text_);
  EXPECT_EQ(run({"seal", "--signers", path("signers"), "--at", kAt, "--csca", path("csca.pem"),
                 path("seal.txt")}),
            cli::kOk)
      << out_ << err_;
}

TEST_F(SealCommand, CallsRubbishRubbish) {
  write("rubbish", "hello");
  EXPECT_EQ(run({"seal", path("rubbish"), "--signers", path("signers"), "--at", kAt, "--json"}),
            cli::kRefused);
  EXPECT_EQ(json()["sub_indications"][0], "WRONG_FORMAT");
}

TEST_F(SealCommand, NamesWhatItCouldNotOpen) {
  EXPECT_EQ(run({"seal", path("none"), "--signers", path("signers")}), cli::kFailed);
  EXPECT_EQ(run({"seal", "--text", text_, "--signers", path("nowhere")}), cli::kFailed);
  EXPECT_TRUE(err_.contains("nowhere")) << err_;
  fs::create_directory(folder_ / "empty");
  EXPECT_EQ(run({"seal", "--text", text_, "--signers", path("empty")}), cli::kFailed);
  EXPECT_TRUE(err_.contains("no certificate")) << err_;
  write("empty/bad.pem", "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n");
  EXPECT_EQ(run({"seal", "--text", text_, "--signers", path("empty")}), cli::kFailed);
  EXPECT_TRUE(err_.contains("bad.pem")) << err_;
}

TEST_F(SealCommand, TakesMalformedValuesForUsageErrors) {
  EXPECT_EQ(run({"seal", "--hex", "xy", "--signers", path("signers")}), cli::kUsage);
  EXPECT_TRUE(err_.contains("--hex")) << err_;
  for (const std::string option : {"--hex", "--text"}) {
    EXPECT_EQ(run({"seal", option, "", "--signers", path("signers")}), cli::kUsage) << option;
    EXPECT_TRUE(err_.contains(option)) << err_;
  }
  EXPECT_EQ(run({"seal", "--text", text_, "--signers", path("signers"), "--at", "noon"}),
            cli::kUsage);
  EXPECT_TRUE(err_.contains("--at")) << err_;
}

TEST_F(SealCommand, ReadNamesAFileItCannotRead) {
  EXPECT_EQ(run({"read", path("none.png")}), cli::kFailed);
  write("text.png", "not a picture");
  EXPECT_EQ(run({"read", path("text.png")}), cli::kRefused);
  EXPECT_TRUE(err_.starts_with("evisa-verifier: error: ")) << err_;
}

}  // namespace
}  // namespace evisa::verifier
