// The trust bundle from the airport's service: taken over by itself, fetched once, and every bad
// one leaves the last good one in force.
#include <fstream>
#include <iterator>

#include "tests/unit/kiosk/served_booth.h"

namespace evisa::kiosk {
namespace {

constexpr std::string_view kBundle = "/v1/trust/bundle";

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class BundleFromService : public ServedBooth {
 protected:
  static db::SignedBundle bundle(std::uint64_t sequence, const crypto::MinisignSecretKey& authority,
                                 visa::Instant issued = sample::one().now) {
    const sample::TempFolder folder;
    auto contents = sample::bundle_contents(sequence);
    contents.test_only = true;
    contents.issued_at = issued;
    contents.next_update = issued + 24h;
    sample::write_bundle(folder.path(), contents, authority);
    return {content_of(folder / "trust.bundle"), content_of(folder / "trust.bundle.minisig")};
  }
  void service_takes(std::uint64_t sequence) {
    must(service_.airport().in_force->import(bundle(sequence, authority_)));
  }
  std::uint64_t in_force() { return booth_.booth->bundle_sequence().value_or(0); }
  bool fetched(std::size_t times) {
    return sample::eventually([&] { return service_.served(kBundle, 200) >= times; });
  }
  /// The service was asked once more and had nothing new.
  bool unchanged_again() {
    const auto before = service_.served(kBundle, 304);
    return sample::eventually([&] { return service_.served(kBundle, 304) > before + 1; });
  }
};

TEST_F(BundleFromService, ANewerOneIsTakenOverAndFetchedOnce) {
  auto line = connect(booth_);
  ASSERT_TRUE(sample::eventually([&] { return service_.served(kBundle, 404) > 0; }));
  EXPECT_EQ(in_force(), 1U) << "a service without a bundle changes nothing";
  service_takes(2);
  ASSERT_TRUE(sample::eventually([&] { return in_force() == 2; }));
  EXPECT_EQ(booth_.look(now_).inspection.bundle_sequence, 2U);
  ASSERT_TRUE(unchanged_again());
  line = nullptr;
  line = connect(booth_);  // another run of the program
  ASSERT_TRUE(unchanged_again());
  EXPECT_EQ(service_.served(kBundle, 200), 1U);
  service_takes(3);
  EXPECT_TRUE(sample::eventually([&] { return in_force() == 3; }));
  EXPECT_EQ(service_.served(kBundle, 200), 2U);
}

// What another country's verifiers did not do until somebody restarted them.
TEST_F(BundleFromService, AfterThreeDaysWithoutALineTheVerdictsAreFreshAgainByThemselves) {
  service_.stop();
  const visa::Instant later = now_ + 72h;
  here_ = later;
  service_.set_time(later);
  const auto line = connect(booth_);
  ASSERT_TRUE(is_down(line));
  const auto old = booth_.look(later);
  EXPECT_TRUE(has(old, visa::ReasonCode::DATA_STALE));
  EXPECT_EQ(old.inspection.outcome, visa::Severity::second_look);
  must(service_.airport().in_force->import(bundle(2, authority_, later)));
  service_.start();
  ASSERT_TRUE(sample::eventually([&] { return in_force() == 2; }));
  EXPECT_FALSE(has(booth_.look(later), visa::ReasonCode::DATA_STALE));
}

TEST_F(BundleFromService, AnOlderOneIsRefusedToldOnceAndNotFetchedAgain) {
  sample::write_bundle(booth_.folder.path(), sample::bundle_contents(5), authority_);
  must(booth_.booth->import_bundle(booth_.folder / "trust.bundle"));
  service_takes(2);
  testing::internal::CaptureStderr();
  auto line = connect(booth_);
  const bool seen = fetched(1) && unchanged_again();
  line = nullptr;
  line = connect(booth_);
  const bool seen_again = unchanged_again();
  line = nullptr;
  const std::string told = testing::internal::GetCapturedStderr();
  EXPECT_TRUE(seen && seen_again);
  EXPECT_EQ(in_force(), 5U);
  EXPECT_EQ(service_.served(kBundle, 200), 1U);
  const auto first = told.find("bundle is refused");
  ASSERT_NE(first, std::string::npos) << told;
  EXPECT_EQ(told.find("bundle is refused", first + 1), std::string::npos) << told;
}

TEST_F(BundleFromService, OneInForceFromElsewhereIsHeldAgainstTheServicesAnew) {
  service_takes(2);
  auto line = connect(booth_);
  ASSERT_TRUE(sample::eventually([&] { return in_force() == 2; }));
  ASSERT_TRUE(unchanged_again());
  sample::write_bundle(booth_.folder.path(), sample::bundle_contents(4), authority_);
  must(booth_.booth->import_bundle(booth_.folder / "trust.bundle"));
  EXPECT_TRUE(fetched(2)) << "what was known of its ETag belongs to another bundle in force";
  EXPECT_TRUE(unchanged_again());
  EXPECT_EQ(in_force(), 4U);
}

TEST_F(BundleFromService, AnotherAuthoritysIsRefusedAndTheVerdictsGoOn) {
  const auto stranger = crypto::MinisignSecretKey::generate();
  sample::RunningService other("ALA", stranger.public_key(), now_);
  other.register_booth(booth_.name(), booth_.key->public_key());
  must(other.airport().in_force->import(bundle(9, stranger)));
  ServiceSettings settings;
  settings.address = other.address(db::TokenRole::booth, booth_.name());
  settings.pace = {.heartbeat = 20ms, .first_pause = 10ms, .longest_pause = 20ms};
  const auto line =
      must(Connection::open(std::move(settings), *booth_.booth, [this] { return here_.load(); }));
  ASSERT_TRUE(sample::eventually([&] { return other.served(kBundle, 304) > 0; }));
  EXPECT_EQ(in_force(), 1U);
  EXPECT_EQ(booth_.look(now_).inspection.bundle_sequence, 1U);
  EXPECT_FALSE(std::filesystem::exists(booth_.home / "offered.bundle"));
}

TEST_F(BundleFromService, OneThatWasDamagedOnTheServicesDiskLeavesTheLineUp) {
  service_takes(2);
  const auto file = service_.folder() / "home" / "trust" / "trust-2.bundle";
  auto content = content_of(file);
  ASSERT_FALSE(content.empty());
  content[content.size() / 2] ^= 1;
  std::ofstream(file, std::ios::binary) << content;
  const auto line = connect(booth_);
  ASSERT_TRUE(sample::eventually([&] { return service_.served(kBundle, 503) > 0; }));
  EXPECT_EQ(in_force(), 1U);
  EXPECT_EQ(line->link().state(), LinkState::up);
  EXPECT_LE(booth_.look(now_).inspection.outcome, visa::Severity::notice);
}

}  // namespace
}  // namespace evisa::kiosk
