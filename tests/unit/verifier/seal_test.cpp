// The seal in an inspection: proved, disproved, undetermined; and nothing in between ever admits.
#include <gtest/gtest.h>

#include "crypto/seal_text.h"
#include "tests/unit/verifier/scene.h"
#include "verifier/seal_reasons.h"
#include "verifier/seal_scan.h"

namespace evisa::verifier {
namespace {

using namespace scenes;
using crypto::SubIndication;
using visa::ReasonCode;
using visa::Severity;

struct Meaning {
  SubIndication sub_indication;
  ReasonCode code;
  CheckResult result;
};

TEST(SealReasons, MapsEverySubIndication) {
  const std::vector<Meaning> meanings{
      {SubIndication::read_error, ReasonCode::SEAL_UNREADABLE, CheckResult::undetermined},
      {SubIndication::wrong_format, ReasonCode::SEAL_NOT_EVISA, CheckResult::failed},
      {SubIndication::unknown_certificate, ReasonCode::SEAL_SIGNER_UNKNOWN,
       CheckResult::undetermined},
      {SubIndication::untrusted_certificate, ReasonCode::SEAL_SIGNER_UNKNOWN,
       CheckResult::undetermined},
      {SubIndication::invalid_documenttype, ReasonCode::SEAL_NOT_EVISA, CheckResult::failed},
      {SubIndication::expired_certificate, ReasonCode::SEAL_SIGNER_OUT_OF_PERIOD,
       CheckResult::failed},
      {SubIndication::revoked_certificate, ReasonCode::SEAL_SIGNER_REVOKED, CheckResult::failed},
      {SubIndication::invalid_signature, ReasonCode::SEAL_INVALID, CheckResult::failed},
      {SubIndication::invalid_visa_mrz, ReasonCode::MRZ_CHECK_FAILED, CheckResult::failed},
  };
  for (const auto& meaning : meanings) {
    const auto reason = seal_reason(meaning.sub_indication);
    ASSERT_TRUE(reason) << to_string(meaning.sub_indication);
    EXPECT_EQ(reason->code, meaning.code) << to_string(meaning.sub_indication);
    EXPECT_EQ(reason->result, meaning.result) << to_string(meaning.sub_indication);
  }
  EXPECT_FALSE(seal_reason(SubIndication::unknown_feature));
}

TEST(SealInspection, NeverAdmitsASealWithAFlippedBit) {
  Scene scene;
  const std::size_t size = scene.seal_bytes().size();
  for (std::size_t i = 0; i < size; ++i) {
    for (const int bit : {0, 7}) {
      scene.spoil_seal = [=](crypto::Bytes& b) {
        b[i] = static_cast<std::uint8_t>(b[i] ^ (1U << bit));
      };
      const Inspection inspection = scene.run();
      EXPECT_GE(inspection.outcome, Severity::second_look) << "byte " << i << " bit " << bit;
      EXPECT_FALSE(inspection.visa) << "byte " << i << " bit " << bit;
    }
  }
}

TEST(SealInspection, NeverAdmitsATruncatedSeal) {
  Scene scene;
  const std::size_t size = scene.seal_bytes().size();
  for (std::size_t keep = 0; keep < size; ++keep) {
    scene.spoil_seal = [=](crypto::Bytes& b) { b.resize(keep); };
    EXPECT_GE(scene.run().outcome, Severity::second_look) << keep << " bytes";
  }
}

TEST(SealInspection, FeedsNoCheckFromAnUnverifiedSeal) {
  Scene scene;
  scene.spoil_seal = [](crypto::Bytes& b) { b.back() ^= 1; };
  scene.passport.document_number =
      "X9999999";  // a mismatch that nobody may conclude from a forgery
  const Inspection inspection = scene.run();
  EXPECT_EQ(codes(inspection), "REFUSE SEAL_INVALID");
  for (const char* check : {"visa_record", "visa_status", "not_revoked", "passport_number",
                            "citizenship", "date_of_birth", "sex", "name", "single_entry",
                            "date_window", "passport_months", "category", "annex_list", "printout"})
    EXPECT_EQ(result_of(inspection, check), CheckResult::aborted) << check;
}

TEST(SealInspection, TakesAnUnreadableSealForNoForgery) {
  Scene scene;
  scene.request.seal = crypto::read_error("blurred");
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK SEAL_UNREADABLE");
}

TEST(SealInspection, LetsTheRecordDecideBesideAnUnreadableSeal) {
  Scene scene;
  scene.request.seal = crypto::read_error("blurred");
  scene.record();
  scene.passport.document_number = "X9999999";
  EXPECT_EQ(codes(scene.run()), "REFUSE PASSPORT_NUMBER_MISMATCH SEAL_UNREADABLE");
}

TEST(SealInspection, RefusesAForgedPaperEvenWhereTheRecordIsGood) {
  Scene scene;
  scene.spoil_seal = [](crypto::Bytes& b) { b.back() ^= 1; };
  scene.record();
  EXPECT_EQ(codes(scene.run()), "REFUSE SEAL_INVALID");
}

TEST(SealInspection, BelievesNothingOfAValidationWithoutTheProof) {
  Scene scene;
  crypto::SealValidation claims_valid;
  claims_valid.status = crypto::SealStatus::valid;  // valid, but no verified visa
  scene.request.seal = claims_valid;
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK SEAL_NOT_EVISA");
  crypto::SealValidation claims_verified = scene.validation();
  claims_verified.status = crypto::SealStatus::invalid;  // a verified visa, but not valid
  scene.request.seal = claims_verified;
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK SEAL_NOT_EVISA");
  EXPECT_FALSE(scene.run().visa);
}

TEST(SealInspection, RefusesASealOfASignerRevokedBefore) {
  Scene scene;
  scene.signers.revoke("KZVS", "1a", instant("2026-10-31T00:00:00Z"));
  EXPECT_EQ(param(scene.run(), ReasonCode::SEAL_SIGNER_REVOKED, "date"), "2026-10-31");
  EXPECT_EQ(scene.run().outcome, Severity::refuse);
}

// The date in a seal is written by whoever holds the key, so a stolen key signs "last week".
TEST(SealInspection, LooksAgainAtASealDatedBeforeItsSignerWasRevoked) {
  Scene scene;
  scene.signers.revoke("KZVS", "1a", instant("2026-11-05T00:00:00Z"));
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK SEAL_SIGNER_REVOKED");
  EXPECT_EQ(result_of(scene.run(), "seal"), CheckResult::undetermined);
  EXPECT_EQ(param(scene.run(), ReasonCode::SEAL_SIGNER_REVOKED, "date"), "2026-11-05");
}

TEST(SealInspection, AdmitsASealOfALaterRevokedSignerWhereTheRecordIsEqual) {
  Scene scene;
  scene.signers.revoke("KZVS", "1a", instant("2026-11-05T00:00:00Z"));
  scene.record();
  EXPECT_EQ(codes(scene.run()), "OK");
  scene.request.record->visa.stay.days = 29;
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK SEAL_SIGNER_REVOKED PRINTOUT_MISMATCH");
}

TEST(SealInspection, BelievesNoSealOfAnotherState) {
  Scene scene;
  scene.profile = crypto::Profile::icao;
  scene.visa.issuing_state = country("UZB");
  const Inspection inspection = scene.run();
  EXPECT_EQ(codes(inspection), "SECOND_LOOK SEAL_NOT_EVISA");
  EXPECT_EQ(param(inspection, ReasonCode::SEAL_NOT_EVISA, "found"), "seal of UZB");
  EXPECT_FALSE(inspection.visa);
}

// rules.md 5.6: the paper is an old version; the record is trusted.
TEST(EditedVisa, IsJudgedByTheRecordsDates) {
  Scene scene;
  scene.record();
  scene.request.record->visa.valid_until = date("2026-11-19");
  EXPECT_EQ(codes(scene.run()), "REFUSE VISA_EXPIRED PRINTOUT_MISMATCH");
  scene.request.record->visa.valid_until = date("2026-12-01");
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK PRINTOUT_MISMATCH");
  EXPECT_EQ(scene.run().exit_deadline, date("2026-12-01"));
  scene.request.record->visa = scene.visa;
  scene.request.record->visa.stay.days = 10;
  EXPECT_EQ(scene.run().exit_deadline, date("2026-11-29"));
}

TEST(EditedVisa, IsJudgedByTheRecordWhereItRunsLonger) {
  Scene scene;
  scene.record();
  scene.at("2027-01-08T10:00:00Z");
  scene.request.record->visa.valid_until = date("2027-01-10");
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK PRINTOUT_MISMATCH");
  scene.passport.expiry = date("2027-04-05");  // enough for the paper, not for the record
  EXPECT_EQ(codes(scene.run()), "REFUSE PASSPORT_VALIDITY_SHORT PRINTOUT_MISMATCH");
}

TEST(EditedVisa, KeepsToTheRecordsEntryPoints) {
  Scene scene;
  scene.record();
  scene.request.record->visa.entry_points = {airport("NQZ")};
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK CHECKPOINT_OTHER_AIRPORT PRINTOUT_MISMATCH");
}

TEST(EditedVisa, TakesNothingFromAnotherVisasRecord) {
  Scene scene;
  scene.record();
  scene.request.record->visa.number = visa::VisaNumber::compose(26, 1).value();
  scene.request.record->visa.valid_until = date("2026-11-19");
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK PRINTOUT_MISMATCH");
  EXPECT_EQ(scene.run().visa->valid_until, good_visa().valid_until);
}

TEST(SealScan, ReadsTextAndBytesAlike) {
  const Scene scene;
  const auto bytes = scene.seal_bytes();
  const std::string text = crypto::seal_to_text(bytes);
  for (const auto scanned : {crypto::ByteView(bytes), crypto::as_bytes(text)})
    EXPECT_EQ(validate_scan(scanned, scene.signers, scene.request.now).status,
              crypto::SealStatus::valid);
}

TEST(SealScan, TellsDamageFromAnotherCode) {
  const auto& signers = ministry().signers;
  const auto at = instant("2026-11-20T10:00:00Z");
  EXPECT_TRUE(validate_scan(crypto::as_bytes("https://example.org"), signers, at)
                  .has(SubIndication::wrong_format));
  EXPECT_TRUE(
      validate_scan(crypto::as_bytes("KZV1A1"), signers, at).has(SubIndication::read_error));
  EXPECT_TRUE(validate_scan({}, signers, at).has(SubIndication::read_error));
}

reader::Barcode barcode(crypto::Bytes bytes) { return {"QRCode", std::move(bytes), {}}; }

TEST(SealScan, NeverChoosesBetweenSeveralSeals) {
  reader::Reading reading;
  reading.several_seals = true;
  const auto validation =
      validate_reading(reading, ministry().signers, instant("2026-11-20T10:00Z"));
  EXPECT_TRUE(validation.has(SubIndication::read_error));
}

TEST(SealScan, NamesTheOtherCodeOfAPage) {
  reader::Reading reading;
  reading.barcodes = {barcode({'h', 'i'})};
  Scene scene;
  scene.request.seal = validate_reading(reading, ministry().signers, scene.request.now);
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK SEAL_NOT_EVISA");
  EXPECT_TRUE(
      param(scene.run(), ReasonCode::SEAL_NOT_EVISA, "found").starts_with("QRCode, 2 bytes"));
}

TEST(SealScan, PrefersADamagedSealToTheAdvertisementBesideIt) {
  reader::Reading reading;
  const std::string damaged = "KZV1A1";
  reading.barcodes = {barcode({'h', 'i'}), barcode({damaged.begin(), damaged.end()})};
  const auto validation =
      validate_reading(reading, ministry().signers, instant("2026-11-20T10:00Z"));
  EXPECT_TRUE(validation.has(SubIndication::read_error));
}

}  // namespace
}  // namespace evisa::verifier
