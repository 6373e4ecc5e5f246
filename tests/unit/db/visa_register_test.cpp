// The visa register: numbers are given once, versions are kept, revocation is found again.
#include "db/visa_register.h"

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/sample/temp_folder.h"

namespace evisa::db {
namespace {

visa::VisaNumber number_of(std::uint32_t n) { return visa::VisaNumber::compose(26, n).value(); }
visa::Date day(std::string_view iso) { return visa::Date::parse(iso).value(); }

RegisterEntry entry(std::uint32_t n) {
  RegisterEntry made;
  visa::VisaRecord& record = made.record;
  visa::Visa& v = record.visa;
  v.number = number_of(n);
  v.category = visa::CategoryCode::parse("B12").value();
  v.name = {.primary = "VAN DER MERWE", .secondary = "JOHANNA MARIA", .truncated = true};
  v.issuing_state = visa::CountryCode::parse("KAZ").value();
  v.nationality = visa::CountryCode::parse("D").value();
  v.birth = visa::BirthDate::from(day("1984-02-29"));
  v.sex = visa::Sex::female;
  v.passport_number = visa::PassportNumber::parse("M0" + std::to_string(1000 + n)).value();
  v.passport_issuing_state = visa::CountryCode::parse("ZAF").value();
  v.valid_from = day("2026-11-20");
  v.valid_until = day("2027-02-17");
  v.entries = 1;
  v.stay = {.days = 30, .months = 1, .years = 2};
  v.entry_points = {visa::AirportCode::parse("ALA").value(),
                    visa::AirportCode::parse("NQZ").value()};
  v.issue_date = day("2026-11-01");
  record.application_number = std::to_string(100000 + n);
  record.invitation_number = "20261234567";
  record.inviter = "Қазақ туризм ЖШС";
  made.seal = {0xDC, 0x03, 0x00, static_cast<std::uint8_t>(n)};
  made.issued_at = visa::parse_instant("2026-11-01T05:06:07.089Z").value();
  return made;
}

void expect_equal(const RegisterEntry& found, const RegisterEntry& expected) {
  EXPECT_EQ(found.record.visa, expected.record.visa);
  EXPECT_EQ(found.record.status, expected.record.status);
  EXPECT_EQ(found.record.application_number, expected.record.application_number);
  EXPECT_EQ(found.record.invitation_number, expected.record.invitation_number);
  EXPECT_EQ(found.record.inviter, expected.record.inviter);
  EXPECT_EQ(found.record.revocation, expected.record.revocation);
  EXPECT_EQ(found.record.version, expected.record.version);
  EXPECT_EQ(found.seal, expected.seal);
  EXPECT_EQ(found.issued_at, expected.issued_at);
}

class VisaRegisterTest : public ::testing::Test {
 protected:
  void reopen() {
    store_.reset();
    store_ = VisaRegister::open(file_, Open::existing).value();
  }
  sample::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "register.sqlite";
  std::unique_ptr<VisaRegister> store_ = VisaRegister::open(file_, Open::create).value();
};

TEST_F(VisaRegisterTest, GivesBackEveryField) {
  ASSERT_TRUE(store_->add(entry(1)));
  reopen();
  const auto found = store_->find(number_of(1)).value();
  ASSERT_TRUE(found);
  expect_equal(*found, entry(1));
}

TEST_F(VisaRegisterTest, GivesBackWhatIsNotThere) {
  RegisterEntry sparse = entry(1);
  visa::Visa& v = sparse.record.visa;
  v.passport_issuing_state.reset();
  v.valid_from.reset();
  v.birth = {.year = 1990, .month = {}, .day = {}};
  v.sex = visa::Sex::unspecified;
  v.name = {.primary = "SUKARNO", .secondary = "", .truncated = false};
  v.entry_points.clear();
  v.stay = {};
  sparse.seal.clear();
  ASSERT_TRUE(store_->add(sparse));
  expect_equal(*store_->find(number_of(1)).value(), sparse);
}

TEST_F(VisaRegisterTest, FindsByNumberApplicationAndPassport) {
  for (std::uint32_t n = 1; n <= 3; ++n) ASSERT_TRUE(store_->add(entry(n)));
  EXPECT_FALSE(store_->find(number_of(9)).value());
  EXPECT_TRUE(store_->find_by_application("999999").value().empty());
  const auto by_application = store_->find_by_application("100002").value();
  ASSERT_EQ(by_application.size(), 1U);
  expect_equal(by_application[0], entry(2));
  const auto by_passport = store_->find_by_passport(entry(3).record.visa.passport_number).value();
  ASSERT_EQ(by_passport.size(), 1U);
  expect_equal(by_passport[0], entry(3));
}

TEST_F(VisaRegisterTest, ANumberIsGivenOnce) {
  ASSERT_TRUE(store_->add(entry(1)));
  RegisterEntry other = entry(2);
  other.record.visa.number = number_of(1);
  const auto added = store_->add(other);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, Errc::conflict);
  expect_equal(*store_->find(number_of(1)).value(), entry(1));
}

TEST_F(VisaRegisterTest, AnApplicationHasOneIssuedVisa) {
  ASSERT_TRUE(store_->add(entry(1)));
  RegisterEntry other = entry(2);
  other.record.application_number = entry(1).record.application_number;
  const auto added = store_->add(other);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, Errc::conflict);
  EXPECT_NE(added.error().message.find(number_of(1).text()), std::string::npos)
      << added.error().message;
  ASSERT_TRUE(
      store_->revoke(number_of(1), {day("2026-11-10"), visa::RevocationReason::issued_in_error}));
  EXPECT_TRUE(store_->add(other));
  EXPECT_EQ(store_->find_by_application(other.record.application_number).value().size(), 2U);
}

TEST_F(VisaRegisterTest, RefusesARecordWithoutItsNumbers) {
  RegisterEntry nameless = entry(1);
  nameless.record.visa.number.reset();
  EXPECT_EQ(store_->add(nameless).error().code, Errc::malformed);
  for (const char* application : {"", "12345", "123456789012345678901", "12345a"}) {
    RegisterEntry wrong = entry(1);
    wrong.record.application_number = application;
    EXPECT_EQ(store_->add(wrong).error().code, Errc::malformed) << application;
  }
}

TEST_F(VisaRegisterTest, RevocationIsStoredOnce) {
  ASSERT_TRUE(store_->add(entry(1)));
  const visa::Revocation revocation{day("2026-11-10"), visa::RevocationReason::false_data};
  ASSERT_TRUE(store_->revoke(number_of(1), revocation));
  const auto found = store_->find(number_of(1)).value();
  EXPECT_EQ(found->record.status, visa::VisaStatus::revoked);
  EXPECT_EQ(found->record.revocation, revocation);
  const auto again =
      store_->revoke(number_of(1), {day("2026-11-12"), visa::RevocationReason::other});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Errc::conflict);
  EXPECT_NE(again.error().message.find("2026-11-10"), std::string::npos);
  EXPECT_EQ(store_->revoke(number_of(9), revocation).error().code, Errc::not_found);
}

TEST_F(VisaRegisterTest, ListsRevokedNumbersInOrder) {
  for (const std::uint32_t n : {5U, 3U, 9U, 1U}) ASSERT_TRUE(store_->add(entry(n)));
  for (const std::uint32_t n : {9U, 1U, 5U}) {
    ASSERT_TRUE(
        store_->revoke(number_of(n), {day("2026-11-10"), visa::RevocationReason::security}));
  }
  std::vector<visa::VisaNumber> listed;
  ASSERT_TRUE(
      store_->for_each_revoked([&](visa::VisaNumber number, const visa::Revocation& revocation) {
        EXPECT_EQ(revocation.why, visa::RevocationReason::security);
        listed.push_back(number);
      }));
  EXPECT_EQ(listed, (std::vector{number_of(1), number_of(5), number_of(9)}));
}

TEST_F(VisaRegisterTest, AmendKeepsOlderVersions) {
  ASSERT_TRUE(store_->add(entry(1)));
  RegisterEntry second = entry(1);
  second.record.version = 2;
  second.record.visa.passport_number = visa::PassportNumber::parse("NEW123").value();
  second.seal = {1, 2, 3};
  ASSERT_TRUE(store_->amend(second));
  expect_equal(*store_->find(number_of(1)).value(), second);
  const auto versions = store_->versions(number_of(1)).value();
  ASSERT_EQ(versions.size(), 2U);
  expect_equal(versions[0], entry(1));
  expect_equal(versions[1], second);
  // The passport that an older print-out names still leads to the visa.
  const auto found = store_->find_by_passport(entry(1).record.visa.passport_number).value();
  ASSERT_EQ(found.size(), 1U);
  expect_equal(found[0], second);
}

TEST_F(VisaRegisterTest, AmendNeedsTheNextVersionOfAStandingVisa) {
  RegisterEntry second = entry(1);
  second.record.version = 2;
  EXPECT_EQ(store_->amend(second).error().code, Errc::not_found);
  ASSERT_TRUE(store_->add(entry(1)));
  RegisterEntry wrong = second;
  wrong.record.version = 3;
  EXPECT_EQ(store_->amend(wrong).error().code, Errc::conflict);
  wrong = second;
  wrong.record.application_number = "777777";
  EXPECT_EQ(store_->amend(wrong).error().code, Errc::conflict);
  ASSERT_TRUE(store_->revoke(number_of(1), {day("2026-11-10"), visa::RevocationReason::security}));
  EXPECT_EQ(store_->amend(second).error().code, Errc::conflict);
}

TEST_F(VisaRegisterTest, BundleSequenceNumbersAreUsedOnce) {
  EXPECT_EQ(store_->next_bundle_sequence().value(), 1U);
  EXPECT_EQ(store_->next_bundle_sequence().value(), 2U);
  reopen();
  EXPECT_EQ(store_->next_bundle_sequence().value(), 3U);
}

TEST_F(VisaRegisterTest, ManyThreadsAddWithoutLoss) {
  std::vector<std::thread> threads;
  std::atomic<int> added = 0;
  for (std::uint32_t t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (std::uint32_t n = 0; n < 25; ++n) {
        if (store_->add(entry(t < 4 ? t * 25 + n : (t - 4) * 25 + n))) ++added;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(added, 100);  // each number was offered twice
}

TEST_F(VisaRegisterTest, ADamagedRecordIsNamed) {
  ASSERT_TRUE(store_->add(entry(1)));
  SQLite::Database(file_.string(), SQLite::OPEN_READWRITE)
      .exec("UPDATE versions SET valid_until = '2027-02-31'");
  const auto found = store_->find(number_of(1));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::malformed);
  EXPECT_NE(found.error().message.find(number_of(1).text()), std::string::npos);
}

}  // namespace
}  // namespace evisa::db
