// The command line through its own parser: exit codes, JSON, clear errors; certificates from files.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "cli/command_line.h"
#include "crypto/files.h"
#include "crypto/seal_text.h"
#include "crypto/strict_json.h"
#include "crypto/trust_bundle.h"
#include "db/crossing_log.h"
#include "db/record_json.h"
#include "tests/sample/temp_folder.h"
#include "tests/unit/verifier/scene.h"
#include "verifier/commands.h"
#include "visa/embedded_data.h"

namespace evisa::verifier {
namespace {

using namespace scenes;
namespace fs = std::filesystem;

const std::string kAt = "2026-11-20T10:00:00Z";

class VerifierCommands : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directory(folder_ / "signers");
    write("signers/visa.pem", ministry().national.certificate().pem());
    write("signers/notes.txt", "not a certificate");
    write("csca.pem", ministry().csca.certificate().pem());
    make_bundle(5);
    ASSERT_TRUE(db::CrossingLog::open(path("empty.sqlite")));
    const auto lines = *visa::compose_mrz(visa::MrzFormat::td3, Scene{}.passport);
    passport_ = lines.line1 + "\\n" + lines.line2;
    text_ = crypto::seal_to_text(Scene{}.seal_bytes());
  }

  void write(const std::string& name, std::string_view content) {
    ASSERT_TRUE(crypto::write_file(folder_ / name, crypto::as_bytes(content)));
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }

  /// Runs a command line; keeps what it printed.
  int run(std::vector<std::string> words) {
    CLI::App app{"test", std::string(kProgram)};
    Session session{.now = instant(kAt), .chosen = {}};
    add_read_command(app, session);
    add_seal_command(app, session);
    add_inspect_command(app, session);
    add_bundle_command(app, session);
    add_log_command(app, session);
    cli::describe(app);
    words.insert(words.begin(), std::string(kProgram));
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int code = cli::main_with(app, static_cast<int>(argv.size()), argv.data(),
                                    [&] { return session.chosen(); });
    out_ = ::testing::internal::GetCapturedStdout();
    err_ = ::testing::internal::GetCapturedStderr();
    return code;
  }
  std::vector<std::string> inspect_words(std::vector<std::string> more) const {
    std::vector<std::string> words{
        "inspect", "--bundle", path("trust.bundle"), "--authority", path("authority.pub"),
        "--booth", "ALA-03"};
    const auto unless_given = [&](const std::string& word, const std::string& value) {
      if (std::ranges::find(more, word) == more.end()) words.insert(words.end(), {word, value});
    };
    unless_given("--airport", "ALA");
    unless_given("--at", kAt);
    unless_given("--log", path("empty.sqlite"));
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  crypto::Json json() const {
    const auto parsed = crypto::parse_json(out_);
    EXPECT_TRUE(parsed) << out_;
    return parsed ? *parsed : crypto::Json::object();
  }
  void make_bundle(std::uint64_t sequence);

  sample::TempFolder folder_;
  std::string passport_, text_, out_, err_;
};

TEST_F(VerifierCommands, InspectAdmitsAGoodVisa) {
  EXPECT_EQ(run(inspect_words({"--text", text_, "--passport-mrz", passport_, "--json"})), cli::kOk)
      << err_;
  const auto inspection = json();
  EXPECT_EQ(inspection["outcome"], "OK");
  EXPECT_TRUE(inspection["headline"].is_null());
  EXPECT_EQ(inspection["visa"]["visa_number"], Scene{}.visa.number->text());
  EXPECT_EQ(inspection["exit_deadline"], "2026-12-19");
  EXPECT_EQ(inspection["ruleset_id"], "kz-evisa-default-1");
  EXPECT_EQ(inspection["checks"].size(), 23U);
  EXPECT_EQ(inspection["data_age_minutes"], 10);
}

TEST_F(VerifierCommands, InspectKnowsNoUnusedEntryWithoutALog) {
  EXPECT_EQ(run({"inspect", "--bundle", path("trust.bundle"), "--authority", path("authority.pub"),
                 "--airport", "ALA", "--at", kAt, "--text", text_, "--passport-mrz", passport_}),
            cli::kRefused);
  EXPECT_TRUE(out_.starts_with("SECOND_LOOK  DATA_STALE\n")) << out_;
  EXPECT_TRUE(out_.contains("not settled: single_entry (undetermined)")) << out_;
}

TEST_F(VerifierCommands, InspectKnowsNoRevocationsFromCertificatesAlone) {
  EXPECT_EQ(run({"inspect", "--signers", path("signers"), "--csca", path("csca.pem"), "--airport",
                 "ALA", "--at", kAt, "--log", path("empty.sqlite"), "--text", text_,
                 "--passport-mrz", passport_}),
            cli::kRefused);
  EXPECT_TRUE(out_.starts_with("SECOND_LOOK  DATA_STALE\n")) << out_;
  EXPECT_TRUE(out_.contains("clock_and_data (undetermined) not_revoked (undetermined)")) << out_;
  EXPECT_TRUE(out_.contains("bundle 0 (age not known)")) << out_;
}

TEST_F(VerifierCommands, InspectTellsTheTravellerOnlyWhatStopsThem) {
  auto fields = Scene{}.passport;
  fields.expiry = date("2027-05-05");  // a notice
  const auto lines = *visa::compose_mrz(visa::MrzFormat::td3, fields);
  EXPECT_EQ(
      run(inspect_words({"--text", text_, "--passport-mrz", lines.line1 + "\n" + lines.line2})),
      cli::kOk);
  EXPECT_TRUE(out_.starts_with("NOTICE  PASSPORT_VALIDITY_NOTICE\n")) << out_;
  EXPECT_FALSE(out_.contains("tell the traveller")) << out_;
  EXPECT_TRUE(out_.contains("bundle 5 (10 min old)")) << out_;
  run(inspect_words({"--text", text_, "--passport-mrz", passport_, "--companion-without-visa"}));
  EXPECT_TRUE(out_.contains("tell the traveller")) << out_;
}

TEST_F(VerifierCommands, InspectReadsSealAndPassportFromFiles) {
  write("seal.txt", text_ + "\n");
  auto lines = passport_;
  lines.replace(lines.find("\\n"), 2, "\r\n");
  write("passport.txt", lines);
  EXPECT_EQ(run(inspect_words({path("seal.txt"), "--passport-mrz", "@" + path("passport.txt")})),
            cli::kOk)
      << out_ << err_;
  EXPECT_TRUE(out_.starts_with("OK\n")) << out_;
}

TEST_F(VerifierCommands, InspectExplainsARefusalInTheAskedLanguage) {
  EXPECT_EQ(run(inspect_words({"--text", text_, "--passport-mrz", passport_, "--lang", "ru",
                               "--companion-without-visa"})),
            cli::kRefused);
  EXPECT_TRUE(out_.starts_with("REFUSE  COMPANION_WITHOUT_VISA\n")) << out_;
  EXPECT_TRUE(out_.contains("У сопровождающего нет своей визы")) << out_;
}

TEST_F(VerifierCommands, InspectTakesEveryTick) {
  run(inspect_words({"--text", text_, "--passport-mrz", passport_, "--json", "--passport-doubt",
                     "--blank-pages", "1", "--children", "--no-printout", "--printout-differs",
                     "name", "--printout-differs", "sex"}));
  std::string codes;
  const auto inspection = json();
  for (const auto& reason : inspection["reasons"]) codes += reason["code"].get<std::string>() + " ";
  EXPECT_EQ(codes,
            "PRINTOUT_MISMATCH PRINTOUT_MISSING PASSPORT_CONDITION BLANK_PAGES_LOW "
            "CHILDREN_TRAVELLING ");
}

TEST_F(VerifierCommands, InspectDecidesByARecord) {
  visa::VisaRecord record;
  record.visa = Scene{}.visa;
  record.application_number = record.invitation_number = "1234567890";
  write("record.json", db::to_json(record).dump());
  EXPECT_EQ(
      run(inspect_words({"--record", path("record.json"), "--passport-mrz", passport_, "--json"})),
      cli::kRefused)
      << err_;
  EXPECT_EQ(json()["headline"], "PRINTOUT_MISSING");
}

TEST_F(VerifierCommands, InspectTellsACarrierNothingMore) {
  EXPECT_EQ(run(inspect_words({"--text", text_, "--passport-mrz", passport_, "--direction",
                               "boarding", "--at", "2027-01-05T12:00:00Z", "--arrival",
                               "2027-01-05T19:00:00Z", "--carrier"})),
            cli::kRefused);
  const auto answer = json();
  EXPECT_EQ(answer["answer"], "DO_NOT_BOARD");
  EXPECT_EQ(answer["code"], "VISA_EXPIRED");
  EXPECT_EQ(answer.size(), 4U);
  EXPECT_FALSE(out_.contains("SHARMA"));
}

TEST_F(VerifierCommands, InspectKnowsEarlierEntriesFromTheLog) {
  const auto key = crypto::Ed25519SecretKey::generate();
  {
    Scene scene;
    scene.at("2026-11-15T10:00:00Z");
    const auto log = *db::CrossingLog::open(path("log.sqlite"));
    scene.with_trust([&](const Trust& trust) {
      const auto draft = *draft_crossing(scene.run(), scene.complete(),
                                         {.act = Act::admit,
                                          .officer = "7001",
                                          .note = {},
                                          .senior = {},
                                          .provisional = false,
                                          .back_dated = {}},
                                         trust);
      const auto answer = log->record(draft.crossing, key, draft.idempotency_key).get();
      ASSERT_TRUE(answer) << answer.error().message;
    });
  }
  EXPECT_EQ(run(inspect_words({"--text", text_, "--passport-mrz", passport_, "--log",
                               path("log.sqlite"), "--json"})),
            cli::kRefused)
      << err_;
  EXPECT_EQ(json()["headline"], "ENTRY_OPEN_STAY");
  EXPECT_EQ(json()["use"]["entry"], "ALA-03/1");

  EXPECT_EQ(run({"log", "show", path("log.sqlite")}), cli::kOk) << err_;
  EXPECT_TRUE(out_.starts_with("ALA-03/1  2026-11-15T10:00:00Z  entry")) << out_;
  write("booth.pub", crypto::to_base64(key.public_key()) + "\n");
  EXPECT_EQ(run({"log", "verify", path("log.sqlite"), "--booth", "ALA-03=" + path("booth.pub")}),
            cli::kOk)
      << out_ << err_;
  EXPECT_EQ(run({"log", "verify", path("log.sqlite"), "--json"}), cli::kRefused);
  EXPECT_EQ(json()[0]["kind"], "unknown_booth");
}

TEST_F(VerifierCommands, InspectMakesNoLog) {
  EXPECT_EQ(run(inspect_words(
                {"--text", text_, "--passport-mrz", passport_, "--log", path("none.sqlite")})),
            cli::kFailed);
  EXPECT_TRUE(err_.contains("no such crossing log")) << err_;
  EXPECT_FALSE(fs::exists(folder_ / "none.sqlite"));
}

TEST_F(VerifierCommands, InspectRefusesAMalformedPassportMrz) {
  EXPECT_EQ(run(inspect_words({"--text", text_, "--passport-mrz", "P<IND"})), cli::kRefused);
  EXPECT_TRUE(err_.starts_with("evisa-verifier: error: passport")) << err_;
  EXPECT_TRUE(out_.empty());
}

TEST_F(VerifierCommands, InspectNeedsAnArrivalForBoarding) {
  EXPECT_EQ(run(inspect_words({"--text", text_, "--direction", "boarding"})), cli::kUsage);
  EXPECT_TRUE(err_.contains("--arrival")) << err_;
}

TEST_F(VerifierCommands, InspectNeedsExactlyOneSourceOfTrust) {
  EXPECT_EQ(run({"inspect", "--text", text_, "--airport", "ALA"}), cli::kRefused);
  EXPECT_TRUE(err_.contains("exactly one")) << err_;
}

TEST_F(VerifierCommands, RefusesUnknownWords) {
  EXPECT_EQ(run({"inspect", "--nonsense"}), cli::kUsage);
  EXPECT_EQ(run(inspect_words({"--text", text_, "--lang", "xx"})), cli::kUsage);
  EXPECT_EQ(run(inspect_words({"--text", text_, "--direction", "up"})), cli::kUsage);
}

TEST_F(VerifierCommands, SealPrintsStatusAndFeatures) {
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

TEST_F(VerifierCommands, SealTakesARevocationList) {
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

TEST_F(VerifierCommands, SealTakesOneValueForEachRepeatedOption) {
  write("seal.txt", text_);
  EXPECT_EQ(run({"seal", "--signers", path("signers"), "--at", kAt, "--csca", path("csca.pem"),
                 path("seal.txt")}),
            cli::kOk)
      << out_ << err_;
}

TEST_F(VerifierCommands, SealCallsRubbishRubbish) {
  write("rubbish", "hello");
  EXPECT_EQ(run({"seal", path("rubbish"), "--signers", path("signers"), "--at", kAt, "--json"}),
            cli::kRefused);
  EXPECT_EQ(json()["sub_indications"][0], "WRONG_FORMAT");
  EXPECT_EQ(run({"seal", "--hex", "xy", "--signers", path("signers")}), cli::kRefused);
  EXPECT_TRUE(err_.contains("error:")) << err_;
}

TEST_F(VerifierCommands, SealNamesWhatItCouldNotOpen) {
  EXPECT_EQ(run({"seal", path("none"), "--signers", path("signers")}), cli::kFailed);
  EXPECT_EQ(run({"seal", "--text", text_, "--signers", path("nowhere")}), cli::kFailed);
  EXPECT_TRUE(err_.contains("nowhere")) << err_;
  fs::create_directory(folder_ / "empty");
  EXPECT_EQ(run({"seal", "--text", text_, "--signers", path("empty")}), cli::kFailed);
  EXPECT_TRUE(err_.contains("no certificate")) << err_;
  write("empty/bad.pem", "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n");
  EXPECT_EQ(run({"seal", "--text", text_, "--signers", path("empty")}), cli::kRefused);
  EXPECT_TRUE(err_.contains("bad.pem")) << err_;
}

void VerifierCommands::make_bundle(std::uint64_t sequence) {
  static const auto authority = crypto::MinisignSecretKey::generate();
  crypto::BundleContents contents;
  contents.sequence = sequence;
  contents.issued_at = instant("2026-11-20T09:50:00Z");
  contents.next_update = instant("2026-11-21T09:50:00Z");
  contents.signers = {{ministry().national.certificate(), std::nullopt}};
  contents.anchors = {ministry().csca.certificate()};
  contents.revoked = {{*visa::VisaNumber::compose(26, 99), {date("2026-11-01"), {}}}};
  contents.ruleset_text = visa::k_ruleset_txt;
  contents.airports_csv = visa::k_airports_csv;
  contents.countries_csv = visa::k_countries_csv;
  contents.reasons_csv = visa::k_reasons_csv;
  const auto bytes = crypto::encode_bundle(contents);
  ASSERT_TRUE(bytes) << bytes.error().message;
  write("trust.bundle", crypto::as_text(*bytes));
  write("trust.bundle.minisig", authority.sign(*bytes, "test"));
  write("authority.pub", authority.public_key().text("test"));
}

TEST_F(VerifierCommands, BundleImportsShowsAndDecides) {
  make_bundle(5);
  EXPECT_EQ(run({"bundle", "import", path("trust.bundle"), "--trust", path("trust"), "--authority",
                 path("authority.pub"), "--json"}),
            cli::kOk)
      << err_;
  EXPECT_EQ(json()["sequence"], 5);
  EXPECT_EQ(run({"bundle", "show", "--trust", path("trust")}), cli::kOk) << err_;
  EXPECT_TRUE(out_.contains("bundle 5, issued 2026-11-20T09:50:00Z (10 min ago)")) << out_;
  EXPECT_EQ(run({"inspect", "--trust", path("trust"), "--airport", "ALA", "--at", kAt, "--log",
                 path("empty.sqlite"), "--text", text_, "--passport-mrz", passport_, "--json"}),
            cli::kOk)
      << out_ << err_;
  EXPECT_EQ(json()["bundle_sequence"], 5);
  EXPECT_EQ(run({"inspect", "--bundle", path("trust.bundle"), "--authority", path("authority.pub"),
                 "--airport", "ALA", "--at", kAt, "--log", path("empty.sqlite"), "--text", text_,
                 "--passport-mrz", passport_}),
            cli::kOk)
      << out_ << err_;
}

TEST_F(VerifierCommands, BundleKeepsTheLastGoodOne) {
  make_bundle(5);
  const std::vector<std::string> import{
      "bundle",      "import",      path("trust.bundle"), "--trust",
      path("trust"), "--authority", path("authority.pub")};
  ASSERT_EQ(run(import), cli::kOk) << err_;
  make_bundle(4);
  EXPECT_EQ(run(import), cli::kRefused);
  EXPECT_EQ(run({"bundle", "show", "--trust", path("trust"), "--json"}), cli::kOk) << err_;
  EXPECT_EQ(json()["sequence"], 5);
}

TEST_F(VerifierCommands, BundleIsPinnedToItsFirstAuthority) {
  make_bundle(5);
  ASSERT_EQ(run({"bundle", "import", path("trust.bundle"), "--trust", path("trust"), "--authority",
                 path("authority.pub")}),
            cli::kOk)
      << err_;
  write("other.pub", crypto::MinisignSecretKey::generate().public_key().text("other"));
  EXPECT_EQ(run({"bundle", "import", path("trust.bundle"), "--trust", path("trust"), "--authority",
                 path("other.pub")}),
            cli::kRefused);
  EXPECT_TRUE(err_.contains("pinned")) << err_;
}

TEST_F(VerifierCommands, BundleFromTheFutureMeansAClockThatIsBehind) {
  make_bundle(5);
  EXPECT_EQ(run({"inspect", "--bundle", path("trust.bundle"), "--authority", path("authority.pub"),
                 "--airport", "ALA", "--at", "2026-11-20T09:00:00Z", "--text", text_,
                 "--passport-mrz", passport_, "--json"}),
            cli::kRefused);
  EXPECT_EQ(json()["headline"], "CLOCK_UNTRUSTED");
}

TEST_F(VerifierCommands, ReadNamesAFileItCannotRead) {
  EXPECT_EQ(run({"read", path("none.png")}), cli::kFailed);
  write("text.png", "not a picture");
  EXPECT_EQ(run({"read", path("text.png")}), cli::kRefused);
  EXPECT_TRUE(err_.starts_with("evisa-verifier: error: ")) << err_;
}

}  // namespace
}  // namespace evisa::verifier
