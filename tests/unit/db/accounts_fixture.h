// Accounts in a folder of their own, with cheap PIN hashes and instants in minutes.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "db/accounts.h"
#include "tests/sample/temp_folder.h"

namespace evisa::db {

/// Minutes after 2026-11-20T10:00:00Z.
inline visa::Instant at_minute(std::int64_t n) {
  return visa::parse_instant("2026-11-20T10:00:00Z").value() + std::chrono::minutes(n);
}

inline crypto::SecretBytes pin_of(std::string_view digits) {
  return crypto::SecretBytes::copy_of(crypto::as_bytes(digits));
}

inline std::string text_of(const crypto::SecretBytes& secret) {
  return std::string(crypto::as_text(secret.view()));
}

inline AdminAct admin(std::int64_t minute = 0) { return {"KZ-9001", at_minute(minute)}; }

class AccountsFixture : public ::testing::Test {
 protected:
  void reopen() {
    accounts_.reset();
    accounts_ = open(Open::existing);
  }
  std::unique_ptr<Accounts> open(Open mode) {
    return Accounts::open(file_, mode, {.pin_cost = crypto::PinCost::least(), .sessions = {}})
        .value();
  }
  sample::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "accounts.sqlite";
  std::unique_ptr<Accounts> accounts_ = open(Open::create);
};

}  // namespace evisa::db
