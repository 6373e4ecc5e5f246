// Ed25519: the vectors of RFC 8032 7.1, and the signatures that must not verify.
#include "crypto/ed25519.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using namespace evisa::crypto;

struct Vector {
  const char* name;
  const char* seed;
  const char* key;
  const char* message;
  const char* signature;
};

// RFC 8032 7.1: TEST 1, TEST 2, TEST 3, TEST SHA(abc).
constexpr Vector kVectors[] = {
    {"Test1", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "46b"
     "d25bf5f0595bbe24655141438e7a100b"},
    {"Test2", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d8c"
     "387b2eaeb4302aeeb00d291612bb0c00"},
    {"Test3", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "659"
     "4a7c15e9716ed28dc027beceea1ec40a"},
    {"TestShaAbc", "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3fee"
     "bbd"
     "454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e"
     "030"
     "3dca179c138ac17ad9bef1177331a704"},
};

Bytes hex(const char* text) { return from_hex(text).value(); }

Ed25519PublicKey key_of(const Bytes& bytes) {
  Ed25519PublicKey key{};
  std::ranges::copy(bytes, key.begin());
  return key;
}

class Ed25519Vector : public ::testing::TestWithParam<Vector> {};

TEST_P(Ed25519Vector, DerivesThePublicKey) {
  const auto key = Ed25519SecretKey::from_seed(hex(GetParam().seed));
  ASSERT_TRUE(key);
  EXPECT_EQ(to_hex(key->public_key()), GetParam().key);
}

TEST_P(Ed25519Vector, Signs) {
  const auto key = Ed25519SecretKey::from_seed(hex(GetParam().seed));
  EXPECT_EQ(to_hex(key->sign(hex(GetParam().message))), GetParam().signature);
}

TEST_P(Ed25519Vector, VerifiesAndRefusesEveryFlippedByte) {
  const auto key = key_of(hex(GetParam().key));
  const Bytes message = hex(GetParam().message);
  Bytes signature = hex(GetParam().signature);
  EXPECT_TRUE(ed25519_verify(message, signature, key));
  for (auto& byte : signature) {
    byte ^= 0x04;
    EXPECT_FALSE(ed25519_verify(message, signature, key));
    byte ^= 0x04;
  }
}

INSTANTIATE_TEST_SUITE_P(Rfc8032, Ed25519Vector, ::testing::ValuesIn(kVectors),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(Ed25519, RefusesAnotherMessage) {
  const auto key = Ed25519SecretKey::generate();
  const auto signature = key.sign(as_bytes("one"));
  EXPECT_TRUE(ed25519_verify(as_bytes("one"), signature, key.public_key()));
  EXPECT_FALSE(ed25519_verify(as_bytes("two"), signature, key.public_key()));
}

TEST(Ed25519, RefusesASignatureOfAnotherLength) {
  const auto key = Ed25519SecretKey::generate();
  const auto signature = key.sign(as_bytes("one"));
  Bytes longer(signature.begin(), signature.end());
  longer.push_back(0);
  EXPECT_FALSE(ed25519_verify(as_bytes("one"), longer, key.public_key()));
  EXPECT_FALSE(ed25519_verify(as_bytes("one"), ByteView(signature).first(63), key.public_key()));
  EXPECT_FALSE(ed25519_verify(as_bytes("one"), {}, key.public_key()));
}

// The neutral point as key and as R, with S = 0, satisfies the equation for every message.
TEST(Ed25519, RefusesASmallOrderKey) {
  Ed25519PublicKey neutral{1};
  Bytes signature(64, 0);
  signature[0] = 1;
  EXPECT_FALSE(ed25519_verify(as_bytes("any"), signature, neutral));
}

// S and S + L satisfy the same equation; only the smaller one is a signature (RFC 8032 5.1.7).
TEST(Ed25519, RefusesASecondFormOfASignature) {
  const Bytes order = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  Bytes signature = hex(kVectors[1].signature);
  unsigned carry = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    carry += static_cast<unsigned>(signature[32 + i]) + order[i];
    signature[32 + i] = static_cast<std::uint8_t>(carry & 0xFF);
    carry >>= 8;
  }
  EXPECT_FALSE(ed25519_verify(hex(kVectors[1].message), signature, key_of(hex(kVectors[1].key))));
}

TEST(Ed25519, RefusesASeedOfAnotherLength) {
  const auto key = Ed25519SecretKey::from_seed(Bytes(31));
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, evisa::Errc::malformed);
}

}  // namespace
