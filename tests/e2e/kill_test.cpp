// kill -9 on a service under load, again and again on one home: whatever it acknowledged is there,
// once, in an unbroken chain, and a retry is answered as one.
//   KILL_ROUNDS (10) rounds, KILL_SEED (1): at which moments.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "tests/e2e/booth_process.h"
#include "tests/sample/must.h"

namespace evisa::e2e {
namespace {

using db::Already;
using db::Won;
using sample::must;
using verifier::EventAnswer;
using visa::EventKind;
using namespace std::chrono_literals;

unsigned setting(const char* name, unsigned otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? static_cast<unsigned>(std::strtoul(text, nullptr, 10)) : otherwise;
}

std::uint32_t below(std::mt19937& random, std::uint32_t most) {
  return static_cast<std::uint32_t>(random() % most);
}

/// A booth under load: what it was promised, and what it will ask again.
struct LoadedBooth {
  LoadedBooth(const std::string& name, Installation& installation) : hand(name, installation) {}

  /// Claims and hands in until the service is gone.
  void work(const Served& served, std::mt19937& random, std::atomic<unsigned>& acknowledged) {
    auto client = hand.client(served);
    for (;;) {
      if (unanswered.empty() && !sign_some(client, random)) return;
      if (!send(client)) return;
      acknowledged += 1;
    }
  }
  /// Signs up to five events; entries only of visas whose claim was won. False: no answer.
  bool sign_some(verifier::ServiceClient& client, std::mt19937& random) {
    for (unsigned n = 1 + below(random, 5); n > 0; --n) {
      if (!asked) asked = visa_no(1 + below(random, 20'000));
      const auto answer = client.claim(*asked, hand.claim());
      if (std::holds_alternative<db::Unavailable>(answer)) return false;
      const bool won = std::holds_alternative<Won>(answer);
      if (won) claims[asked->text()] = hand.next();
      unanswered.push_back(hand.sign(won ? EventKind::entry : EventKind::refusal, *asked));
      asked.reset();
    }
    return true;
  }
  bool send(verifier::ServiceClient& client) {
    const auto handed = client.hand_in(unanswered);
    if (!handed) return false;
    for (std::size_t i = 0; i < unanswered.size(); ++i) {
      const auto& answer = handed->answers.at(i);
      EXPECT_TRUE(answer.stored) << hand.name();
      EXPECT_NE(answer.kind, EventAnswer::Kind::conflict) << answer.event->text();
      promised[*answer.event] = unanswered[i];
    }
    unanswered.clear();
    return true;
  }

  BoothHand hand;
  std::vector<crypto::SignedEvent> unanswered;  ///< the same bytes until they are acknowledged
  std::optional<visa::VisaNumber> asked;        ///< a claim whose answer did not come
  std::map<visa::EventId, crypto::SignedEvent> promised;
  std::map<std::string, visa::EventId> claims;  ///< visas that were won
};

class Kill : public ::testing::Test {
 protected:
  Kill() {
    for (int i = 1; i <= 4; ++i)
      booths_.push_back(std::make_unique<LoadedBooth>("ALA-0" + std::to_string(i), installation_));
    peer_ = installation_.token(db::TokenRole::peer, "NQZ");
  }

  /// Load from all booths; killed `life` after the first acknowledgement.
  void load_and_kill(Served& served, std::chrono::microseconds life) {
    std::atomic<unsigned> acknowledged = 0;
    std::vector<std::jthread> threads;
    for (auto& booth : booths_)
      threads.emplace_back([&, seed = random_()] {
        std::mt19937 random(static_cast<std::mt19937::result_type>(seed));
        booth->work(served, random, acknowledged);
      });
    while (acknowledged == 0) std::this_thread::sleep_for(100us);
    std::this_thread::sleep_for(life);
    EXPECT_TRUE(served.kill()) << "the service ended by itself: " << served.words();
  }

  /// What is new in the feed since the last round; every event once.
  void read_feed(const Served& served) {
    auto peer = must(verifier::ServiceClient::create(
        {.url = served.url(), .ca = {}, .token = peer_, .deadline = 20s}));
    for (;;) {
      const auto page = peer.read(cursor_, 1000, 0ms);
      ASSERT_TRUE(page) << page.error().message;
      if (page->events.empty()) return;
      cursor_ = page->next;
      for (const auto& event : page->events) {
        const auto id = must(crypto::parse_event(event.json)).crossing.id;
        EXPECT_TRUE(stored_.emplace(id, event).second) << id.text() << " is there twice";
      }
    }
  }

  void check_promises(const Served& served) {
    read_feed(served);
    for (auto& booth : booths_) {
      for (const auto& [id, event] : booth->promised) {
        const auto found = stored_.find(id);
        ASSERT_NE(found, stored_.end()) << id.text() << " was acknowledged and is lost";
        EXPECT_EQ(crypto::hash_of(found->second), crypto::hash_of(event)) << id.text();
      }
    }
  }

  /// A retry of what was acknowledged, and of what nobody answered, is the same event.
  void check_retries(const Served& served) {
    for (auto& booth : booths_) {
      auto client = booth->hand.client(served);
      std::vector<crypto::SignedEvent> again;
      auto last = booth->promised.rbegin();
      for (int i = 0; i < 5 && last != booth->promised.rend(); ++i)
        again.push_back((last++)->second);
      if (!again.empty()) {
        const auto handed = must(client.hand_in(again));
        for (std::size_t i = 0; i < again.size(); ++i) {
          EXPECT_EQ(handed.answers.at(i).kind, EventAnswer::Kind::already_recorded);
          EXPECT_EQ(handed.answers.at(i).event,
                    must(crypto::parse_event(again[i].json)).crossing.id);
        }
      }
      const bool there = !booth->unanswered.empty() && stored_.contains(first_of(*booth));
      if (there) {
        const auto handed = must(client.hand_in({&booth->unanswered.front(), 1}));
        EXPECT_EQ(handed.answers.at(0).kind, EventAnswer::Kind::already_recorded);
      }
    }
  }
  static visa::EventId first_of(const LoadedBooth& booth) {
    return must(crypto::parse_event(booth.unanswered.front().json)).crossing.id;
  }

  /// A claim that was won is still held by its event, before and after that event arrived.
  void check_claims(const Served& served) {
    for (std::size_t i = 0; i < booths_.size(); ++i) {
      auto& other = *booths_[(i + 1) % booths_.size()];
      if (other.asked || booths_[i]->claims.empty()) continue;
      const auto& [visa, event] =
          *std::next(booths_[i]->claims.begin(),
                     static_cast<std::ptrdiff_t>(random_() % booths_[i]->claims.size()));
      const auto answer =
          other.hand.client(served).claim(must(visa::VisaNumber::parse(visa)), other.hand.claim());
      ASSERT_TRUE(std::holds_alternative<Already>(answer))
          << visa << " was won by " << event.text();
      EXPECT_EQ(std::get<Already>(answer).winner.event, event);
    }
  }

  void check_whole_log() {
    const auto log = must(db::CrossingLog::open(installation_.log_file(), db::Open::existing));
    db::BoothKeys keys;
    for (const auto& booth : booths_) keys[booth->hand.name()] = {booth->hand.public_key()};
    const auto defects = must(log->verify(keys));
    EXPECT_TRUE(defects.empty()) << defects[0].event.text() << ": " << defects[0].detail;
    std::set<visa::VisaNumber> entered;
    for (const auto& [id, event] : stored_) {
      const auto crossing = must(crypto::parse_event(event.json)).crossing;
      if (crossing.kind != EventKind::entry) continue;
      EXPECT_TRUE(entered.insert(*crossing.visa).second) << crossing.visa->text() << " twice";
    }
  }

  std::mt19937 random_{setting("KILL_SEED", 1)};
  Installation installation_;
  std::vector<std::unique_ptr<LoadedBooth>> booths_;
  std::string peer_;
  std::uint64_t cursor_ = 0;
  std::map<visa::EventId, crypto::SignedEvent> stored_;
};

TEST_F(Kill, NothingAcknowledgedIsLostOrDoubled) {
  const unsigned rounds = setting("KILL_ROUNDS", 10);
  RecordProperty("seed", static_cast<int>(setting("KILL_SEED", 1)));
  for (unsigned round = 0; round < rounds; ++round) {
    SCOPED_TRACE("round " + std::to_string(round) +
                 " of KILL_SEED=" + std::to_string(setting("KILL_SEED", 1)));
    Served served(installation_);
    ASSERT_TRUE(served.listens()) << served.words();
    check_promises(served);
    check_retries(served);
    check_claims(served);
    if (HasFailure()) return;
    load_and_kill(served, std::chrono::microseconds(random_() % 60'000));
  }
  Served served(installation_);
  ASSERT_TRUE(served.listens()) << served.words();
  check_promises(served);
  EXPECT_EQ(served.stop(), 0);
  check_whole_log();
  std::size_t promised = 0;
  for (const auto& booth : booths_) promised += booth->promised.size();
  EXPECT_GE(promised, rounds) << "the load did nothing";
  fmt::print("{} rounds: {} events acknowledged, {} on record\n", rounds, promised, stored_.size());
}

/// As the kiosk does it: what its officer was told is recorded, it still has, and hands it in.
TEST(KillBooth, WhatItAcknowledgedComesToTheService) {
  Installation installation;
  const BoothFolder booth(kKilledBooth, installation);
  const auto peer = installation.token(db::TokenRole::peer, "NQZ");
  Served served(installation);
  ASSERT_TRUE(served.listens()) << served.words();
  std::mt19937 random(setting("KILL_SEED", 1));
  std::set<std::uint64_t> acknowledged;
  const unsigned rounds = std::max(1U, setting("KILL_ROUNDS", 10) / 2);
  for (unsigned round = 0; round < rounds; ++round) {
    const auto life = std::chrono::microseconds(random() % 60'000);
    const auto told = booth.run_and_kill(served, 1 + round * 1'000, life);
    ASSERT_FALSE(told.empty()) << "round " << round;
    acknowledged.insert(told.begin(), told.end());
  }
  const auto log = must(db::CrossingLog::open(booth / "log.sqlite", db::Open::existing));
  const auto state = must(db::PeerState::open(booth / "peers.sqlite", db::Open::existing));
  EXPECT_GE(must(log->size()), acknowledged.size());
  EXPECT_TRUE(must(log->verify({{kKilledBooth, {booth.public_key()}}})).empty());
  auto client = must(verifier::ServiceClient::create(
      {.url = served.url(), .ca = {}, .token = booth.token(), .deadline = 20s}));
  verifier::Outbox outbox("service", kKilledBooth, client, *log, *state);
  while (must(outbox.waiting()) > 0) {
    if (!outbox.step()) std::this_thread::sleep_for(50ms);  // the booth's rate limit
  }
  auto reader = must(verifier::ServiceClient::create(
      {.url = served.url(), .ca = {}, .token = peer, .deadline = 20s}));
  std::set<std::uint64_t> arrived;
  for (std::uint64_t after = 0;;) {
    const auto page = must(reader.read(after, 1000, 0ms));
    if (page.events.empty()) break;
    after = page.next;
    for (const auto& event : page.events)
      arrived.insert(must(crypto::parse_event(event.json)).crossing.id.sequence);
  }
  EXPECT_EQ(arrived.size(), must(log->size()));
  for (const auto sequence : acknowledged)
    EXPECT_TRUE(arrived.contains(sequence)) << kKilledBooth << "/" << sequence;
  EXPECT_EQ(served.stop(), 0);
}

}  // namespace
}  // namespace evisa::e2e

/// The booth that KillBooth kills is this program, started once more.
int main(int argc, char** argv) {
  if (argc > 2 && std::string_view(argv[1]) == "--booth")
    evisa::e2e::record_until_killed({argv + 2, argv + argc});
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
