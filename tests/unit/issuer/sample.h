// What the issuer's tests share: an application in order, a folder that goes away, an office.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "issuer/authority_home.h"
#include "issuer/issuing.h"
#include "issuer/rule_files.h"
#include "tests/sample/temp_folder.h"

namespace evisa::issuer::testing {

/// The value, or the test program ends with the error's message.
template <class T>
T must(Result<T> result) {
  if (!result) {
    ADD_FAILURE() << result.error().message;
    std::abort();
  }
  return std::move(*result);
}

inline visa::Date date(const char* iso) { return must(visa::Date::parse(iso)); }
inline visa::Instant instant(const char* text) { return must(visa::parse_instant(text)); }

/// An application with nothing against it on 2026-11-01.
inline crypto::Json application_json() {
  return {{"application_number", "16546778150002"},
          {"status", "Approved. Payment completed"},
          {"invitation_number", "3622000302"},
          {"inviter", "Steppe Travel"},
          {"category", "B12"},
          {"surname", "Sharma"},
          {"given_names", "Ravi Kumar"},
          {"sex", "M"},
          {"birth_date", "1990-01-15"},
          {"nationality", "IND"},
          {"passport_number", "Z1234567"},
          {"passport_issuing_state", "IND"},
          {"passport_expiry", "2031-07-04"},
          {"valid_from", "2026-11-10"},
          {"valid_until", "2027-01-05"},
          {"stay_days", 30},
          {"entry_points", {"NQZ", "ALA"}},
          {"accompanied_by_children", false}};
}

inline Application read(const crypto::Json& json) {
  auto reading = read_application(json);
  for (const auto& problem : reading.problems) ADD_FAILURE() << to_string(problem);
  if (!reading.application) std::abort();
  return *reading.application;
}
inline Application application() { return read(application_json()); }

using Folder = sample::TempFolder;

inline crypto::SecretBytes passphrase() {
  return crypto::SecretBytes::copy_of(crypto::as_bytes("for tests only"));
}

/// A test home, its register and its signer, issuing at 2026-11-01 without pages.
struct Office {
  explicit Office(crypto::Profile profile = crypto::Profile::national) : settings{profile} {}
  Folder folder;
  HomeSettings settings;
  visa::Instant now = instant("2026-11-01T06:00:00Z");
  AuthorityHome home = must(AuthorityHome::create(folder / "home", settings, now, passphrase()));
  crypto::SealSigner signer = must(home.unlock_signer(passphrase(), now));
  std::unique_ptr<db::VisaRegister> visas =
      must(db::VisaRegister::open(home.register_file(), db::Open::existing));
  Rules rules = must(load_rules({}));
  std::uint32_t next_number = 10'000'000;

  /// What `issue` needs; numbers count up.
  IssuingOffice tools() {
    IssuingOffice tools;
    tools.signer = &signer;
    tools.visas = visas.get();
    tools.rules = rules.tables();
    tools.random_digits = [this] { return next_number++; };
    tools.now = now;
    tools.printout.reset();
    tools.out = folder.path();
    tools.tag = "test";
    return tools;
  }
};

}  // namespace evisa::issuer::testing
