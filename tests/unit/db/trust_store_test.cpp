// The trust store: only a newer, verified bundle takes over; the last good one survives everything
// else.
#include "db/trust_store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <thread>

#include "crypto/files.h"
#include "tests/sample/sample.h"
#include "tests/sample/temp_folder.h"

namespace evisa::db {
namespace {

namespace fs = std::filesystem;

class TrustStoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<TrustStore> open() {
    return TrustStore::open(home(), authority_.public_key()).value();
  }
  fs::path home() const { return folder_ / "home"; }
  fs::path stick() const { return folder_ / "stick"; }

  /// Puts a signed bundle on the stick.
  void bring(std::uint64_t sequence, visa::Instant issued = sample::one().now) {
    fs::create_directories(stick());
    auto contents = sample::bundle_contents(sequence);
    contents.issued_at = issued;
    contents.next_update = issued + std::chrono::hours(24);
    sample::write_bundle(stick(), contents, authority_);
  }
  Result<std::shared_ptr<const crypto::TrustBundle>> import(TrustStore& store) {
    return store.import(stick() / "trust.bundle", stick() / "trust.bundle.minisig");
  }
  void expect_in_force(TrustStore& store, std::uint64_t sequence) {
    const auto bundle = store.current();
    ASSERT_TRUE(bundle) << bundle.error().message;
    EXPECT_EQ((*bundle)->sequence(), sequence);
  }
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(home())) {
      const std::string name = entry.path().filename().string();
      if (!name.starts_with("trust.sqlite")) found.push_back(name);
    }
    std::ranges::sort(found);
    return found;
  }
  static void flip(const fs::path& file, std::size_t at) {
    auto bytes = crypto::read_file(file, 1U << 24).value();
    bytes.at(at) ^= 1;
    std::ofstream(file, std::ios::binary) << crypto::as_text(bytes);
  }

  sample::TempFolder folder_;
  crypto::MinisignSecretKey authority_ = crypto::MinisignSecretKey::generate();
};

const std::vector<std::string> kFirst{"trust-1.bundle", "trust-1.bundle.minisig"};
const std::vector<std::string> kSecond{"trust-2.bundle", "trust-2.bundle.minisig"};

TEST_F(TrustStoreTest, HasNothingBeforeTheFirstImport) {
  const auto current = open()->current();
  ASSERT_FALSE(current);
  EXPECT_EQ(current.error().code, Errc::not_found);
  EXPECT_FALSE(current.error().hint.empty());
}

TEST_F(TrustStoreTest, KeepsAnImportedBundleOverARestart) {
  bring(1);
  ASSERT_TRUE(import(*open()));
  fs::remove_all(stick());
  expect_in_force(*open(), 1);
  EXPECT_EQ(names(), kFirst);
}

TEST_F(TrustStoreTest, ANewerBundleReplacesTheOlder) {
  auto store = open();
  bring(1);
  const auto old = import(*store).value();
  bring(2);
  ASSERT_TRUE(import(*store));
  expect_in_force(*store, 2);
  EXPECT_EQ(names(), kSecond);
  EXPECT_EQ(old->sequence(), 1U);  // whoever still holds it can go on reading it
  EXPECT_FALSE(old->rules().ruleset_id.empty());
}

TEST_F(TrustStoreTest, RefusesAnOlderBundle) {
  auto store = open();
  bring(2);
  ASSERT_TRUE(import(*store));
  bring(1);
  EXPECT_EQ(import(*store).error().code, Errc::rollback);
  expect_in_force(*store, 2);
  EXPECT_EQ(import(*open()).error().code, Errc::rollback);
  EXPECT_EQ(names(), kSecond);
}

TEST_F(TrustStoreTest, TheSameBundleAgainIsNoError) {
  auto store = open();
  bring(1);
  ASSERT_TRUE(import(*store));
  ASSERT_TRUE(import(*store));
  expect_in_force(*open(), 1);
  EXPECT_EQ(names(), kFirst);
}

TEST_F(TrustStoreTest, RefusesAnotherBundleOfTheSameNumber) {
  auto store = open();
  bring(1);
  ASSERT_TRUE(import(*store));
  bring(1, sample::one().now + std::chrono::hours(1));
  EXPECT_EQ(import(*store).error().code, Errc::conflict);
  EXPECT_EQ(open()->current().value()->issued_at(), sample::one().now);
}

TEST_F(TrustStoreTest, TheLastGoodBundleStaysOnAnyError) {
  auto store = open();
  bring(1);
  ASSERT_TRUE(import(*store));
  const fs::path bundle = stick() / "trust.bundle", signature = stick() / "trust.bundle.minisig";
  const std::function<void()> spoilt[] = {
      [&] { flip(bundle, fs::file_size(bundle) / 2); },
      [&] { fs::resize_file(bundle, fs::file_size(bundle) - 1); },
      [&] { fs::resize_file(bundle, 0); },
      [&] { fs::resize_file(signature, 0); },
      [&] { fs::remove(signature); },
      [&] { fs::remove(bundle); },
      [&] {
        sample::write_bundle(stick(), sample::bundle_contents(2),
                             crypto::MinisignSecretKey::generate());
      },
  };
  for (const auto& spoil : spoilt) {
    bring(2);
    spoil();
    EXPECT_FALSE(import(*store));
    expect_in_force(*store, 1);
    expect_in_force(*open(), 1);
    EXPECT_EQ(names(), kFirst);
  }
  bring(2);
  ASSERT_TRUE(import(*store));
  expect_in_force(*store, 2);
}

TEST_F(TrustStoreTest, ACrashBeforeTheCommitLeavesTheOldBundle) {
  bring(1);
  ASSERT_TRUE(import(*open()));
  bring(2);
  // What a crash can leave: a copy, or the numbered files of a bundle that no row points at.
  fs::copy_file(stick() / "trust.bundle", home() / "trust-2.bundle");
  fs::copy_file(stick() / "trust.bundle.minisig", home() / "trust-2.bundle.minisig");
  fs::copy_file(stick() / "trust.bundle", home() / "incoming.bundle");
  auto store = open();
  expect_in_force(*store, 1);
  EXPECT_EQ(names(), kFirst);
  ASSERT_TRUE(import(*store));
  expect_in_force(*store, 2);
}

TEST_F(TrustStoreTest, ACrashAfterTheCommitLeavesTheNewBundle) {
  bring(1);
  ASSERT_TRUE(import(*open()));
  sample::TempFolder saved;
  for (const auto& name : kFirst) fs::copy_file(home() / name, saved.path() / name);
  bring(2);
  ASSERT_TRUE(import(*open()));
  for (const auto& name : kFirst)
    fs::copy_file(saved.path() / name, home() / name);  // not yet removed
  expect_in_force(*open(), 2);
  EXPECT_EQ(names(), kSecond);
}

TEST_F(TrustStoreTest, AStoredBundleThatWasChangedIsNotUsed) {
  bring(1);
  ASSERT_TRUE(import(*open()));
  flip(home() / "trust-1.bundle", 100);
  EXPECT_EQ(open()->current().error().code, Errc::bad_signature);
  ASSERT_TRUE(import(*open()));  // the same bundle once more mends it
  expect_in_force(*open(), 1);
}

TEST_F(TrustStoreTest, AnotherProgramsImportIsSeen) {
  auto kiosk = open();
  bring(1);
  ASSERT_TRUE(import(*open()));
  expect_in_force(*kiosk, 1);
  bring(2);
  ASSERT_TRUE(import(*open()));
  expect_in_force(*kiosk, 2);
}

TEST_F(TrustStoreTest, ReadersNeverMissTheBundleDuringImports) {
  auto store = open();
  bring(1);
  ASSERT_TRUE(import(*store));
  std::atomic<bool> done = false;
  std::thread reader([&] {
    auto own = open();
    while (!done) {
      const auto bundle = own->current();
      ASSERT_TRUE(bundle) << bundle.error().message;
    }
  });
  for (std::uint64_t n = 2; n < 8; ++n) {
    bring(n);
    EXPECT_TRUE(import(*store));
  }
  done = true;
  reader.join();
}

TEST_F(TrustStoreTest, RemembersNoTimeAtFirst) {
  EXPECT_EQ(open()->latest_time().value(), std::nullopt);
}

TEST_F(TrustStoreTest, LatestTimeNeverGoesBack) {
  const visa::Instant noon = visa::parse_instant("2026-11-20T12:00:00Z").value();
  ASSERT_TRUE(open()->saw_head("ALA-03", {1, {}}, noon));
  ASSERT_TRUE(open()->saw_head("ALA-03", {2, {}}, noon - std::chrono::hours(1)));
  EXPECT_EQ(open()->latest_time().value(), noon);
}

TEST_F(TrustStoreTest, AnActUnderAClockThatIsNotTrustedIsNoTime) {
  ASSERT_TRUE(open()->saw_head("ALA-03", {1, {}}, std::nullopt));
  EXPECT_EQ(open()->latest_time().value(), std::nullopt);
  EXPECT_EQ(open()->head("ALA-03").value()->sequence, 1U);
}

TEST_F(TrustStoreTest, RemembersTheHeadOfEachChainAndNeverAnEarlierOne) {
  ChainHead first{3, {}}, second{4, {}};
  first.hash.fill(3), second.hash.fill(4);
  EXPECT_EQ(open()->head("ALA-03").value(), std::nullopt);
  ASSERT_TRUE(open()->saw_head("ALA-03", second, std::nullopt));
  ASSERT_TRUE(open()->saw_head("ALA-03", first, std::nullopt));
  ASSERT_TRUE(open()->saw_head("ALA-04", first, std::nullopt));
  EXPECT_EQ(open()->head("ALA-03").value(), second);
  EXPECT_EQ(open()->head("ALA-04").value(), first);
}

TEST_F(TrustStoreTest, WhatIsHandedOnIsTakenOverByAnotherStore) {
  auto store = open();
  EXPECT_FALSE(store->signed_bundle());
  bring(3);
  ASSERT_TRUE(import(*store));
  const auto bundle = store->signed_bundle();
  ASSERT_TRUE(bundle) << bundle.error().message;
  const auto other = TrustStore::open(folder_ / "other", authority_.public_key()).value();
  const auto any = [](const crypto::TrustBundle&) { return Result<void>(); };
  auto touched = *bundle;
  touched.content.back() ^= 1;
  EXPECT_FALSE(other->import(touched, any));
  EXPECT_FALSE(other->current());
  ASSERT_TRUE(other->import(*bundle, any));
  expect_in_force(*other, 3);
  EXPECT_FALSE(other->import(touched, any));
  expect_in_force(*other, 3);
  EXPECT_EQ(other->signed_bundle()->content, bundle->content);
}

TEST_F(TrustStoreTest, ABundlesIssueIsATimeThatHasPassed) {
  auto store = open();
  bring(1);
  const auto bundle = import(*store);
  ASSERT_TRUE(bundle);
  EXPECT_EQ(store->latest_time().value(), (*bundle)->issued_at());
}

}  // namespace
}  // namespace evisa::db
