// Access tokens: random, told apart by kind and checksum, known by their hash alone.
#include "crypto/access_token.h"

#include <gtest/gtest.h>

#include <set>

namespace evisa::crypto {
namespace {

std::string text_of(const AccessToken& token) { return std::string(as_text(token.text.view())); }

Errc error_of(const std::string& text) {
  const auto read = read_access_token(text);
  return read ? Errc::io : read.error().code;
}

TEST(AccessTokens, HaveAnUnmistakablePrefixAndTheirKind) {
  const auto token = make_access_token("airline");
  const std::string text = text_of(token);
  EXPECT_TRUE(text.starts_with("evisa_airline_")) << text;
  EXPECT_EQ(text.size(), std::string("evisa_airline_").size() + 56);
  const auto read = read_access_token(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->kind, "airline");
  EXPECT_EQ(read->hash, token.hash);
}

TEST(AccessTokens, AreNeverTheSameTwice) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(text_of(make_access_token("booth")));
  EXPECT_EQ(seen.size(), 1000U);
}

TEST(AccessTokens, TellATypoInEveryPlace) {
  const std::string text = text_of(make_access_token("booth"));
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char other : {'A', '7', 'b', '_', ' ', '\0'}) {
      if (text[at] == other) continue;
      std::string typo = text;
      typo[at] = other;
      EXPECT_EQ(error_of(typo), Errc::malformed) << at << other;
    }
  }
}

TEST(AccessTokens, RefuseEveryCutAndEveryAddition) {
  const std::string text = text_of(make_access_token("peer"));
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_EQ(error_of(text.substr(0, size)), Errc::malformed) << size;
  }
  EXPECT_EQ(error_of(text + "A"), Errc::malformed);
  EXPECT_EQ(error_of(" " + text), Errc::malformed);
}

TEST(AccessTokens, AnotherKindIsAnotherToken) {
  std::string text = text_of(make_access_token("booth"));
  text.replace(0, std::string("evisa_booth_").size(), "evisa_senior_");
  EXPECT_EQ(error_of(text), Errc::malformed);
}

TEST(AccessTokens, DoNotAppearInErrors) {
  std::string text = text_of(make_access_token("booth"));
  text.back() = text.back() == 'A' ? 'B' : 'A';
  const auto read = read_access_token(text);
  ASSERT_FALSE(read);
  const std::string shown = read.error().message + read.error().hint;
  EXPECT_EQ(shown.find(text.substr(14, 8)), std::string::npos) << shown;
}

// RFC 7693 gives BLAKE2b-512 only; these are of the BLAKE2 reference implementation's b2sum -l 256.
TEST(Blake2b, HashesAsTheReferenceDoes) {
  EXPECT_EQ(to_hex(blake2b_256(as_bytes("abc"))),
            "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  EXPECT_EQ(blake2b_256(as_bytes("a"), as_bytes("bc")), blake2b_256(as_bytes("abc")));
}

}  // namespace
}  // namespace evisa::crypto
