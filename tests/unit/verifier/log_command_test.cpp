// evisa-verifier log show and verify; the log as an inspection reads it.
#include <gtest/gtest.h>

#include <filesystem>

#include "db/crossing_log.h"
#include "tests/unit/verifier/command_fixture.h"

namespace evisa::verifier {
namespace {

using namespace scenes;

class LogCommand : public VerifierCommands {
 protected:
  /// Makes log.sqlite with one entry of the scene's visa, by this officer.
  void record_entry(const crypto::Ed25519SecretKey& key, const std::string& officer = "7001") {
    visa::Crossing crossing;
    Scene scene;
    scene.at("2026-11-15T10:00:00Z");
    scene.with_trust([&](const Trust& trust) {
      crossing = draft_crossing(scene.run(), scene.complete(),
                                {.act = Act::admit,
                                 .officer = "7001",
                                 .note = {},
                                 .senior = {},
                                 .provisional = false,
                                 .back_dated = {}},
                                trust)
                     ->crossing;
    });
    crossing.officer = officer;
    const auto log = *db::CrossingLog::open(path("log.sqlite"));
    const auto answer = log->record(crossing, key, "one").get();
    ASSERT_TRUE(answer) << answer.error().message;
  }
  const crypto::Ed25519SecretKey key_ = crypto::Ed25519SecretKey::generate();
};

TEST_F(LogCommand, TellsAnInspectionOfEarlierEntries) {
  record_entry(key_);
  EXPECT_EQ(run(inspect_words({"--text", text_, "--passport-mrz", passport_, "--log",
                               path("log.sqlite"), "--json"})),
            cli::kRefused)
      << err_;
  EXPECT_EQ(json()["headline"], "ENTRY_OPEN_STAY");
  EXPECT_EQ(json()["use"]["entry"], "ALA-03/1");
}

TEST_F(LogCommand, ShowsAndVerifies) {
  record_entry(key_);
  EXPECT_EQ(run({"log", "show", path("log.sqlite")}), cli::kOk) << err_;
  EXPECT_TRUE(out_.starts_with("ALA-03/1  2026-11-15T10:00:00Z  entry")) << out_;
  write("booth.pub", crypto::to_base64(key_.public_key()) + "\n");
  EXPECT_EQ(run({"log", "verify", path("log.sqlite"), "--booth", "ALA-03=" + path("booth.pub")}),
            cli::kOk)
      << out_ << err_;
}

TEST_F(LogCommand, HintsAtTheBoothsWhoseKeysAreMissing) {
  record_entry(key_);
  EXPECT_EQ(run({"log", "verify", path("log.sqlite"), "--json"}), cli::kRefused);
  EXPECT_EQ(json()[0]["kind"], "unknown_booth");
  EXPECT_TRUE(err_.contains("hint: ")) << err_;
  EXPECT_TRUE(err_.contains("--booth ALA-03=FILE")) << err_;
  EXPECT_EQ(run({"log", "verify", path("empty.sqlite")}), cli::kOk);
  EXPECT_TRUE(err_.empty()) << err_;
}

TEST_F(LogCommand, LetsNoEventSteerTheTerminal) {
  record_entry(key_, "7001\x1b[2K\xe2\x80\xae");
  EXPECT_EQ(run({"log", "show", path("log.sqlite")}), cli::kOk) << err_;
  EXPECT_TRUE(out_.contains("officer 7001\\x1b[2K\\xe2\\x80\\xae")) << out_;
  EXPECT_FALSE(out_.contains('\x1b')) << out_;
}

TEST_F(LogCommand, TakesMalformedBoothsForUsageErrors) {
  for (const std::string booth : {"ALA-03", "=key.pub", "ALA-03=", ""}) {
    EXPECT_EQ(run({"log", "verify", path("empty.sqlite"), "--booth", booth}), cli::kUsage) << booth;
    EXPECT_TRUE(err_.contains("--booth")) << err_;
  }
}

TEST_F(LogCommand, BlamesTheFileThatItCannotUse) {
  write("damaged", "rubbish");
  for (const std::string file : {"damaged", "none"}) {
    for (const std::string verb : {"show", "verify"}) {
      EXPECT_EQ(run({"log", verb, path(file)}), cli::kFailed);
      EXPECT_TRUE(err_.contains(path(file))) << err_;
    }
    EXPECT_EQ(run({"log", "verify", path("empty.sqlite"), "--booth", "ALA-03=" + path(file)}),
              cli::kFailed);
    EXPECT_TRUE(err_.contains(path(file))) << err_;
  }
}

}  // namespace
}  // namespace evisa::verifier
