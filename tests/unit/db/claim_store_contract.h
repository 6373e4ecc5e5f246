// What every claim store must do, whatever it stands on. A second store instantiates this suite:
//
//   struct EtcdWorld { ... };
//   INSTANTIATE_TYPED_TEST_SUITE_P(Etcd, ClaimStoreContract, EtcdWorld);
//
// A world is one store that several programs share:
//   std::unique_ptr<ClaimStore> connect();   a connection of its own to the one store
//   void cut();                              from now on the store cannot be asked
//   void heal();                             it can again, and what it held it still holds
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "db/claim_store.h"

namespace evisa::db {

inline visa::VisaNumber claimed_visa(std::uint32_t n) {
  return visa::VisaNumber::compose(26, n).value();
}

inline Claim claim_by(std::string booth, std::uint64_t sequence, std::string_view airport = "ALA") {
  return {
      .event = {std::move(booth), sequence},
      .time = visa::Instant(std::chrono::milliseconds(1'790'000'000'123 + std::int64_t(sequence))),
      .airport = visa::AirportCode::parse(airport).value()};
}

inline bool won(const ClaimAnswer& answer) { return std::holds_alternative<Won>(answer); }

template <class World>
class ClaimStoreContract : public ::testing::Test {
 protected:
  World world_;
  std::unique_ptr<ClaimStore> store_ = world_.connect();
};
TYPED_TEST_SUITE_P(ClaimStoreContract);

TYPED_TEST_P(ClaimStoreContract, FirstClaimWins) {
  EXPECT_TRUE(won(this->store_->claim(claimed_visa(1), claim_by("ALA-01", 1))));
}

TYPED_TEST_P(ClaimStoreContract, SecondClaimIsToldTheWinner) {
  const Claim first = claim_by("ALA-01", 1), second = claim_by("NQZ-02", 9, "NQZ");
  ASSERT_TRUE(won(this->store_->claim(claimed_visa(1), first)));
  const auto answer = this->store_->claim(claimed_visa(1), second);
  ASSERT_TRUE(std::holds_alternative<Already>(answer));
  EXPECT_EQ(std::get<Already>(answer).winner, first);
}

TYPED_TEST_P(ClaimStoreContract, RetryOfTheSameEventWinsAgain) {
  const Claim first = claim_by("ALA-01", 1);
  ASSERT_TRUE(won(this->store_->claim(claimed_visa(1), first)));
  EXPECT_TRUE(won(this->store_->claim(claimed_visa(1), first)));
  EXPECT_TRUE(won(this->world_.connect()->claim(claimed_visa(1), first)));
}

TYPED_TEST_P(ClaimStoreContract, ClaimsOfDifferentVisasDoNotMeet) {
  for (std::uint32_t n = 0; n < 200; ++n) {
    EXPECT_TRUE(won(this->store_->claim(claimed_visa(n), claim_by("ALA-01", n + 1)))) << n;
  }
  for (std::uint32_t n = 0; n < 200; ++n) {
    const auto holder = this->store_->holder(claimed_visa(n));
    ASSERT_TRUE(holder && *holder) << n;
    EXPECT_EQ(**holder, claim_by("ALA-01", n + 1)) << n;
  }
}

TYPED_TEST_P(ClaimStoreContract, NobodyHoldsAnUnclaimedVisa) {
  const auto holder = this->store_->holder(claimed_visa(1));
  ASSERT_TRUE(holder);
  EXPECT_FALSE(*holder);
}

TYPED_TEST_P(ClaimStoreContract, ReleaseMakesTheVisaFreeAgain) {
  const Claim first = claim_by("ALA-01", 1), second = claim_by("ALA-01", 2);
  ASSERT_TRUE(won(this->store_->claim(claimed_visa(1), first)));
  ASSERT_TRUE(this->store_->release(claimed_visa(1), first.event));
  EXPECT_TRUE(won(this->store_->claim(claimed_visa(1), second)));
}

TYPED_TEST_P(ClaimStoreContract, ReleaseOfAnotherEventChangesNothing) {
  const Claim first = claim_by("ALA-01", 1);
  ASSERT_TRUE(won(this->store_->claim(claimed_visa(1), first)));
  EXPECT_TRUE(this->store_->release(claimed_visa(1), {"ALA-01", 2}));
  EXPECT_TRUE(this->store_->release(claimed_visa(1), {"ALA-02", 1}));
  const auto holder = this->store_->holder(claimed_visa(1));
  ASSERT_TRUE(holder && *holder);
  EXPECT_EQ((*holder)->event, first.event);
}

TYPED_TEST_P(ClaimStoreContract, ReleaseOfNothingIsNoError) {
  EXPECT_TRUE(this->store_->release(claimed_visa(1), {"ALA-01", 1}));
  EXPECT_TRUE(this->store_->release(claimed_visa(1), {"ALA-01", 1}));
}

TYPED_TEST_P(ClaimStoreContract, ManyThreadsHaveExactlyOneWinnerForEachVisa) {
  constexpr std::uint32_t kThreads = 8, kVisas = 25;
  std::vector<std::atomic<int>> wins(kVisas);
  std::vector<std::map<std::uint32_t, Claim>> told(kThreads);
  std::vector<std::thread> threads;
  for (std::uint32_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      // Half share a connection, half have their own: both must hold.
      const auto own = t % 2 ? this->world_.connect() : nullptr;
      ClaimStore& store = own ? *own : *this->store_;
      for (std::uint32_t n = 0; n < kVisas; ++n) {
        const auto answer =
            store.claim(claimed_visa(n), claim_by("ALA-0" + std::to_string(t), n + 1));
        if (won(answer)) ++wins[n];
        if (const auto* lost = std::get_if<Already>(&answer)) told[t].emplace(n, lost->winner);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (std::uint32_t n = 0; n < kVisas; ++n) {
    EXPECT_EQ(wins[n], 1) << n;
    const auto holder = this->store_->holder(claimed_visa(n));
    ASSERT_TRUE(holder && *holder);
    for (const auto& answers : told) {
      if (answers.contains(n)) {
        EXPECT_EQ(answers.at(n), **holder);
      }
    }
  }
}

TYPED_TEST_P(ClaimStoreContract, ClaimsOutliveTheConnection) {
  ASSERT_TRUE(won(this->store_->claim(claimed_visa(1), claim_by("ALA-01", 1))));
  this->store_.reset();
  const auto answer = this->world_.connect()->claim(claimed_visa(1), claim_by("ALA-01", 2));
  EXPECT_TRUE(std::holds_alternative<Already>(answer));
}

TYPED_TEST_P(ClaimStoreContract, AStoreThatCannotBeAskedIsUnavailable) {
  this->world_.cut();
  const auto answer = this->store_->claim(claimed_visa(1), claim_by("ALA-01", 1));
  ASSERT_TRUE(std::holds_alternative<Unavailable>(answer));
  EXPECT_FALSE(std::get<Unavailable>(answer).why.empty());
  EXPECT_EQ(this->store_->release(claimed_visa(1), {"ALA-01", 1}).error().code, Errc::unavailable);
  EXPECT_EQ(this->store_->holder(claimed_visa(1)).error().code, Errc::unavailable);
}

TYPED_TEST_P(ClaimStoreContract, RetryAfterUnavailableIsSafe) {
  const Claim first = claim_by("ALA-01", 1);
  this->world_.cut();
  ASSERT_FALSE(won(this->store_->claim(claimed_visa(1), first)));
  this->world_.heal();
  EXPECT_TRUE(won(this->store_->claim(claimed_visa(1), first)));
  EXPECT_TRUE(
      std::holds_alternative<Already>(this->store_->claim(claimed_visa(1), claim_by("ALA-02", 1))));
}

REGISTER_TYPED_TEST_SUITE_P(ClaimStoreContract, FirstClaimWins, SecondClaimIsToldTheWinner,
                            RetryOfTheSameEventWinsAgain, ClaimsOfDifferentVisasDoNotMeet,
                            NobodyHoldsAnUnclaimedVisa, ReleaseMakesTheVisaFreeAgain,
                            ReleaseOfAnotherEventChangesNothing, ReleaseOfNothingIsNoError,
                            ManyThreadsHaveExactlyOneWinnerForEachVisa, ClaimsOutliveTheConnection,
                            AStoreThatCannotBeAskedIsUnavailable, RetryAfterUnavailableIsSafe);

}  // namespace evisa::db
