// The trust bundle: what it carries, and everything it is refused for.
#include "crypto/trust_bundle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "bundle_fixture.h"
#include "crypto/bundle_head.h"
#include "crypto/files.h"
#include "tests/sample/temp_folder.h"
#include "visa/embedded_data.h"

namespace {

using namespace evisa;
using namespace evisa::crypto;
using namespace evisa::crypto::test;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// An office with its bundle on disk, signed.
struct OnDisk {
  BundleOffice office;
  sample::TempFolder folder;
  std::filesystem::path file = folder / "trust.bundle";
  std::filesystem::path signature = folder / "trust.bundle.minisig";
  OnDisk() { write(encode_bundle(office.contents()).value()); }
  void write(ByteView bytes) const {
    EXPECT_TRUE(write_file(file, bytes));
    EXPECT_TRUE(write_file(signature, as_bytes(office.sign(bytes))));
  }
  [[nodiscard]] Result<std::shared_ptr<const TrustBundle>> open(std::uint64_t least = 0) const {
    return TrustBundle::open(file, signature, office.authority.public_key(), least);
  }
};

TEST(TrustBundle, CarriesEverythingABoothNeeds) {
  const OnDisk disk;
  const auto opened = disk.open();
  ASSERT_TRUE(opened) << opened.error().message;
  const TrustBundle& bundle = **opened;
  EXPECT_EQ(bundle.sequence(), 7U);
  EXPECT_EQ(bundle.issued_at(), instant("2026-11-20T09:00:00Z"));
  EXPECT_EQ(bundle.next_update(), instant("2026-11-21T09:00:00Z"));
  EXPECT_TRUE(bundle.test_only());
  ASSERT_EQ(bundle.signers().signers().size(), 1U);
  EXPECT_TRUE(bundle.signers().signers().front().trusted);
  EXPECT_FALSE(bundle.signers().signers().front().revoked_at);
  EXPECT_EQ(bundle.rules().ruleset_id, visa::RuleSet::builtin().ruleset_id);
  EXPECT_NE(bundle.airports().find("NQZ"), nullptr);
  EXPECT_EQ(bundle.countries().rows().size(), visa::CountryTable::builtin().rows().size());
  EXPECT_FALSE(bundle.reasons().officer_template(visa::ReasonCode{}, visa::Language::en).empty());
  EXPECT_EQ(bundle.revocations().size(), 2U);
  EXPECT_EQ(bundle.revocations().find(visa::VisaNumber::from_ordinal(2612345678).value()),
            (visa::Revocation{date("2026-11-02"), visa::RevocationReason::false_data}));
}

TEST(TrustBundle, ValidatesASealAndKnowsARevokedSigner) {
  const BundleOffice office;
  const auto bundle = office.open(encode_bundle(office.contents()).value());
  ASSERT_TRUE(bundle) << bundle.error().message;
  EXPECT_EQ(validate_seal(office.seals.seal(), (*bundle)->signers(), inspection_time()).status,
            SealStatus::valid);
  auto contents = office.contents();
  contents.signers.front().revoked_at = instant("2026-10-01T00:00:00Z");
  const auto revoking = office.open(encode_bundle(contents).value());
  ASSERT_TRUE(revoking) << revoking.error().message;
  EXPECT_TRUE(validate_seal(office.seals.seal(), (*revoking)->signers(), inspection_time())
                  .has(SubIndication::revoked_certificate));
}

TEST(TrustBundle, IsVerifiedByTheStockMinisign) {
  if (std::system("command -v minisign >/dev/null") != 0)
    GTEST_SKIP() << "minisign is not installed";
  const OnDisk disk;
  const auto key = disk.folder / "key.pub";
  ASSERT_TRUE(write_file(key, as_bytes(disk.office.authority.public_key().text("authority"))));
  const std::string command =
      "minisign -Vm '" + disk.file.string() + "' -p '" + key.string() + "' >/dev/null 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST(TrustBundle, IsTheSameForEqualContentsInAnyOrder) {
  const BundleOffice office;
  const SealOffice other = SealOffice::open(Profile::icao);
  auto contents = office.contents();
  contents.signers.push_back({other.certificate, instant("2026-10-01T00:00:00Z")});
  contents.anchors.push_back(other.csca.certificate());
  auto reversed = contents;
  std::ranges::reverse(reversed.signers);
  std::ranges::reverse(reversed.anchors);
  std::ranges::reverse(reversed.revoked);
  EXPECT_EQ(encode_bundle(contents).value(), encode_bundle(reversed).value());
}

TEST(TrustBundle, RefusesAnOlderSequenceNumber) {
  const OnDisk disk;
  const auto opened = disk.open(8);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::rollback);
  EXPECT_EQ(opened.error().message, "trust bundle: sequence number 7, expected 8 or more");
}

TEST(TrustBundle, OpensAgainAndTellsAnotherBundleOfTheSameNumberApart) {
  const OnDisk disk;
  const auto first = disk.open(7);
  const auto again = disk.open(7);
  ASSERT_TRUE(first && again);
  EXPECT_EQ((*first)->content_hash(), (*again)->content_hash());
  auto contents = disk.office.contents();
  contents.revoked.pop_back();
  const auto other = disk.office.open(encode_bundle(contents).value(), 7);
  ASSERT_TRUE(other);
  EXPECT_NE((*first)->content_hash(), (*other)->content_hash());
}

TEST(TrustBundle, RefusesAMissingFileAndAMissingSignature) {
  const OnDisk disk;
  std::filesystem::remove(disk.signature);
  const auto unsigned_bundle = disk.open();
  ASSERT_FALSE(unsigned_bundle);
  EXPECT_EQ(unsigned_bundle.error().code, Errc::not_found);
  EXPECT_NE(unsigned_bundle.error().message.find("is not signed"), std::string::npos);
  std::filesystem::remove(disk.file);
  EXPECT_EQ(disk.open().error().code, Errc::not_found);
}

TEST(TrustBundle, RefusesAnEmptySignature) {
  const OnDisk disk;
  ASSERT_TRUE(write_file(disk.signature, {}));
  EXPECT_EQ(disk.open().error().code, Errc::malformed);
}

TEST(TrustBundle, RefusesAnotherAuthority) {
  const OnDisk disk;
  const auto other = MinisignSecretKey::generate().public_key();
  const auto opened = TrustBundle::open(disk.file, disk.signature, other, 0);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::untrusted);
  EXPECT_NE(opened.error().message.find(other.id_hex()), std::string::npos);
}

TEST(TrustBundle, RefusesTheSignatureOfAnotherBundle) {
  const OnDisk disk;
  auto contents = disk.office.contents();
  contents.sequence = 6;
  const auto older = encode_bundle(contents).value();
  ASSERT_TRUE(write_file(disk.file, older));
  EXPECT_EQ(disk.open().error().code, Errc::bad_signature);
}

// Nothing is parsed before the signature has been verified: the same answer wherever the change is.
TEST(TrustBundle, RefusesChangedBytesBeforeParsing) {
  const OnDisk disk;
  const auto good = encode_bundle(disk.office.contents()).value();
  for (std::size_t at = 0; at < good.size(); at += at < 64 ? 1 : good.size() / 97) {
    Bytes bad = good;
    bad[at] ^= 0x20;
    ASSERT_TRUE(write_file(disk.file, bad));
    EXPECT_EQ(disk.open().error().code, Errc::bad_signature) << at;
  }
}

TEST(TrustBundle, RefusesATruncatedAndAnEmptyFile) {
  const OnDisk disk;
  const auto good = encode_bundle(disk.office.contents()).value();
  for (const std::size_t size :
       {good.size() - 1, good.size() / 2, std::size_t{30}, std::size_t{0}}) {
    ASSERT_TRUE(write_file(disk.file, ByteView(good).first(size)));
    EXPECT_EQ(disk.open().error().code, Errc::bad_signature) << size;
  }
}

// As above, but the authority itself has signed it.
TEST(TrustBundle, RefusesATruncatedBundleThatIsSigned) {
  const BundleOffice office;
  const auto good = encode_bundle(office.contents()).value();
  for (const std::size_t size :
       {good.size() - 1, good.size() / 2, std::size_t{30}, std::size_t{5}, std::size_t{0}}) {
    const auto opened =
        office.open(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)));
    ASSERT_FALSE(opened) << size;
    EXPECT_EQ(opened.error().code, Errc::malformed) << size;
  }
}

TEST(TrustBundle, RefusesTrailingBytesThatAreSigned) {
  const BundleOffice office;
  auto bytes = encode_bundle(office.contents()).value();
  bytes.push_back(0);
  EXPECT_EQ(office.open(bytes).error().code, Errc::malformed);
}

TEST(TrustBundle, RefusesSizesBeyondTheFile) {
  const BundleOffice office;
  const auto good = encode_bundle(office.contents()).value();
  for (const std::size_t at : {21U, 28U, 29U, 36U}) {
    Bytes bad = good;
    bad[at] = 0xFF;
    EXPECT_EQ(office.open(bad).error().code, Errc::malformed) << at;
  }
}

TEST(TrustBundle, NamesAFormatVersionItDoesNotKnow) {
  const BundleOffice office;
  auto bytes = encode_bundle(office.contents()).value();
  bytes[19] = '2';
  const auto opened = office.open(bytes);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::unsupported);
  EXPECT_EQ(opened.error().message, "trust bundle of format version 2, expected 1");
}

TEST(TrustBundle, RefusesADamagedRevocationTable) {
  const BundleOffice office;
  Bytes table = encode_revocations(office.contents().revoked);
  table[0] = 'X';
  EXPECT_EQ(office.open(frame_bundle(encode_bundle_head(office.contents()), table)).error().code,
            Errc::malformed);
}

struct HeadCase {
  const char* name;
  std::string (*change)(std::string head);
  Errc code;
  const char* says;
};
/// The head with the value of `key` (text up to the key after it) replaced.
std::string with_value(const std::string& head, const std::string& key, const std::string& next,
                       const std::string& value) {
  const auto from = head.find("\"" + key + "\":") + key.size() + 3;
  const auto to = next.empty() ? head.size() - 1 : head.find(",\"" + next + "\":");
  return head.substr(0, from) + value + head.substr(to);
}
const HeadCase kHeads[] = {
    {"NoSigner", [](std::string h) { return with_value(h, "signers", "anchors", "[]"); },
     Errc::malformed, "signers is empty"},
    {"NoAnchor", [](std::string h) { return with_value(h, "anchors", "ruleset", "[]"); },
     Errc::malformed, "anchors is empty"},
    {"SignersNoList", [](std::string h) { return with_value(h, "signers", "anchors", "{}"); },
     Errc::malformed, "signers is not a list"},
    {"AnchorTwice",
     [](std::string h) {
       const auto from = h.find("\"anchors\":[") + 11;
       const auto one = h.substr(from, h.find(']', from) - from);
       return with_value(h, "anchors", "ruleset", "[" + one + "," + one + "]");
     },
     Errc::malformed, "there twice"},
    {"SignerTwice",
     [](std::string h) {
       const auto from = h.find("\"signers\":[") + 11;
       const auto one = h.substr(from, h.find(']', from) - from);
       return with_value(h, "signers", "anchors", "[" + one + "," + one + "]");
     },
     Errc::malformed, "there twice"},
    {"AnchorNoCertificate",
     [](std::string h) { return with_value(h, "anchors", "ruleset", "[\"AAAA\"]"); },
     Errc::malformed, "anchors"},
    {"AnchorNoText", [](std::string h) { return with_value(h, "anchors", "ruleset", "[1]"); },
     Errc::malformed, "not text"},
    {"SignerWithoutStatus", [](std::string h) { return replaced(h, ",\"revoked_at\":null", ""); },
     Errc::malformed, "revoked_at is missing"},
    {"SignerWithUnknownKey",
     [](std::string h) {
       return replaced(h, "\"revoked_at\":null", "\"revoked_at\":null,\"x\":1");
     },
     Errc::malformed, "unknown key"},
    {"ExpiredBeforeIssued",
     [](std::string h) { return replaced(h, "2026-11-21T09:00:00Z", "2026-11-19T09:00:00Z"); },
     Errc::out_of_range, "is not after its issue"},
    {"ExpiresWhenIssued",
     [](std::string h) { return replaced(h, "2026-11-21T09:00:00Z", "2026-11-20T09:00:00Z"); },
     Errc::out_of_range, "is not after its issue"},
    {"NoTime", [](std::string h) { return replaced(h, "2026-11-21T09:00:00Z", "tomorrow"); },
     Errc::malformed, "next_update"},
    {"SequenceZero", [](std::string h) { return replaced(h, "\"sequence\":7", "\"sequence\":0"); },
     Errc::out_of_range, "expected 1 or more"},
    {"SequenceNegative",
     [](std::string h) { return replaced(h, "\"sequence\":7", "\"sequence\":-7"); },
     Errc::out_of_range, "expected 1 or more"},
    {"SequenceText",
     [](std::string h) { return replaced(h, "\"sequence\":7", "\"sequence\":\"7\""); },
     Errc::malformed, "expected a whole number"},
    {"SequenceTwice",
     [](std::string h) { return replaced(h, "\"sequence\":7", "\"sequence\":7,\"sequence\":8"); },
     Errc::malformed, "occurs twice"},
    {"KeyUnknown",
     [](std::string h) { return replaced(h, "{\"sequence\"", "{\"x\":1,\"sequence\""); },
     Errc::malformed, "unknown key"},
    {"KeyMissing", [](std::string h) { return replaced(h, "\"test_only\":true,", ""); },
     Errc::malformed, "test_only is missing"},
    {"RuleSetBroken",
     [](std::string h) { return with_value(h, "ruleset", "airports", "\"nonsense\""); },
     Errc::malformed, "ruleset"},
    {"RuleSetEmptied", [](std::string h) { return with_value(h, "ruleset", "airports", "\"\""); },
     Errc::malformed, "ruleset"},
    {"AirportsEmptied",
     [](std::string h) { return with_value(h, "airports", "countries", "\"\""); }, Errc::malformed,
     "airports"},
    {"CountriesEmptied",
     [](std::string h) { return with_value(h, "countries", "reasons", "\"\""); }, Errc::malformed,
     "countries"},
    {"ReasonsEmptied", [](std::string h) { return with_value(h, "reasons", "", "\"\""); },
     Errc::malformed, "reasons"},
    {"ReasonsMissing", [](std::string h) { return with_value(h, "reasons", "", "null"); },
     Errc::malformed, "expected text"},
    {"NoJson", [](std::string h) { return h.substr(1); }, Errc::malformed, "not valid JSON"},
    {"NoObject", [](std::string) { return std::string("[]"); }, Errc::malformed,
     "expected an object"},
};
class TrustBundleHead : public ::testing::TestWithParam<HeadCase> {};
TEST_P(TrustBundleHead, IsRefusedThoughSigned) {
  const BundleOffice office;
  const auto opened = office.open_head(GetParam().change(encode_bundle_head(office.contents())));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, GetParam().code) << opened.error().message;
  EXPECT_NE(opened.error().message.find(GetParam().says), std::string::npos)
      << opened.error().message;
}
INSTANTIATE_TEST_SUITE_P(Heads, TrustBundleHead, ::testing::ValuesIn(kHeads),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(TrustBundle, RefusesTablesThatHoldNoRow) {
  const BundleOffice office;
  auto contents = office.contents();
  const auto header = [](std::string_view csv) {
    return std::string(csv.substr(0, csv.find('\n') + 1));
  };
  contents.airports_csv = header(visa::k_airports_csv);
  EXPECT_EQ(office.open_head(encode_bundle_head(contents)).error().code, Errc::malformed);
  contents = office.contents();
  contents.countries_csv = header(visa::k_countries_csv);
  EXPECT_EQ(office.open_head(encode_bundle_head(contents)).error().code, Errc::malformed);
}

struct ContentsCase {
  const char* name;
  void (*change)(BundleContents&);
  Errc code;
};
const ContentsCase kContents[] = {
    {"SequenceZero", [](BundleContents& c) { c.sequence = 0; }, Errc::out_of_range},
    {"SequenceHuge", [](BundleContents& c) { c.sequence = UINT64_MAX; }, Errc::out_of_range},
    {"NoSigner", [](BundleContents& c) { c.signers.clear(); }, Errc::out_of_range},
    {"NoAnchor", [](BundleContents& c) { c.anchors.clear(); }, Errc::out_of_range},
    {"NextUpdateAtIssue", [](BundleContents& c) { c.next_update = c.issued_at; },
     Errc::out_of_range},
    {"SignerTwice", [](BundleContents& c) { c.signers.push_back(c.signers.front()); },
     Errc::malformed},
    {"RuleSetBroken", [](BundleContents& c) { c.ruleset_text = "x"; }, Errc::malformed},
    {"AirportsBroken", [](BundleContents& c) { c.airports_csv = "a,b\n1\n"; }, Errc::malformed},
    {"ReasonsBroken", [](BundleContents& c) { c.reasons_csv = "code\nNO_SUCH\n"; },
     Errc::malformed},
};
class TrustBundleContents : public ::testing::TestWithParam<ContentsCase> {};
TEST_P(TrustBundleContents, AreNotEncoded) {
  const BundleOffice office;
  auto contents = office.contents();
  GetParam().change(contents);
  const auto bundle = encode_bundle(contents);
  ASSERT_FALSE(bundle);
  EXPECT_EQ(bundle.error().code, GetParam().code) << bundle.error().message;
}
INSTANTIATE_TEST_SUITE_P(Contents, TrustBundleContents, ::testing::ValuesIn(kContents),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
