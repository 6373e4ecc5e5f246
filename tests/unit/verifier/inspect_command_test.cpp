// evisa-verifier inspect through its own parser: exit codes, JSON, clear errors.
#include <gtest/gtest.h>

#include <filesystem>

#include "crypto/files.h"
#include "db/record_json.h"
#include "tests/unit/verifier/command_fixture.h"

namespace evisa::verifier {
namespace {

using namespace scenes;
namespace fs = std::filesystem;

class InspectCommand : public VerifierCommands {};

TEST_F(InspectCommand, AdmitsAGoodVisa) {
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

TEST_F(InspectCommand, KnowsNoUnusedEntryWithoutALog) {
  EXPECT_EQ(run({"inspect", "--direction", "entry", "--bundle", path("trust.bundle"), "--authority",
                 path("authority.pub"), "--airport", "ALA", "--at", kAt, "--text", text_,
                 "--passport-mrz", passport_}),
            cli::kRefused);
  EXPECT_TRUE(out_.starts_with("SECOND_LOOK  DATA_STALE\n")) << out_;
  EXPECT_TRUE(out_.contains("not settled: single_entry (undetermined)")) << out_;
}

TEST_F(InspectCommand, KnowsNoRevocationsFromCertificatesAlone) {
  EXPECT_EQ(run({"inspect", "--direction", "entry", "--signers", path("signers"), "--csca",
                 path("csca.pem"), "--airport", "ALA", "--at", kAt, "--log", path("empty.sqlite"),
                 "--text", text_, "--passport-mrz", passport_}),
            cli::kRefused);
  EXPECT_TRUE(out_.starts_with("SECOND_LOOK  DATA_STALE\n")) << out_;
  EXPECT_TRUE(out_.contains("clock_and_data (undetermined) not_revoked (undetermined)")) << out_;
  EXPECT_TRUE(out_.contains("bundle 0 (age not known)")) << out_;
}

TEST_F(InspectCommand, TellsTheTravellerOnlyWhatStopsThem) {
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

TEST_F(InspectCommand, ReadsSealAndPassportFromFiles) {
  write("seal.txt", text_ + "\n");
  auto lines = passport_;
  lines.replace(lines.find("\\n"), 2, "\r\n");
  write("passport.txt", lines);
  EXPECT_EQ(run(inspect_words({path("seal.txt"), "--passport-mrz", "@" + path("passport.txt")})),
            cli::kOk)
      << out_ << err_;
  EXPECT_TRUE(out_.starts_with("OK\n")) << out_;
}

TEST_F(InspectCommand, ExplainsARefusalInTheAskedLanguage) {
  EXPECT_EQ(run(inspect_words({"--text", text_, "--passport-mrz", passport_, "--lang", "ru",
                               "--companion-without-visa"})),
            cli::kRefused);
  EXPECT_TRUE(out_.starts_with("ОТКАЗ  COMPANION_WITHOUT_VISA\n")) << out_;
  EXPECT_TRUE(out_.contains("У сопровождающего нет своей визы")) << out_;
}

TEST_F(InspectCommand, TakesEveryTick) {
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

TEST_F(InspectCommand, DecidesByARecord) {
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

TEST_F(InspectCommand, TakesAListOfOneRecordAndChoosesFromNoOther) {
  visa::VisaRecord record;
  record.visa = Scene{}.visa;
  record.application_number = record.invitation_number = "1234567890";
  auto list = crypto::Json::array({db::to_json(record)});
  write("list.json", list.dump());
  run(inspect_words({"--record", path("list.json"), "--passport-mrz", passport_, "--json"}));
  EXPECT_EQ(json()["headline"], "PRINTOUT_MISSING");

  record.visa.number = *visa::VisaNumber::compose(26, 7);
  list.push_back(db::to_json(record));
  write("list.json", list.dump());
  EXPECT_EQ(run(inspect_words({"--record", path("list.json")})), cli::kRefused);
  EXPECT_TRUE(err_.contains("found 2 records")) << err_;
  EXPECT_TRUE(err_.contains(Scene{}.visa.number->text() + ", " + record.visa.number->text()))
      << err_;
  write("list.json", "[]");
  EXPECT_EQ(run(inspect_words({"--record", path("list.json")})), cli::kRefused);
  EXPECT_TRUE(err_.contains("without a record")) << err_;
}

TEST_F(InspectCommand, TellsACarrierNothingMore) {
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

TEST_F(InspectCommand, MakesNoLog) {
  EXPECT_EQ(run(inspect_words(
                {"--text", text_, "--passport-mrz", passport_, "--log", path("none.sqlite")})),
            cli::kFailed);
  EXPECT_TRUE(err_.contains("no such crossing log")) << err_;
  EXPECT_FALSE(fs::exists(folder_ / "none.sqlite"));
}

TEST_F(InspectCommand, RefusesAMalformedPassportMrz) {
  EXPECT_EQ(run(inspect_words({"--text", text_, "--passport-mrz", "P<IND"})), cli::kRefused);
  EXPECT_TRUE(err_.starts_with("evisa-verifier: error: passport")) << err_;
  EXPECT_TRUE(out_.empty());
}

TEST_F(InspectCommand, NeedsAnArrivalForBoarding) {
  EXPECT_EQ(run(inspect_words({"--text", text_, "--direction", "boarding"})), cli::kUsage);
  EXPECT_TRUE(err_.contains("--arrival")) << err_;
}

TEST_F(InspectCommand, NeedsSomethingToInspect) {
  EXPECT_EQ(run(inspect_words({"--passport-mrz", passport_})), cli::kUsage);
  EXPECT_TRUE(err_.contains("--record")) << err_;
  for (const std::string option : {"--text", "--record", "--airport", "--passport-mrz", "--log"}) {
    std::vector<std::string> words{option, ""};
    if (option != "--text") words.insert(words.end(), {"--text", text_});
    EXPECT_EQ(run(inspect_words(words)), cli::kUsage) << option << out_;
    EXPECT_TRUE(err_.contains(option)) << err_;
  }
  EXPECT_EQ(run(inspect_words({""})), cli::kUsage);
}

TEST_F(InspectCommand, NeedsADirection) {
  EXPECT_EQ(run({"inspect", "--bundle", path("trust.bundle"), "--authority", path("authority.pub"),
                 "--airport", "ALA", "--text", text_}),
            cli::kUsage);
  EXPECT_TRUE(err_.contains("--direction")) << err_;
}

TEST_F(InspectCommand, TakesAnUnknownAirportCodeForASlip) {
  for (const std::string code : {"XQZ", "alm"}) {
    EXPECT_EQ(run(inspect_words({"--text", text_, "--airport", code})), cli::kUsage) << out_;
    EXPECT_TRUE(err_.contains(code)) << err_;
    EXPECT_TRUE(err_.contains("NQZ")) << err_;
  }
  // A checkpoint's name stays what the rule set says of it.
  EXPECT_EQ(
      run(inspect_words({"--text", text_, "--passport-mrz", passport_, "--airport", "Қорғас"})),
      cli::kRefused);
  EXPECT_TRUE(out_.starts_with("REFUSE  CHECKPOINT_NOT_ALLOWED")) << out_;
  EXPECT_EQ(run(inspect_words({"--text", text_, "--passport-mrz", passport_, "--airport", "tse"})),
            cli::kOk);
}

TEST_F(InspectCommand, ReadsStandardInputOnce) {
  EXPECT_EQ(run(inspect_words({"-", "--passport-mrz", "-"})), cli::kUsage);
  EXPECT_EQ(run(inspect_words({"--text", text_, "--record", "-", "--passport-mrz", "-"})),
            cli::kUsage);
  EXPECT_TRUE(err_.contains("standard input")) << err_;
}

TEST_F(InspectCommand, TakesMalformedValuesForUsageErrors) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"--at", "noon"},           {"--at", ""},           {"--arrival", "2026-13-01T00:00:00Z"},
      {"--flight", "K\x1b[2KC"},  {"--flight", "964"},    {"--flight", "KC12345"},
      {"--flight", "kc964"},      {"--flight", ""},       {"--printout-differs", "colour"},
      {"--printout-differs", ""}, {"--flight", "KC\xff"}, {"--booth", "ALA\xff"},
      {"--airport", "\xd0"}};
  for (const auto& [option, value] : cases) {
    EXPECT_EQ(run(inspect_words({"--text", text_, option, value})), cli::kUsage) << option << value;
    EXPECT_TRUE(err_.contains(option)) << err_;
    EXPECT_FALSE(err_.contains('\x1b')) << err_;
  }
  run(inspect_words({"--text", text_, "--printout-differs", "colour"}));
  EXPECT_TRUE(err_.contains("passport_number, ")) << err_;
}

TEST_F(InspectCommand, TakesFlightNumbersAsOnABoardingPass) {
  for (const std::string flight : {"KC964", "KC 964", "W62001", "5W 7041", "KZR964", "KC1A"})
    EXPECT_EQ(
        run(inspect_words({"--text", text_, "--passport-mrz", passport_, "--flight", flight})),
        cli::kOk)
        << flight << err_;
}

TEST_F(InspectCommand, LetsNoArgumentSteerTheTerminal) {
  run(inspect_words({"--text", text_, "--passport-mrz", passport_, "--airport", "Road\x1b[2K\n"}));
  EXPECT_TRUE(out_.contains("Road\\x1b[2K\\x0a is not")) << out_;
  EXPECT_FALSE(out_.contains('\x1b')) << out_;
}

TEST_F(InspectCommand, BlamesItsOwnFilesAndNotThePapers) {
  write("damaged", "rubbish");
  write("damaged.minisig", "rubbish");
  const std::vector<std::vector<std::string>> trusts{
      {"--bundle", path("damaged"), "--authority", path("authority.pub")},
      {"--bundle", path("trust.bundle"), "--authority", path("damaged")},
      {"--trust", path("damaged"), "--authority", path("authority.pub")},
      {"--trust", path("none")},
      {"--signers", path("signers"), "--csca", path("damaged")}};
  for (const auto& trust : trusts) {
    std::vector<std::string> words{"inspect", "--direction", "entry",  "--airport", "ALA",
                                   "--at",    kAt,           "--text", text_};
    words.insert(words.end(), trust.begin(), trust.end());
    EXPECT_EQ(run(words), cli::kFailed) << trust[1] << err_ << out_;
    EXPECT_TRUE(err_.contains(
                    path(trust[0] == "--trust" && trust[1] == path("none") ? "none" : "damaged")) ||
                err_.contains("trust.bundle"))
        << err_;
  }
  EXPECT_EQ(run(inspect_words({"--text", text_, "--log", path("damaged")})), cli::kFailed);
  EXPECT_TRUE(err_.contains(path("damaged"))) << err_;
}

TEST_F(InspectCommand, BlamesPapersThatAreMalformed) {
  write("damaged", "rubbish");
  EXPECT_EQ(run(inspect_words({"--record", path("damaged")})), cli::kRefused);
  EXPECT_TRUE(err_.contains(path("damaged"))) << err_;
  write("page.png", "\x89PNG rubbish");
  EXPECT_EQ(run(inspect_words({path("page.png")})), cli::kRefused) << err_;
  EXPECT_EQ(run(inspect_words({path("none.png")})), cli::kFailed);
}

TEST_F(InspectCommand, NeedsExactlyOneSourceOfTrust) {
  const std::vector<std::string> words{"inspect", "--direction", "entry", "--text",
                                       text_,     "--airport",   "ALA"};
  EXPECT_EQ(run(words), cli::kUsage);
  EXPECT_TRUE(err_.contains("exactly one")) << err_;
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{"--trust", path("trust"), "--signers", path("signers")},
        {"--bundle", path("trust.bundle")},
        {"--trust", path("trust"), "--csca", path("csca.pem")}}) {
    auto all = words;
    all.insert(all.end(), more.begin(), more.end());
    EXPECT_EQ(run(all), cli::kUsage) << more[0] << err_;
  }
}

TEST_F(InspectCommand, RefusesUnknownWords) {
  EXPECT_EQ(run({"inspect", "--direction", "entry", "--nonsense"}), cli::kUsage);
  EXPECT_EQ(run(inspect_words({"--text", text_, "--lang", "xx"})), cli::kUsage);
  EXPECT_EQ(run(inspect_words({"--text", text_, "--direction", "up"})), cli::kUsage);
}

}  // namespace
}  // namespace evisa::verifier
