// The store of boarding receipts: one for each carrier and reference, numbered, durable.
#include "db/boarding_receipts.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "tests/sample/temp_folder.h"

namespace evisa::db {
namespace {

class ReceiptStore : public ::testing::Test {
 protected:
  void SetUp() override { open(Open::create); }
  void open(Open mode) {
    store_.reset();
    auto opened = BoardingReceipts::open(folder_ / "receipts.sqlite", mode);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
  }
  /// A receipt that says its number.
  Result<KeptReceipt> keep(const std::string& carrier, const std::string& reference) {
    return store_->keep(carrier, reference, sign_).get();
  }

  sample::TempFolder folder_;
  std::unique_ptr<BoardingReceipts> store_;
  BoardingReceipts::Sign sign_ = [](std::uint64_t number) -> Result<crypto::SignedReceipt> {
    crypto::SignedReceipt receipt{"receipt " + std::to_string(number), {}};
    receipt.signature.fill(static_cast<std::uint8_t>(number));
    return receipt;
  };
};

TEST_F(ReceiptStore, GivesTheSameReferenceTheSameReceipt) {
  const auto first = keep("KC", "R1").value();
  EXPECT_FALSE(first.repeated);
  EXPECT_EQ(first.receipt.json, "receipt 1");
  const auto again = keep("KC", "R1").value();
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.receipt, first.receipt);
}

TEST_F(ReceiptStore, TellsCarriersApart) {
  EXPECT_EQ(keep("KC", "R1").value().receipt.json, "receipt 1");
  EXPECT_EQ(keep("DV", "R1").value().receipt.json, "receipt 2");
  EXPECT_EQ(keep("KC", "R2").value().receipt.json, "receipt 3");
  EXPECT_EQ(store_->find("DV", "R1").value()->json, "receipt 2");
  EXPECT_FALSE(store_->find("DV", "R2").value());
  EXPECT_FALSE(store_->find("KC", "r1").value());
}

TEST_F(ReceiptStore, ARestoredStoreRepeatsNoNumber) {
  using namespace std::chrono_literals;
  const auto restore = [&](visa::Instant now) {
    store_.reset();
    const auto begun = begin_restored_receipts(folder_ / "receipts.sqlite", now);
    EXPECT_TRUE(begun) << begun.error().message;
    open(Open::existing);
  };
  const visa::Instant first{std::chrono::sys_days{2020y / 1 / 1}};
  ASSERT_TRUE(keep("KC", "R1"));
  restore(first + 30s);
  EXPECT_EQ(keep("KC", "R2").value().receipt.json, "receipt 3001");
  EXPECT_EQ(keep("KC", "R3").value().receipt.json, "receipt 3002");
  EXPECT_EQ(keep("KC", "R1").value().receipt.json, "receipt 1") << "what was kept stays";
  restore(first + 50s);
  EXPECT_EQ(keep("KC", "R4").value().receipt.json, "receipt 5001");
  store_.reset();
  EXPECT_FALSE(begin_restored_receipts(folder_ / "receipts.sqlite", first));
}

TEST_F(ReceiptStore, RemembersAfterARestart) {
  const auto first = keep("KC", "R1").value();
  open(Open::existing);
  EXPECT_EQ(store_->find("KC", "R1").value(), first.receipt);
  EXPECT_EQ(keep("KC", "R2").value().receipt.json, "receipt 2");
}

TEST_F(ReceiptStore, UsesNoNumberUpForWhatCannotBeSigned) {
  auto failed = store_->keep("KC", "R1", [](std::uint64_t) -> Result<crypto::SignedReceipt> {
    return fail(Errc::malformed, "no");
  });
  EXPECT_EQ(failed.get().error().message, "no");
  EXPECT_FALSE(store_->find("KC", "R1").value());
  EXPECT_EQ(keep("KC", "R1").value().receipt.json, "receipt 1");
}

TEST_F(ReceiptStore, IsNotMadeWhereItIsExpected) {
  EXPECT_EQ(BoardingReceipts::open(folder_ / "none.sqlite", Open::existing).error().code,
            Errc::not_found);
}

TEST_F(ReceiptStore, NumbersWithoutGapsUnderManyThreads) {
  constexpr int kThreads = 8, kEach = 50;
  std::vector<std::thread> threads;
  // Each reference is asked for by two threads at once.
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i)
        EXPECT_TRUE(keep("KC", std::to_string(t / 2) + "-" + std::to_string(i)));
    });
  for (auto& thread : threads) thread.join();
  std::set<std::string> seen;
  for (int t = 0; t < kThreads / 2; ++t)
    for (int i = 0; i < kEach; ++i)
      seen.insert(store_->find("KC", std::to_string(t) + "-" + std::to_string(i)).value()->json);
  EXPECT_EQ(seen.size(), std::size_t{kThreads / 2 * kEach});
  EXPECT_EQ(keep("KC", "last").value().receipt.json,
            "receipt " + std::to_string(kThreads / 2 * kEach + 1));
}

}  // namespace
}  // namespace evisa::db
