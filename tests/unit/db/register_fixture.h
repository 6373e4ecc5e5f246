// Invented register entries and a register with its feed in a folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "db/register_changes.h"
#include "db/visa_register.h"
#include "tests/sample/temp_folder.h"

namespace evisa::db {

inline visa::VisaNumber fed_number(std::uint32_t n) {
  return visa::VisaNumber::compose(26, n).value();
}
inline visa::Date fed_day(std::string_view iso) { return visa::Date::parse(iso).value(); }

/// Minutes after 2026-11-20T10:00:00Z.
inline visa::Instant fed_at(std::int64_t n) {
  return visa::parse_instant("2026-11-20T10:00:00Z").value() + std::chrono::minutes(n);
}

inline RegisterEntry fed_entry(std::uint32_t n, unsigned version = 1) {
  RegisterEntry made;
  visa::VisaRecord& record = made.record;
  visa::Visa& v = record.visa;
  v.number = fed_number(n);
  v.category = visa::CategoryCode::parse("B12").value();
  v.name = {.primary = "VAN DER MERWE", .secondary = "JOHANNA MARIA", .truncated = false};
  v.issuing_state = visa::CountryCode::parse("KAZ").value();
  v.nationality = visa::CountryCode::parse("ZAF").value();
  v.birth = visa::BirthDate::from(fed_day("1984-02-29"));
  v.sex = visa::Sex::female;
  v.passport_number = visa::PassportNumber::parse("M0" + std::to_string(1000 + n)).value();
  v.valid_from = fed_day("2026-11-20");
  v.valid_until = fed_day("2027-02-17");
  v.stay = {.days = 30};
  v.entry_points = {visa::AirportCode::parse("ALA").value()};
  v.issue_date = fed_day("2026-11-01");
  record.application_number = std::to_string(100000 + n);
  record.invitation_number = "20261234567";
  record.inviter = "Қазақ туризм ЖШС";
  record.version = version;
  made.seal = {0xDC, 0x03, static_cast<std::uint8_t>(version), static_cast<std::uint8_t>(n)};
  made.issued_at = fed_at(-static_cast<std::int64_t>(n % 7));
  return made;
}

/// A register that is fed with a key of its own.
class FedRegister {
 public:
  explicit FedRegister(std::filesystem::path file) : file_(std::move(file)) {
    register_ = VisaRegister::open(file_, Open::create).value();
    changes_ = RegisterChanges::open(file_).value();
  }
  void issue(std::uint32_t n) { EXPECT_TRUE(register_->add(fed_entry(n))); }
  void amend(std::uint32_t n, unsigned version) {
    EXPECT_TRUE(register_->amend(fed_entry(n, version)));
  }
  void revoke(std::uint32_t n) {
    EXPECT_TRUE(register_->revoke(fed_number(n),
                                  {fed_day("2026-11-19"), visa::RevocationReason::false_data}));
  }
  FeedPage page(std::uint64_t since, std::size_t limit = kFeedPage, std::int64_t at = 0) {
    return changes_->page(since, limit, fed_at(at)).value();
  }
  SignedPage feed(std::uint64_t since, std::size_t limit = kFeedPage, std::int64_t at = 0) {
    return sign_page(page(since, limit, at), key_);
  }
  VisaRegister& visas() { return *register_; }
  RegisterChanges& changes() { return *changes_; }
  [[nodiscard]] const crypto::Ed25519SecretKey& key() const { return key_; }

 private:
  std::filesystem::path file_;
  std::unique_ptr<VisaRegister> register_;
  std::unique_ptr<RegisterChanges> changes_;
  crypto::Ed25519SecretKey key_ = crypto::Ed25519SecretKey::generate();
};

}  // namespace evisa::db
