// The ministry's folder and the trust bundle made from it.
#include "issuer/authority_home.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "issuer/bundle_files.h"
#include "issuer/decisions.h"
#include "issuer/home_settings.h"
#include "tests/unit/issuer/sample.h"

namespace evisa::issuer {
namespace {

namespace fs = std::filesystem;
using testing::instant;
using testing::must;
using testing::Office;
using testing::passphrase;

const visa::Instant kNow = instant("2026-11-01T06:00:00Z");

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  return names;
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(IssuerHome, HoldsKeysCertificatesAndRegister) {
  Office office;
  EXPECT_THAT(names_in(office.home.folder()),
              ::testing::IsSupersetOf({"issuer.json", "authority.key", "authority.pub", "csca.key",
                                       "csca.pem", "signers", "register.sqlite"}));
  EXPECT_THAT(names_in(office.home.folder() / "signers"),
              ::testing::UnorderedElementsAre("2.key", "2.pem"));
  for (const char* key : {"authority.key", "csca.key", "signers/2.key"}) {
    EXPECT_EQ(fs::status(office.home.folder() / key).permissions(),
              fs::perms::owner_read | fs::perms::owner_write)
        << key;
  }
}

TEST(IssuerHome, OpensWithTheSettingsItWasMadeWith) {
  Office office(crypto::Profile::icao);
  const auto home = must(AuthorityHome::open(office.home.folder()));
  EXPECT_EQ(home.settings().profile, crypto::Profile::icao);
  EXPECT_EQ(home.settings().signer_identifier(), "KZVS");
  EXPECT_TRUE(home.settings().test_only);
  EXPECT_EQ(must(home.signers())[0].certificate.key_type(), crypto::KeyType::p256);
}

TEST(IssuerHome, GivesTheSignerAYearAndTwoMonths) {
  Office office;
  const auto certificate = must(office.home.signers())[0].certificate;
  EXPECT_EQ(visa::to_string(certificate.not_before()),
            "2026-10-31T19:00:00Z");  // the local day's start
  EXPECT_EQ(visa::to_string(certificate.not_after()), "2027-12-31T19:00:00Z");
  EXPECT_TRUE(certificate.may_sign_seals());
  EXPECT_TRUE(certificate.issued_by(must(office.home.csca())));
  EXPECT_EQ(certificate.signer_identifier(), "KZVS");
}

TEST(IssuerHome, NeverOverwrites) {
  Office office;
  const auto before = text_of(office.home.folder() / "authority.pub");
  const auto again = AuthorityHome::create(office.home.folder(), {}, kNow, passphrase());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Errc::conflict);
  EXPECT_EQ(text_of(office.home.folder() / "authority.pub"), before);
}

TEST(IssuerHome, LeavesNothingWhenItCannotBeMade) {
  testing::Folder folder;
  const HomeSettings wrong{crypto::Profile::national, "kz", "VS", true};
  EXPECT_EQ(AuthorityHome::create(folder / "home", wrong, kNow, passphrase()).error().code,
            Errc::malformed);
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(IssuerHome, SaysHowToMakeOne) {
  testing::Folder folder;
  const auto home = AuthorityHome::open(folder.path());
  ASSERT_FALSE(home);
  EXPECT_EQ(home.error().code, Errc::not_found);
  EXPECT_THAT(home.error().hint, ::testing::HasSubstr("evisa-issuer init"));
}

TEST(IssuerHome, DoesNotOpenWithAnotherPassphrase) {
  Office office;
  const auto wrong = crypto::SecretBytes::copy_of(crypto::as_bytes("something else"));
  EXPECT_EQ(office.home.unlock_signer(wrong, kNow).error().code, Errc::wrong_passphrase);
  EXPECT_EQ(office.home.unlock_authority(wrong).error().code, Errc::wrong_passphrase);
}

TEST(IssuerHome, RefusesSettingsThatDoNotBelongToTheKeys) {
  Office office;
  auto settings = office.home.settings();
  settings.test_only = false;  // a test key in a home that says production
  std::ofstream(office.home.folder() / "issuer.json") << settings_text(settings);
  const auto home = must(AuthorityHome::open(office.home.folder()));
  EXPECT_EQ(home.unlock_signer(passphrase(), kNow).error().code, Errc::untrusted);
}

TEST(IssuerHome, RefusesSettingsWithAnUnknownKey) {
  Office office;
  std::ofstream(office.home.folder() / "issuer.json")
      << R"({"format":"evisa-issuer-1","profil":"national"})";
  EXPECT_EQ(AuthorityHome::open(office.home.folder()).error().code, Errc::malformed);
}

TEST(IssuerSigners, RenewalSignsWithTheNewestAndKeepsTheOldValid) {
  Office office;
  const auto later = instant("2027-11-01T06:00:00Z");
  const auto renewed = must(office.home.renew_signer(passphrase(), later));
  EXPECT_EQ(renewed.serial_hex(), "3");
  EXPECT_EQ(must(office.home.unlock_signer(passphrase(), later)).certificate().serial_hex(), "3");
  EXPECT_EQ(must(office.home.unlock_signer(passphrase(), kNow)).certificate().serial_hex(), "2");
}

TEST(IssuerSigners, ARevokedSignerSignsNoMore) {
  Office office;
  ASSERT_TRUE(office.home.revoke_signer("2", kNow));
  EXPECT_EQ(must(office.home.signers())[0].revoked_at, kNow);
  EXPECT_EQ(office.home.unlock_signer(passphrase(), kNow).error().code, Errc::unavailable);
  EXPECT_EQ(office.home.revoke_signer("2", kNow).error().code, Errc::conflict);
}

TEST(IssuerSigners, AnExpiredSignerSignsNoMore) {
  Office office;
  EXPECT_EQ(office.home.unlock_signer(passphrase(), instant("2028-01-01T00:00:00Z")).error().code,
            Errc::unavailable);
}

TEST(IssuerSigners, RefusesToRevokeWhatIsNotThere) {
  Office office;
  for (const char* serial : {"9", "", "../2", "2.pem"}) {
    EXPECT_EQ(office.home.revoke_signer(serial, kNow).error().code, Errc::not_found) << serial;
  }
}

// Bundles.

WrittenBundle bundle(Office& office, const fs::path& out) {
  const auto authority = must(office.home.unlock_authority(passphrase()));
  return must(write_bundle(office.home, authority, *office.visas, office.rules,
                           {office.now, std::chrono::hours{24}, out}));
}

std::shared_ptr<const crypto::TrustBundle> open(const Office& office,
                                                const WrittenBundle& written) {
  return must(crypto::TrustBundle::open(written.file, written.signature,
                                        must(office.home.authority()), written.sequence));
}

TEST(IssuerBundle, CarriesSignersRulesAndRevocations) {
  Office office;
  const auto visa = std::get<Issued>(must(issue(testing::application(), office.tools())));
  const auto number = *visa.entry.record.visa.number;
  ASSERT_TRUE(office.visas->revoke(
      number, {testing::date("2026-11-01"), visa::RevocationReason::security}));
  ASSERT_TRUE(office.home.revoke_signer("2", kNow));
  const auto written = bundle(office, office.folder / "usb");
  EXPECT_EQ(written.revoked, 1U);
  const auto opened = open(office, written);
  EXPECT_EQ(opened->issued_at(), office.now);
  EXPECT_EQ(opened->next_update(), office.now + std::chrono::hours{24});
  EXPECT_TRUE(opened->test_only());
  EXPECT_EQ(opened->rules().ruleset_id, "kz-evisa-default-1");
  EXPECT_TRUE(opened->revocations().find(number));
  ASSERT_EQ(opened->signers().signers().size(), 1U);
  EXPECT_TRUE(opened->signers().signers()[0].trusted);
  EXPECT_EQ(opened->signers().signers()[0].revoked_at, kNow);
}

TEST(IssuerBundle, GrowsInSequenceAndReplacesBothFiles) {
  Office office;
  const auto first = bundle(office, office.folder / "usb");
  const auto second = bundle(office, office.folder / "usb");
  EXPECT_GT(second.sequence, first.sequence);
  EXPECT_EQ(open(office, second)->sequence(), second.sequence);
  EXPECT_THAT(names_in(office.folder / "usb"),
              ::testing::UnorderedElementsAre("trust.bundle", "trust.bundle.minisig"));
}

TEST(IssuerBundle, KeepsTheOldPairWhenTheNewOneCannotTakeItsPlace) {
  Office office;
  const auto out = office.folder / "usb";
  fs::create_directories(out / "trust.bundle" /
                         "in-the-way");  // a folder that rename cannot replace
  std::ofstream(out / "trust.bundle.minisig") << "old";
  const auto authority = must(office.home.unlock_authority(passphrase()));
  EXPECT_FALSE(write_bundle(office.home, authority, *office.visas, office.rules,
                            {office.now, std::chrono::hours{24}, out}));
  EXPECT_EQ(text_of(out / "trust.bundle.minisig"), "old");
  EXPECT_THAT(names_in(out),
              ::testing::UnorderedElementsAre("trust.bundle", "trust.bundle.minisig"));
}

TEST(IssuerBundle, SweepsWhatAStoppedRunLeft) {
  Office office;
  const auto out = office.folder / "usb";
  fs::create_directories(out);
  for (const char* name : {".trust.bundle.77.new", ".trust.bundle.minisig.77.new",
                           "..trust.bundle.77.new.aB3xYz", ".trust.bundle.minisig.aB3xYz"}) {
    std::ofstream(out / name) << "half";
  }
  std::ofstream(out / ".hidden") << "of somebody else";
  bundle(office, out);
  EXPECT_THAT(names_in(out),
              ::testing::UnorderedElementsAre("trust.bundle", "trust.bundle.minisig", ".hidden"));
}

/// As if the CSCA's certificate of another office had been copied over this one's.
void take_csca_of(Office& office, const Office& other) {
  fs::copy_file(other.home.folder() / "csca.pem", office.home.folder() / "csca.pem",
                fs::copy_options::overwrite_existing);
}

TEST(IssuerSigners, AreOfThisHomesCscaAlone) {
  Office office;
  const Office other;
  take_csca_of(office, other);
  const auto error = office.home.unlock_signer(passphrase(), kNow).error();
  EXPECT_EQ(error.code, Errc::untrusted);
  EXPECT_THAT(error.message, ::testing::HasSubstr("signers/2.pem"));
  EXPECT_THAT(error.message, ::testing::HasSubstr("csca.pem"));
}

TEST(IssuerBundle, IsNotMadeOfSignersThatTheCscaDidNotIssue) {
  Office office;
  const Office other;
  take_csca_of(office, other);
  const auto authority = must(office.home.unlock_authority(passphrase()));
  const auto written = write_bundle(office.home, authority, *office.visas, office.rules,
                                    {office.now, std::chrono::hours{24}, office.folder / "usb"});
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Errc::io);
  EXPECT_THAT(written.error().message, ::testing::HasSubstr("signers/2.pem"));
  EXPECT_FALSE(fs::exists(office.folder / "usb/trust.bundle"));
}

TEST(IssuerRuleFiles, NamesTheFileThatIsWrong) {
  testing::Folder folder;
  std::ofstream(folder / "rules.txt") << "ruleset_id = x\nno_such_key = 1\n";
  const auto rules = load_rules({(folder / "rules.txt").string(), "", "", ""});
  ASSERT_FALSE(rules);
  EXPECT_THAT(rules.error().message, ::testing::HasSubstr("rules.txt"));
}

TEST(IssuerRuleFiles, ReadsTheSamplesListOfCountries) {
  const auto rules = must(
      load_rules({"", "", std::string(EVISA_SOURCE_DIR) + "/samples/rules/countries.csv", ""}));
  EXPECT_EQ(rules.countries.look_up(1, *visa::CountryCode::parse("BRA")).kind,
            visa::AnnexAnswer::Kind::listed);
}

TEST(IssuerDecisions, AreAppendedAndNeedAReason) {
  testing::Folder folder;
  ASSERT_TRUE(record_decision(folder / "d.jsonl", "123456", "territory_approved", "seen", kNow));
  ASSERT_TRUE(
      record_decision(folder / "d.jsonl", "123457", "territory_approved", "seen too", kNow));
  EXPECT_EQ(
      record_decision(folder / "d.jsonl", "123458", "territory_approved", "  ", kNow).error().code,
      Errc::malformed);
  EXPECT_EQ(
      text_of(folder / "d.jsonl"),
      R"({"at":"2026-11-01T06:00:00Z","application_number":"123456","decision":"territory_approved","reason":"seen"})"
      "\n"
      R"({"at":"2026-11-01T06:00:00Z","application_number":"123457","decision":"territory_approved","reason":"seen too"})"
      "\n");
}

}  // namespace
}  // namespace evisa::issuer
