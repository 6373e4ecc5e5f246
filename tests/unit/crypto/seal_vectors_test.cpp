// Published test vectors in bulk: seals, C40, dates, headers, Wycheproof, RFC 8410. Skipped when
// the folder of vectors is not there.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "crypto/c40.h"
#include "crypto/public_key.h"
#include "crypto/seal_date.h"
#include "tests/unit/crypto/seal_fixture.h"

namespace evisa::crypto {
namespace {

using test::hex;
using Json = nlohmann::json;

std::optional<std::string> shared_text(const std::string& name) {
  std::ifstream file(std::filesystem::path(EVISA_SHARED_DIR) / "vectors" / name, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class SealVectors : public testing::Test {
 protected:
  Json load(const std::string& name) {
    const auto text = shared_text(name);
    return text ? Json::parse(*text) : Json();
  }
  static Certificate certificate_of(const Json& seal) {
    return Certificate::parse(as_bytes(*shared_text(seal["verify"]["cert"]))).value();
  }
  /// An empty or missing list must not pass in silence.
  static void expect_sizes(const Json& file, const std::map<std::string, std::size_t>& sizes) {
    for (const auto& [name, size] : sizes) EXPECT_EQ(file.value(name, Json::array()).size(), size) << name;
  }
  static bool is_strict(const Json& seal) {
    return seal["parse"] == "strict-v9303-13" && !seal["signature"].is_null();
  }
  static bool is_valid(const Json& seal) {
    return is_strict(seal) && seal["verify"]["result"] == "signature-valid";
  }
};
#define LOAD_OR_SKIP(variable, name) \
  const Json variable = load(name);  \
  if (variable.is_null()) GTEST_SKIP() << "vectors are not there: " << name

TEST_F(SealVectors, StrictSealsDecodeToTheirPublishedFields) {
  LOAD_OR_SKIP(file, "vds/vds_seals.json");
  int decoded = 0;
  for (const Json& entry : file["seals"]) {
    if (!is_strict(entry) || entry["length"] > kMaxSealBytes) continue;
    ++decoded;
    const auto seal = decode_seal(hex(entry["hex"].get<std::string>()));
    ASSERT_TRUE(seal) << entry["id"] << ": " << seal.error().message;
    const Json& header = entry["header"];
    EXPECT_EQ(seal->header().version, header["rawVersion"]);
    EXPECT_EQ(seal->header().issuing_country, header["issuingCountry"]) << entry["id"];
    EXPECT_EQ(seal->header().signer, header["signerIdentifier"]);
    EXPECT_EQ(seal->header().certificate_reference, header["certificateReference"]);
    EXPECT_EQ(seal->header().issue_date.iso(), header["documentIssueDate"]);
    EXPECT_EQ(seal->header().signature_date.iso(), header["signatureCreationDate"]);
    EXPECT_EQ(seal->signed_part().size(), entry["signedLength"]);
    ASSERT_EQ(seal->feature_count(), entry["features"].size());
    for (const Json& feature : entry["features"]) {
      const auto value = seal->find(feature["tag"].get<std::uint8_t>());
      ASSERT_TRUE(value) << entry["id"];
      EXPECT_EQ(to_hex(*value), feature["valueHex"]);
    }
  }
  EXPECT_EQ(decoded, 38);
}

TEST_F(SealVectors, EverySealMarkedStrictAndValidVerifies) {
  LOAD_OR_SKIP(file, "vds/vds_seals.json");
  // After the last of the signature dates; many of the certificates have expired by then.
  const auto at = test::instant("2026-12-01T00:00:00Z");
  int validated = 0, by_key = 0;
  for (const Json& entry : file["seals"]) {
    if (!is_valid(entry)) continue;
    const Bytes bytes = hex(entry["hex"].get<std::string>());
    const auto certificate = certificate_of(entry);
    const std::size_t covered = entry["signedLength"];
    const Bytes signature = hex(entry["signature"]["r"].get<std::string>() +
                                entry["signature"]["s"].get<std::string>());
    EXPECT_TRUE(certificate.verifies(ByteView(bytes).first(covered), signature)) << entry["id"];
    // Headers that name another certificate, and seals above our limit, are checked by key alone.
    if (!entry["verify"]["headerMatchesCert"] || bytes.size() > kMaxSealBytes) {
      if (bytes.size() > kMaxSealBytes) {
        EXPECT_EQ(decode_seal(bytes).error().code, Errc::out_of_range) << entry["id"];
      }
      ++by_key;
      continue;
    }
    const auto trust = SignerSet::build({}, {certificate});
    const auto result = validate_seal(bytes, trust, at, {std::nullopt, true});
    EXPECT_EQ(result.status, SealStatus::valid) << entry["id"] << ": " << result.detail;
    ++validated;
    const bool visa = entry["header"]["documentRef"] == "5d01";
    EXPECT_EQ(result.verified.has_value(), visa) << entry["id"];
  }
  EXPECT_EQ(validated + by_key, 38);
  EXPECT_GE(validated, 33);
}

TEST_F(SealVectors, EveryOtherSealIsRefused) {
  LOAD_OR_SKIP(file, "vds/vds_seals.json");
  int refused = 0;
  for (const Json& entry : file["seals"]) {
    if (is_strict(entry)) continue;
    const Bytes bytes = hex(entry["hex"].get<std::string>());
    const auto result =
        validate_seal(bytes, SignerSet{}, test::inspection_time(), {std::nullopt, true});
    EXPECT_EQ(result.sub_indications, std::vector{SubIndication::wrong_format}) << entry["id"];
    ++refused;
  }
  EXPECT_GE(refused, 18);
}

TEST_F(SealVectors, NoByteOfAPublishedSealMayChange) {
  LOAD_OR_SKIP(file, "vds/vds_seals.json");
  const auto at = test::instant("2026-12-01T00:00:00Z");
  int seals = 0;
  for (const Json& entry : file["seals"]) {
    if (!is_valid(entry) || !entry["verify"]["headerMatchesCert"] || entry["length"] > 140)
      continue;
    if (entry["header"]["documentRef"] != "5d01") continue;
    const Bytes seal = hex(entry["hex"].get<std::string>());
    const auto trust = SignerSet::build({}, {certificate_of(entry)});
    // Unflipped it must pass, or a flip proves nothing.
    EXPECT_EQ(validate_seal(seal, trust, at).status, SealStatus::valid) << entry["id"];
    ++seals;
    for (std::size_t i = 0; i < seal.size(); i += 3) {
      Bytes flipped = seal;
      flipped[i] ^= 0x04;
      EXPECT_EQ(validate_seal(flipped, trust, at).status, SealStatus::invalid) << entry["id"] << i;
    }
  }
  EXPECT_EQ(seals, 3);
}

TEST_F(SealVectors, C40DatesAndHeaders) {
  LOAD_OR_SKIP(file, "vds/primitives.json");
  expect_sizes(file, {{"c40_good", 16},
                      {"c40_reject", 9},
                      {"dates_good", 6},
                      {"dates_reject", 7},
                      {"headers", 19}});
  for (const Json& entry : file["c40_good"]) {
    std::string text = entry["text"];
    EXPECT_EQ(to_hex(c40_encode(text).value()), entry["hex"]);
    std::ranges::replace(text, ' ', '<');
    EXPECT_EQ(c40_decode(hex(entry["hex"].get<std::string>())).value(), text);
  }
  for (const Json& entry : file["c40_reject"]) {
    EXPECT_FALSE(c40_decode(hex(entry["hex"].get<std::string>()))) << entry["why"];
  }
  for (const Json& entry : file["dates_good"]) {
    EXPECT_EQ(decode_seal_date(hex(entry["hex"].get<std::string>()))->iso(), entry["date"]);
  }
  for (const Json& entry : file["dates_reject"]) {
    EXPECT_FALSE(decode_seal_date(hex(entry["hex"].get<std::string>()))) << entry["why"];
  }
  for (const Json& entry : file["headers"]) {
    const auto seal = decode_seal(hex(entry["hex"].get<std::string>() + "ff0111"));
    EXPECT_EQ(seal.has_value(), !entry.contains("reject")) << entry.dump();
    if (!seal || entry.contains("reject")) continue;
    EXPECT_EQ(seal->header().certificate_reference, entry["certificateReference"]);
    EXPECT_EQ(seal->header().signer, entry["signerIdentifier"]);
    EXPECT_EQ(seal->header().signature_date.iso(), entry["signatureDate"]);
  }
}

TEST_F(SealVectors, Wycheproof) {
  for (const std::string name :
       {"ecdsa_brainpoolP224r1_sha224_p1363_test", "ecdsa_brainpoolP256r1_sha256_p1363_test",
        "ecdsa_secp256r1_sha256_p1363_test", "ecdsa_secp384r1_sha384_p1363_test", "ed25519_test"}) {
    LOAD_OR_SKIP(file, "wycheproof/" + name + ".json");
    int tried = 0;
    EXPECT_GT(file["numberOfTests"], 100) << name;
    for (const Json& group : file["testGroups"]) {
      const auto key = PublicKey::from_spki(hex(group["publicKeyDer"].get<std::string>()));
      ASSERT_TRUE(key) << name << ": " << key.error().message;
      for (const Json& one : group["tests"]) {
        const bool holds =
            key->verifies(hex(one["msg"].get<std::string>()), hex(one["sig"].get<std::string>()));
        EXPECT_EQ(holds, one["result"] == "valid") << name << " " << one["tcId"] << one["comment"];
        ++tried;
      }
    }
    EXPECT_EQ(tried, file["numberOfTests"]) << name;
  }
}

TEST_F(SealVectors, Rfc8410AndRfc8032) {
  LOAD_OR_SKIP(file, "ed25519/ed25519.json");
  expect_sizes(file, {{"rfc8032_7_1", 3}});
  const Json& rfc = file["rfc8410"];
  const auto key = PublicKey::from_spki(hex(rfc["spki_hex"].get<std::string>()));
  ASSERT_TRUE(key);
  EXPECT_EQ(to_hex(*key->ed25519()), rfc["rawPublicKeyHex"]);
  EXPECT_FALSE(
      PublicKey::from_spki(hex(rfc["reject_spki_with_NULL_params_hex"].get<std::string>())));
  // Its key is X25519 and its encoding not DER (RFC 8410 errata): no certificate for this system.
  EXPECT_FALSE(Certificate::parse(from_base64(rfc["cert_10_2_base64"].get<std::string>()).value()));
  for (const Json& one : file["rfc8032_7_1"]) {
    const auto public_key =
        PublicKey::from_spki(hex("302a300506032b6570032100" + one["public"].get<std::string>()));
    EXPECT_TRUE(public_key->verifies(hex(one["message"].get<std::string>()),
                                     hex(one["signature"].get<std::string>())));
  }
}

}  // namespace
}  // namespace evisa::crypto
