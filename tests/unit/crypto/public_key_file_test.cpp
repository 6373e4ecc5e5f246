// Public key files: one base64 line, never overwritten, never taken for another kind of file.
#include "crypto/public_key_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "crypto/key_file.h"
#include "tests/sample/temp_folder.h"

namespace evisa::crypto {
namespace {

class PublicKeyFile : public ::testing::Test {
 protected:
  Errc error_of(std::string_view content) {
    std::ofstream(file_, std::ios::binary) << content;
    const auto read = read_public_key_file(file_);
    return read ? Errc::io : read.error().code;
  }
  sample::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "booth.pub";
  Ed25519PublicKey key_ = Ed25519SecretKey::generate().public_key();
};

TEST_F(PublicKeyFile, GivesBackWhatWasWritten) {
  ASSERT_TRUE(write_public_key_file(file_, key_));
  EXPECT_EQ(read_public_key_file(file_).value(), key_);
}

TEST_F(PublicKeyFile, IsNeverOverwritten) {
  ASSERT_TRUE(write_public_key_file(file_, key_));
  EXPECT_EQ(write_public_key_file(file_, key_).error().code, Errc::conflict);
}

TEST_F(PublicKeyFile, RefusesWhatIsNoKey) {
  for (const std::string& text : {std::string(), std::string("\n"), std::string("hello"),
                                 to_base64(ByteView(key_).first(31)), to_base64(key_) + "\nmore"}) {
    EXPECT_EQ(error_of(text), Errc::malformed) << text;
  }
  EXPECT_EQ(error_of(std::string(5000, 'A')), Errc::out_of_range);
}

TEST_F(PublicKeyFile, NamesKeysByTheirHash) {
  EXPECT_EQ(fingerprint(key_).size(), 16U);
  EXPECT_EQ(fingerprint(key_), fingerprint(key_));
  EXPECT_NE(fingerprint(key_), fingerprint(Ed25519SecretKey::generate().public_key()));
}

TEST(KeyPurposes, TheNewOnesAreRefusedForEachOther) {
  sample::TempFolder folder;
  const auto word = [] { return SecretBytes::copy_of(as_bytes("p")); };
  for (const auto purpose : {KeyPurpose::register_feed, KeyPurpose::service}) {
    const auto file = folder / std::string(to_string(purpose));
    ASSERT_TRUE(write_key_file(file, {purpose, "ALA", true, SecretBytes(32)}, word(),
                               KeyStrength::interactive));
    EXPECT_TRUE(read_key_file(file, purpose, word()));
    EXPECT_EQ(read_key_file(file, KeyPurpose::booth, word()).error().code, Errc::untrusted);
  }
}

}  // namespace
}  // namespace evisa::crypto
