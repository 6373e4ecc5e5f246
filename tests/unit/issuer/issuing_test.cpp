// Issuing: from an application to a register row, a seal that verifies and a page with its name.
#include "issuer/issuing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "issuer/issue_messages.h"
#include "issuer/issuing_lock.h"
#include "issuer/issuing_run.h"
#include "issuer/pending_page.h"
#include "tests/unit/issuer/sample.h"

namespace evisa::issuer {
namespace {

namespace fs = std::filesystem;
using testing::must;
using testing::Office;

Issued issued(Result<IssueAnswer> answer) {
  auto value = must(std::move(answer));
  if (auto* refused = std::get_if<NotIssued>(&value)) {
    for (const auto& problem : refused->problems) ADD_FAILURE() << to_string(problem);
    std::abort();
  }
  return std::get<Issued>(std::move(value));
}

std::vector<Problem> refused(Result<IssueAnswer> answer) {
  auto value = must(std::move(answer));
  return std::holds_alternative<NotIssued>(value) ? std::get<NotIssued>(value).problems
                                                  : std::vector<Problem>{};
}

class IssuerProfile : public ::testing::TestWithParam<crypto::Profile> {};

TEST_P(IssuerProfile, SealsWhatTheApplicationSays) {
  Office office(GetParam());
  const auto visa = issued(issue(testing::application(), office.tools()));
  const auto signers = must(office.home.signers());
  const auto trusted =
      crypto::SignerSet::build({signers[0].certificate}, {must(office.home.csca())});
  const auto validation = crypto::validate_seal(visa.entry.seal, trusted, office.now);
  ASSERT_TRUE(validation.verified) << validation.detail;
  const auto& sealed = validation.verified->visa();
  EXPECT_EQ(validation.verified->profile(), GetParam());
  EXPECT_EQ(sealed.passport_number.text(), "Z1234567");
  EXPECT_EQ(sealed.name.primary, "SHARMA");
  EXPECT_EQ(sealed.valid_until.iso(), "2027-01-05");
  EXPECT_EQ(sealed.stay.days, 30);
  EXPECT_EQ(sealed.issue_date.iso(), "2026-11-01");
}

INSTANTIATE_TEST_SUITE_P(Both, IssuerProfile,
                         ::testing::Values(crypto::Profile::national, crypto::Profile::icao));

TEST(IssuerIssuing, RegistersTheVisa) {
  Office office;
  const auto visa = issued(issue(testing::application(), office.tools()));
  const auto entry = must(office.visas->find(*visa.entry.record.visa.number));
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->record.visa, visa.entry.record.visa);
  EXPECT_EQ(entry->record.application_number, "16546778150002");
  EXPECT_EQ(entry->seal, visa.entry.seal);
  EXPECT_EQ(entry->issued_at, office.now);
}

TEST(IssuerIssuing, KeepsTheFullNameInTheRegister) {
  Office office;
  auto json = testing::application_json();
  json["surname"] = "Venkatasubramanian Krishnamoorthy";
  json["given_names"] = "Lakshminarayanan Satyanarayana";
  const auto visa = issued(issue(testing::read(json), office.tools()));
  EXPECT_EQ(visa.entry.record.visa.name.secondary, "LAKSHMINARAYANAN SATYANARAYANA");
}

TEST(IssuerIssuing, IssuesToAHolderOverAHundredYearsOld) {
  Office office;
  auto json = testing::application_json();
  json["birth_date"] = "1920-05-05";  // the MRZ's two digits read as 2020
  EXPECT_EQ(issued(issue(testing::read(json), office.tools())).entry.record.visa.birth.year, 1920);
}

TEST(IssuerIssuing, RefusesASecondVisaForOneApplication) {
  Office office;
  const auto first = issued(issue(testing::application(), office.tools()));
  const auto problems = refused(issue(testing::application(), office.tools()));
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].field, "application_number");
  EXPECT_THAT(problems[0].found, ::testing::HasSubstr(first.entry.record.visa.number->text()));
}

TEST(IssuerIssuing, IssuesAnewAfterARevocation) {
  Office office;
  const auto first = issued(issue(testing::application(), office.tools()));
  ASSERT_TRUE(
      office.visas->revoke(*first.entry.record.visa.number,
                           {testing::date("2026-11-01"), visa::RevocationReason::issued_in_error}));
  const auto second = issued(issue(testing::application(), office.tools()));
  EXPECT_NE(first.entry.record.visa.number, second.entry.record.visa.number);
}

TEST(IssuerIssuing, TakesAnotherNumberWhenOneIsTaken) {
  Office office;
  auto tools = office.tools();
  issued(issue(testing::application(), tools));
  office.next_number = 10'000'000;  // the same random digits once more
  auto json = testing::application_json();
  json["application_number"] = "16546778150099";
  const auto second = issued(issue(testing::read(json), tools));
  EXPECT_EQ(second.entry.record.visa.number, *visa::VisaNumber::compose(26, 10'000'001));
}

TEST(IssuerIssuing, GivesUpWhenTheRandomSourceIsBroken) {
  Office office;
  auto tools = office.tools();
  issued(issue(testing::application(), tools));
  tools.random_digits = [] { return 10'000'000U; };
  auto json = testing::application_json();
  json["application_number"] = "16546778150099";
  const auto answer = issue(testing::read(json), tools);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::unavailable);
}

TEST(IssuerIssuing, DoesNotSignBeforeTheSignersCertificateIsValid) {
  Office office;
  auto tools = office.tools();
  tools.now = testing::instant("2026-09-01T06:00:00Z");
  const auto answer = issue(testing::application(), tools);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::unavailable);
  EXPECT_TRUE(must(office.visas->find_by_application("16546778150002")).empty());
}

TEST(IssuerIssuing, PrintsThePageUnderTheVisasNumber) {
  Office office;
  auto tools = office.tools();
  tools.printout = PrintoutOptions{};
  const auto visa = issued(issue(testing::application(), tools));
  EXPECT_EQ(visa.file, office.folder.path() / (visa.entry.record.visa.number->text() + ".pdf"));
  EXPECT_GT(fs::file_size(visa.file), 1000U);
  EXPECT_TRUE(must(sweep_pending(office.folder.path(), "test", *office.visas)).published.empty());
}

TEST(IssuerIssuing, RegistersNothingWhenThePageCannotBeWritten) {
  Office office;
  auto tools = office.tools();
  tools.printout = PrintoutOptions{};
  tools.out = office.folder / "not-there";
  EXPECT_FALSE(issue(testing::application(), tools));
  EXPECT_TRUE(must(office.visas->find_by_application("16546778150002")).empty());
}

// Interrupted runs, as the machine would leave them.

void put(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }

TEST(IssuerPendingPage, LeavesNothingWhenItIsDropped) {
  testing::Folder folder;
  {
    const auto page = must(PendingPage::write(folder.path(), *visa::VisaNumber::compose(26, 1),
                                              "test", crypto::as_bytes("x")));
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(IssuerPendingPage, NeverReplacesAPage) {
  testing::Folder folder;
  const auto number = *visa::VisaNumber::compose(26, 1);
  put(folder.path() / (number.text() + ".pdf"), "old");
  const auto page = PendingPage::write(folder.path(), number, "test", crypto::as_bytes("x"));
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, Errc::conflict);
}

TEST(IssuerPendingPage, SweepsAwayAPageWhoseVisaWasNeverRegistered) {
  Office office;
  const auto hidden =
      office.folder.path() / ("." + visa::VisaNumber::compose(26, 77)->text() + ".test.part");
  put(hidden, "x");
  EXPECT_EQ(must(sweep_pending(office.folder.path(), "test", *office.visas)).dropped, 1U);
  EXPECT_FALSE(fs::exists(hidden));
}

TEST(IssuerPendingPage, BringsOutThePageOfARegisteredVisa) {
  Office office;
  const auto number =
      issued(issue(testing::application(), office.tools())).entry.record.visa.number->text();
  put(office.folder.path() / ("." + number + ".test.part"), "the page");
  const auto swept = must(sweep_pending(office.folder.path(), "test", *office.visas));
  ASSERT_EQ(swept.published.size(), 1U);
  EXPECT_TRUE(fs::exists(office.folder.path() / (number + ".pdf")));
}

TEST(IssuerPendingPage, SweepsAwayAPageThatWasNeverWhole) {
  Office office;
  const auto half = office.folder.path() /
                    (".." + visa::VisaNumber::compose(26, 77)->text() + ".test.part.aB3xYz");
  put(half, "x");
  EXPECT_EQ(must(sweep_pending(office.folder.path(), "test", *office.visas)).dropped, 1U);
  EXPECT_FALSE(fs::exists(half));
}

TEST(IssuerPendingPage, LeavesTheFilesOfOthersAlone) {
  Office office;
  const auto number = visa::VisaNumber::compose(26, 77)->text();
  const std::vector<std::string> names = {"." + number + ".other.part", number + ".test.part",
                                          ".note.test.part", ".." + number + ".other.part.aB3xYz",
                                          ".." + number + ".test.part.aB3xYzz"};
  for (const auto& name : names) put(office.folder.path() / name, "x");
  EXPECT_EQ(must(sweep_pending(office.folder.path(), "test", *office.visas)).dropped, 0U);
  for (const auto& name : names) EXPECT_TRUE(fs::exists(office.folder.path() / name)) << name;
}

TEST(IssuerLock, IsHeldByOneRunAtATime) {
  testing::Folder folder;
  {
    const auto first = must(IssuingLock::take(folder / "lock"));
    const auto second = IssuingLock::take(folder / "lock");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::unavailable);
  }
  EXPECT_TRUE(IssuingLock::take(folder / "lock"));
}

// Many applications.

struct Told {
  std::vector<std::string> issued;
  std::vector<std::string> notices;
  std::size_t progress = 0;
  RunEvents events() {
    return {[this](const Issued& i) { issued.push_back(i.entry.record.application_number); },
            [this](const ApplicationRow&, const Notice& n) { notices.push_back(n.field); },
            [this](std::size_t done) { progress = done; }};
  }
};

IssuingRun run_file(Office& office, const std::string& name, ApplicationFormat format, Told& told,
                    const Approvals& approvals = {}) {
  const auto file = fs::path(EVISA_SOURCE_DIR) / "samples" / "applications" / name;
  std::ifstream in(file);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto rows = must(read_applications(text, format));
  return must(issue_rows(
      rows, office.tools(), [&] { return office.now; }, approvals, told.events()));
}

TEST(IssuerRun, IssuesEveryRowOfTheSamples) {
  for (const auto& [name, format] : {std::pair{"many.jsonl", ApplicationFormat::json_lines},
                                     {"many.csv", ApplicationFormat::csv}}) {
    Office office;
    Told told;
    const auto run = run_file(office, name, format, told);
    EXPECT_EQ(run.issued, 7U);
    EXPECT_TRUE(run.refused.empty());
    EXPECT_EQ(told.progress, 7U);
    EXPECT_THAT(told.notices, ::testing::Contains("passport_number"));
  }
}

TEST(IssuerRun, RefusesRowByRowAndSaysWhy) {
  Office office;
  Told told;
  const auto run = run_file(office, "with-refusals.csv", ApplicationFormat::csv, told);
  EXPECT_EQ(run.issued, 2U);
  std::vector<std::string> why;
  for (const auto& row : run.refused) {
    std::string fields = std::to_string(row.line) + ":";
    for (const auto& problem : row.problems) fields += " " + problem.field;
    why.push_back(fields);
  }
  EXPECT_THAT(why, ::testing::ElementsAre("4: nationality", "5: nationality", "6: passport_expiry",
                                          "7: status accompanied_by_children",
                                          "8: invitation_number", "9: application_number"));
}

TEST(IssuerRun, IssuesATerritoryThatAPersonApproved) {
  Office office;
  Told told;
  const auto run = run_file(office, "with-refusals.csv", ApplicationFormat::csv, told,
                            {{"16546778150009", "seen"}});
  EXPECT_EQ(run.issued, 3U);
  EXPECT_THAT(told.issued, ::testing::Contains("16546778150009"));
}

/// A run with a refused row and a notice, both with what belongs to a person.
const RefusedRow kRefusedRow{
    4, "123456", {{"surname", "\"SHARMA!\"", "A-Z"}, {"", "unknown key \"SHARMA\"", "a key"}}};

TEST(IssuerMessages, KeepWhatBelongsToAPersonOutOfLogs) {
  const std::string log = run_summary({2, {kRefusedRow}}, 3, Reader::log, false);
  EXPECT_THAT(log, ::testing::Not(::testing::HasSubstr("SHARMA")));
  EXPECT_THAT(log, ::testing::HasSubstr("line 4: application 123456 refused\n  surname: expected A-Z\n"));
  EXPECT_THAT(log, ::testing::HasSubstr("2 of 3 issued, 1 refused\nhint: --report"));
  EXPECT_THAT(run_summary({2, {kRefusedRow}}, 3, Reader::log, true),
              ::testing::Not(::testing::HasSubstr("--report")));
  const Notice notice{"passport_number", "taken as Z1234567"};
  EXPECT_EQ(notice_line({4, {}}, notice, Reader::log),
            "evisa-issuer: line 4: notice: passport_number: compare with the application\n");
}

TEST(IssuerMessages, TellAPersonAtTheTerminalAll) {
  EXPECT_THAT(run_summary({2, {kRefusedRow}}, 3, Reader::terminal, false),
              ::testing::HasSubstr("surname: found \"SHARMA!\", expected A-Z"));
  EXPECT_THAT(notice_line({4, {}}, {"passport_number", "taken as Z1"}, Reader::terminal),
              ::testing::HasSubstr("taken as Z1"));
}

TEST(IssuerRun, ReportsEachProblemAsCsv) {
  const std::string csv =
      report_csv({{4, "123456", {{"inviter", "\"a\"", "x, y"}, {"sex", "\"?\"", "F"}}}});
  EXPECT_EQ(csv,
            "line,application_number,field,found,expected\n"
            "4,\"123456\",\"inviter\",\"\"\"a\"\"\",\"x, y\"\n"
            "4,\"123456\",\"sex\",\"\"\"?\"\"\",\"F\"\n");
}

}  // namespace
}  // namespace evisa::issuer
