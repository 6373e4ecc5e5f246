// The next authority: taken over with its first bundle, whole or not at all.
#include "db/authority_file.h"

#include <gtest/gtest.h>

#include <array>

#include "crypto/files.h"
#include "tests/sample/must.h"
#include "tests/sample/sample.h"
#include "tests/sample/temp_folder.h"

namespace evisa::db {
namespace {

namespace fs = std::filesystem;
using sample::must;

class NextAuthorityTest : public ::testing::Test {
 protected:
  void SetUp() override {
    bring(first_, 5);
    must(crypto::write_file(pinned_, crypto::as_bytes(first_.public_key().text("first"))));
    must(must(TrustStore::open(trust_, first_.public_key()))->import(bundle_, signature_));
    const auto text = second_.public_key().text("second");
    must(crypto::write_file(key_, crypto::as_bytes(text)));
  }
  /// Lays a bundle of that authority in the folder.
  void bring(const crypto::MinisignSecretKey& authority, std::uint64_t sequence) {
    sample::write_bundle(folder_.path(), sample::bundle_contents(sequence), authority);
  }
  auto replace() {
    const std::array pinned{pinned_};
    return replace_authority(trust_, {key_, bundle_}, pinned,
                             [](const crypto::TrustBundle&) { return Result<void>(); });
  }
  /// The sequence in force for whoever opens the folder by the pinned key.
  Result<std::uint64_t> in_force() {
    const auto store = must(TrustStore::open(trust_, must(read_authority(pinned_))));
    const auto bundle = store->current();
    if (!bundle) return std::unexpected(bundle.error());
    return (*bundle)->sequence();
  }

  sample::TempFolder folder_;
  crypto::MinisignSecretKey first_ = crypto::MinisignSecretKey::generate();
  crypto::MinisignSecretKey second_ = crypto::MinisignSecretKey::generate();
  fs::path trust_ = folder_ / "home-trust", pinned_ = folder_ / "pinned.pub";
  fs::path key_ = folder_ / "second.pub", bundle_ = folder_ / "trust.bundle";
  fs::path signature_ = folder_ / "trust.bundle.minisig";
};

TEST_F(NextAuthorityTest, TakesOverAndTheOneBeforeItIsNoMore) {
  bring(second_, 6);
  ASSERT_TRUE(replace());
  EXPECT_EQ(must(read_authority(pinned_)).id, second_.public_key().id);
  EXPECT_EQ(in_force().value(), 6U);
  bring(first_, 7);
  const auto store = must(TrustStore::open(trust_, must(read_authority(pinned_))));
  EXPECT_FALSE(store->import(bundle_, signature_));
  EXPECT_EQ(in_force().value(), 6U);
}

TEST_F(NextAuthorityTest, ABundleThatItDidNotSignChangesNothing) {
  bring(first_, 6);
  EXPECT_FALSE(replace());
  EXPECT_EQ(must(read_authority(pinned_)).id, first_.public_key().id);
  EXPECT_EQ(in_force().value(), 5U);
}

TEST_F(NextAuthorityTest, TheSequenceGoesOn) {
  bring(second_, 4);
  EXPECT_FALSE(replace());
  EXPECT_EQ(in_force().value(), 5U);
}

TEST_F(NextAuthorityTest, CutOffBetweenBundleAndKeyThereIsNoTrustAndItIsDoneAgain) {
  bring(second_, 6);
  must(must(TrustStore::open(trust_, second_.public_key()))->import(bundle_, signature_));
  EXPECT_FALSE(in_force());
  ASSERT_TRUE(replace());
  EXPECT_EQ(in_force().value(), 6U);
}

TEST_F(NextAuthorityTest, AFileThatIsNoKeyIsNamed) {
  must(crypto::write_file(key_, crypto::as_bytes("no key")));
  const auto replaced = replace();
  ASSERT_FALSE(replaced);
  EXPECT_TRUE(replaced.error().message.contains(key_.string())) << replaced.error().message;
}

}  // namespace
}  // namespace evisa::db
