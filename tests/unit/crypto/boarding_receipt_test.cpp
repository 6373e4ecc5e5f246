// Boarding receipts: exact bytes, signature, strict reading, and the file that a carrier keeps.
#include "crypto/boarding_receipt.h"

#include <gtest/gtest.h>

#include "crypto/files.h"
#include "crypto/strict_json.h"
#include "seal_fixture.h"

namespace {

using namespace evisa;
using namespace evisa::crypto;

Ed25519SecretKey verifier_key() { return std::move(*Ed25519SecretKey::from_seed(Bytes(32, 9))); }

constexpr std::string_view kAsked = R"({"reference":"R1"})";

BoardingReceipt refused() {
  BoardingReceipt r;
  r.id = {"ALA-S1", 42};
  r.time = test::instant("2026-11-20T10:00:00.250Z");
  r.carrier = "KC";
  r.flight = "KC872";
  r.airport = visa::AirportCode::parse("ALA").value();
  r.arrival = test::instant("2027-01-05T19:00:00Z");
  r.salt.fill(0xA5);
  r.asked = hash_asked(as_bytes(kAsked), r.salt);
  r.answer = visa::Boarding::do_not_board;
  r.code = "VISA_EXPIRED";
  r.text = "The e-visa expired on 2027-01-05.";
  r.ruleset_id = "kz-evisa-default-1";
  r.bundle_sequence = 12;
  r.software = "0.1.0";
  return r;
}

BoardingReceipt boards() {
  BoardingReceipt r = refused();
  r.arrival.reset();
  r.flight.clear();
  r.answer = visa::Boarding::board;
  r.code.reset();
  r.language = visa::Language::kk;
  r.text.clear();
  return r;
}

const std::string kGolden =
    R"({"version":1,"receipt":"ALA-S1/42","time":"2026-11-20T10:00:00.250Z","carrier":"KC",)"
    R"("flight":"KC872","airport":"ALA","arrival":"2027-01-05T19:00:00Z",)"
    R"("salt":"a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5",)"
    R"("asked":"63d7462584cafcf055a13caa88aad9857d9cd6cc3bce3f6a2801bc24b3a28967","answer":"DO_NOT_BOARD","code":"VISA_EXPIRED","language":"en",)"
    R"("text":"The e-visa expired on 2027-01-05.","ruleset":"kz-evisa-default-1","bundle":12,)"
    R"("software":"0.1.0"})";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

TEST(BoardingReceipt, HasTheBytesOfItsDocument) {
  const auto receipt = sign_receipt(refused(), verifier_key()).value();
  // Made once with Python: hashlib.blake2b(asked, digest_size=32, key=bytes([0xa5]) * 16).
  EXPECT_EQ(receipt.json, kGolden);
  const auto document =
      read_file(std::filesystem::path(EVISA_SOURCE_DIR) / "docs/boarding-receipt.md", 1 << 16);
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_TRUE(as_text(*document).contains(receipt.json));
  EXPECT_TRUE(as_text(*document).contains(to_base64(receipt.signature)))
      << to_base64(receipt.signature) << " key " << to_base64(verifier_key().public_key());
  EXPECT_TRUE(as_text(*document).contains(to_base64(verifier_key().public_key())));
}

TEST(BoardingReceipt, ReadsBackWhatWasSigned) {
  for (const auto& content : {refused(), boards()}) {
    const auto receipt = sign_receipt(content, verifier_key()).value();
    const auto opened = open_receipt(receipt, verifier_key().public_key());
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(*opened, content);
  }
}

TEST(BoardingReceipt, RefusesAnotherKeyAndEveryChangedByte) {
  const auto receipt = sign_receipt(refused(), verifier_key()).value();
  const auto other = Ed25519SecretKey::generate();
  EXPECT_EQ(open_receipt(receipt, other.public_key()).error().code, Errc::bad_signature);
  for (std::size_t i = 0; i < receipt.json.size(); ++i) {
    auto changed = receipt;
    changed.json[i] = static_cast<char>(changed.json[i] ^ 1);
    EXPECT_FALSE(open_receipt(changed, verifier_key().public_key())) << i;
  }
}

TEST(BoardingReceipt, ReadsOneFormAlone) {
  const auto golden = sign_receipt(refused(), verifier_key()).value().json;
  struct Case {
    const char *from, *to;
    Errc code;
  };
  const Case cases[] = {
      {"\"version\":1", "\"version\":2", Errc::unsupported},
      {"\"version\":1", "\"version\":\"1\"", Errc::malformed},
      {",\"carrier\":\"KC\"", "", Errc::malformed},
      {"\"carrier\":\"KC\"", "\"carrier\":\"\"", Errc::malformed},
      {"\"carrier\":\"KC\"", "\"carrier\":\"Kc\"", Errc::malformed},
      {"\"carrier\":\"KC\"", "\"carrier\":\"KC\",\"carrier\":\"KC\"", Errc::malformed},
      {"\"carrier\":\"KC\"", "\"carrier\":\"KC\",\"name\":\"A\"", Errc::malformed},
      {"\"carrier\":\"KC\"", "\"carrier\": \"KC\"", Errc::malformed},
      {"KC872", "KC 872", Errc::malformed},
      {"KC872", "KC8720000", Errc::malformed},
      {"ALA-S1/42", "ALA-S1/042", Errc::malformed},
      {"ALA-S1/42", "ALA-S1/0", Errc::malformed},
      {"\"ALA\"", "\"ala\"", Errc::malformed},
      {"\"2027-01-05T19:00:00Z\"", "\"2027-01-05T19:00Z\"", Errc::malformed},
      {"\"2027-01-05T19:00:00Z\"", "\"2027-02-30T19:00:00Z\"", Errc::out_of_range},
      {"a5a5", "A5a5", Errc::malformed},
      {"a5a5", "a5", Errc::malformed},
      {"DO_NOT_BOARD", "MAYBE", Errc::malformed},
      {"\"VISA_EXPIRED\"", "null", Errc::malformed},
      {"\"VISA_EXPIRED\"", "\"\"", Errc::malformed},
      {"\"en\"", "\"de\"", Errc::malformed},
      {"\"bundle\":12", "\"bundle\":-1", Errc::out_of_range},
      {"\"bundle\":12", "\"bundle\":12.0", Errc::malformed},
      {"VISA_EXPIRED", "VISA\\u005fEXPIRED", Errc::malformed},
      {"\"0.1.0\"}", "\"0.1.0\"} ", Errc::malformed},
  };
  for (const auto& c : cases) {
    const auto read = parse_receipt(replaced(golden, c.from, c.to));
    ASSERT_FALSE(read) << c.from << " -> " << c.to;
    EXPECT_EQ(to_string(read.error().code), to_string(c.code)) << c.to << read.error().message;
  }
}

TEST(BoardingReceipt, KeepsACodeThatThisVersionDoesNotKnow) {
  auto content = refused();
  content.code = "SOMETHING_LATER";
  EXPECT_EQ(parse_receipt(sign_receipt(content, verifier_key()).value().json).value(), content);
}

TEST(BoardingReceipt, SignsNothingThatNobodyCouldRead) {
  auto content = refused();
  content.carrier = "Kc";
  EXPECT_FALSE(sign_receipt(content, verifier_key()));
  content = refused();
  content.text = "\xFF";
  EXPECT_FALSE(sign_receipt(content, verifier_key()));
  content = refused();
  content.id.sequence = 0;
  EXPECT_FALSE(sign_receipt(content, verifier_key()));
}

TEST(BoardingReceipt, HashesTheQuestionWithItsSalt) {
  const auto salt = new_receipt_salt(), other = new_receipt_salt();
  EXPECT_NE(salt, other);
  EXPECT_EQ(hash_asked(as_bytes(kAsked), salt), hash_asked(as_bytes(kAsked), salt));
  EXPECT_NE(hash_asked(as_bytes(kAsked), salt), hash_asked(as_bytes(kAsked), other));
  EXPECT_NE(hash_asked(as_bytes(kAsked), salt), hash_asked(as_bytes("{}"), salt));
}

TEST(BoardingReceipt, ComesInAFile) {
  const auto receipt = sign_receipt(refused(), verifier_key()).value();
  const auto file = write_receipt_file(receipt);
  EXPECT_EQ(parse_receipt_file(file).value(), receipt);
  for (const auto& [from, to] :
       {std::pair{"evisa-receipt-1", "evisa-receipt-2"},
        std::pair{"\"signature\":\"", "\"signature\":\"A"}, std::pair{"\"format\"", "\"version\""},
        std::pair{"{", "{\"more\":1,"}, std::pair{"{", "["}})
    EXPECT_FALSE(parse_receipt_file(replaced(file, from, to))) << to;
}

}  // namespace
