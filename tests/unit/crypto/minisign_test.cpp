// minisign's format, in both directions with the stock program where it is installed.
#include "crypto/minisign.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "crypto/files.h"
#include "tests/sample/temp_folder.h"

namespace {

using namespace evisa::crypto;
using evisa::Errc;
using evisa::sample::TempFolder;

/// Runs a command line in the shell; true when it ends with 0.
bool runs(const std::string& command) {
  return std::system((command + " >/dev/null 2>&1 </dev/null").c_str()) ==
         0;  // NOLINT(cert-env33-c)
}
bool stock_minisign() { return runs("command -v minisign"); }

std::string quoted(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

MinisignSecretKey test_key() {
  Bytes bytes(40);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i + 1);
  return std::move(*MinisignSecretKey::from_bytes(bytes));
}

TEST(Minisign, VerifiesItsOwnSignatureAndReturnsTheTrustedComment) {
  const auto key = test_key();
  const auto verified = minisign_verify(
      as_bytes("content"), key.sign(as_bytes("content"), "sequence 7"), key.public_key());
  ASSERT_TRUE(verified) << verified.error().message;
  EXPECT_EQ(*verified, "sequence 7");
}

TEST(Minisign, IsVerifiedByTheStockProgram) {
  if (!stock_minisign()) GTEST_SKIP() << "minisign is not installed";
  const TempFolder folder;
  const auto key = MinisignSecretKey::generate();
  const std::string content = "some content\n";
  ASSERT_TRUE(write_file(folder / "file", as_bytes(content)));
  ASSERT_TRUE(
      write_file(folder / "file.minisig", as_bytes(key.sign(as_bytes(content), "a comment"))));
  ASSERT_TRUE(write_file(folder / "key.pub", as_bytes(key.public_key().text("authority"))));
  const std::string verify =
      "minisign -Vm " + quoted(folder / "file") + " -p " + quoted(folder / "key.pub");
  EXPECT_TRUE(runs(verify));
  ASSERT_TRUE(write_file(folder / "file", as_bytes("some Content\n")));
  EXPECT_FALSE(runs(verify));
}

TEST(Minisign, VerifiesASignatureOfTheStockProgram) {
  if (!stock_minisign()) GTEST_SKIP() << "minisign is not installed";
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "file", as_bytes("some content\n")));
  const std::string keys =
      " -p " + quoted(folder / "key.pub") + " -s " + quoted(folder / "key.sec");
  ASSERT_TRUE(runs("minisign -G -W" + keys));
  ASSERT_TRUE(runs("minisign -S -t 'a trusted comment' -s " + quoted(folder / "key.sec") + " -m " +
                   quoted(folder / "file")));
  const auto key = MinisignPublicKey::parse(as_text(*read_file(folder / "key.pub", 1000)));
  ASSERT_TRUE(key) << key.error().message;
  const auto signature = read_file(folder / "file.minisig", 10000);
  ASSERT_TRUE(signature);
  const auto verified = minisign_verify(as_bytes("some content\n"), as_text(*signature), *key);
  ASSERT_TRUE(verified) << verified.error().message;
  EXPECT_EQ(*verified, "a trusted comment");
}

TEST(Minisign, RefusesAStockSignatureOfTheOldKind) {
  if (!stock_minisign()) GTEST_SKIP() << "minisign is not installed";
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "file", as_bytes("some content\n")));
  ASSERT_TRUE(runs("minisign -G -W -p " + quoted(folder / "key.pub") + " -s " +
                   quoted(folder / "key.sec")));
  ASSERT_TRUE(
      runs("minisign -S -l -s " + quoted(folder / "key.sec") + " -m " + quoted(folder / "file")));
  const auto key = MinisignPublicKey::parse(as_text(*read_file(folder / "key.pub", 1000)));
  const auto verified = minisign_verify(as_bytes("some content\n"),
                                        as_text(*read_file(folder / "file.minisig", 10000)), *key);
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().code, Errc::unsupported);
}

TEST(Minisign, ShowsAKeyIdAsTheStockProgramDoes) {
  EXPECT_EQ(test_key().public_key().id_hex(), "0807060504030201");
}

TEST(Minisign, NamesBothKeyIdsWhenTheKeyIsAnother) {
  const auto key = test_key();
  MinisignPublicKey other = key.public_key();
  other.id[7] = 0xAB;
  const auto verified = minisign_verify(as_bytes("x"), key.sign(as_bytes("x"), ""), other);
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().code, Errc::untrusted);
  EXPECT_EQ(verified.error().message,
            "key id in the signature is 0807060504030201, public key has AB07060504030201");
}

TEST(Minisign, RefusesAnotherKeyUnderTheSameId) {
  const auto key = test_key();
  MinisignPublicKey other = MinisignSecretKey::generate().public_key();
  other.id = key.public_key().id;
  EXPECT_EQ(minisign_verify(as_bytes("x"), key.sign(as_bytes("x"), ""), other).error().code,
            Errc::bad_signature);
}

TEST(Minisign, RefusesChangedContent) {
  const auto key = test_key();
  const auto verified =
      minisign_verify(as_bytes("y"), key.sign(as_bytes("x"), ""), key.public_key());
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().code, Errc::bad_signature);
}

TEST(Minisign, RefusesAChangedTrustedComment) {
  const auto key = test_key();
  std::string text = key.sign(as_bytes("x"), "sequence 7");
  text.replace(text.find("sequence 7"), 10, "sequence 8");
  EXPECT_EQ(minisign_verify(as_bytes("x"), text, key.public_key()).error().code,
            Errc::bad_signature);
}

TEST(Minisign, KeepsATrustedCommentOnOneLine) {
  const auto key = test_key();
  const auto verified =
      minisign_verify(as_bytes("x"), key.sign(as_bytes("x"), "a\nb\rc"), key.public_key());
  ASSERT_TRUE(verified) << verified.error().message;
  EXPECT_EQ(*verified, "a b c");
}

TEST(Minisign, RefusesEveryFlippedByteOutsideTheUntrustedComment) {
  const auto key = test_key();
  const std::string good = key.sign(as_bytes("x"), "comment");
  for (std::size_t i = good.find('\n'); i + 1 < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x01);
    EXPECT_FALSE(minisign_verify(as_bytes("x"), bad, key.public_key())) << "byte " << i;
  }
}

struct MalformedSignature {
  const char* name;
  std::string (*make)(std::string good);
};
constexpr MalformedSignature kMalformed[] = {
    {"Empty", [](std::string) { return std::string(); }},
    {"OneLineOnly", [](std::string s) { return s.substr(0, s.find('\n') + 1); }},
    {"NoTrustedComment",
     [](std::string s) { return s.substr(0, s.find("trusted comment: ", 20)); }},
    {"LineMore", [](std::string s) { return s + "more\n"; }},
    {"EmptyLineMore", [](std::string s) { return s + "\n"; }},
    {"WindowsLineEnds",
     [](std::string s) { return s.insert(s.find('\n', s.find('\n') + 1), "\r"); }},
    {"CutBase64", [](std::string s) { return s.erase(s.find('\n') + 1, 4); }},
    {"CutGlobalSignature", [](std::string s) { return s.substr(0, s.size() - 5); }},
    {"VeryLong", [](std::string s) { return s + std::string(100000, 'a'); }},
};
class MinisignMalformed : public ::testing::TestWithParam<MalformedSignature> {};
TEST_P(MinisignMalformed, IsRefused) {
  const auto key = test_key();
  const auto verified = minisign_verify(
      as_bytes("x"), GetParam().make(key.sign(as_bytes("x"), "c")), key.public_key());
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().code, Errc::malformed);
}
INSTANTIATE_TEST_SUITE_P(Signatures, MinisignMalformed, ::testing::ValuesIn(kMalformed),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(Minisign, ReadsAPublicKeyWithAndWithoutItsComment) {
  const auto key = test_key().public_key();
  const std::string text = key.text("authority");
  for (const std::string& form : {text, text.substr(text.find('\n') + 1)}) {
    const auto parsed = MinisignPublicKey::parse(form);
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_EQ(parsed->id, key.id);
    EXPECT_EQ(parsed->key, key.key);
  }
}

TEST(Minisign, RefusesWhatIsNoPublicKey) {
  const auto key = test_key();
  EXPECT_EQ(MinisignPublicKey::parse("").error().code, Errc::malformed);
  EXPECT_EQ(MinisignPublicKey::parse("RWQ=").error().code, Errc::malformed);
  EXPECT_EQ(MinisignPublicKey::parse(key.sign(as_bytes("x"), "")).error().code, Errc::malformed);
  Bytes other_algorithm(42);
  EXPECT_EQ(MinisignPublicKey::parse(to_base64(other_algorithm)).error().code, Errc::unsupported);
}

TEST(Minisign, KeepsASecretKeyAsFortyBytes) {
  const auto key = MinisignSecretKey::generate();
  const auto again = MinisignSecretKey::from_bytes(key.to_bytes().view());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->public_key().text(""), key.public_key().text(""));
  EXPECT_EQ(MinisignSecretKey::from_bytes(Bytes(39)).error().code, Errc::malformed);
}

}  // namespace
