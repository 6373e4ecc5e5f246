// Crossing events: exact bytes, signature, chain hash and strict reading.
#include "crypto/crossing_event.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "seal_fixture.h"

namespace {

using namespace evisa;
using namespace evisa::crypto;

Ed25519SecretKey booth_key() {
  Bytes seed(32, 7);
  return std::move(*Ed25519SecretKey::from_seed(seed));
}

ChainedCrossing entry() {
  ChainedCrossing event;
  visa::Crossing& c = event.crossing;
  c.id = {"ALA-03", 17};
  c.time = test::instant("2026-11-20T10:00:00.250Z");
  c.kind = visa::EventKind::entry;
  c.visa = visa::VisaNumber::compose(26, 12345678).value();
  c.airport = visa::AirportCode::parse("ALA").value();
  c.officer = "B-1204";
  c.outcome = visa::Severity::notice;
  c.reasons = {"DATA_STALE", "SOMETHING_LATER"};
  c.ruleset_id = "kz-evisa-default-1";
  c.bundle_sequence = 12;
  c.software = "0.1.0";
  c.provisional = true;
  event.previous[0] = 0xAB;
  return event;
}

ChainedCrossing reversal() {
  ChainedCrossing event = entry();
  event.crossing.kind = visa::EventKind::reversal;
  event.crossing.reverses = visa::EventId{"ALA-03", 16};
  event.crossing.note = "қате жазба \"2\"";
  return event;
}

const visa::VisaNumber kNumberZero;

ChainedCrossing referral_without_visa() {
  ChainedCrossing event = entry();
  event.crossing.kind = visa::EventKind::referral;
  event.crossing.visa.reset();
  return event;
}

ChainedCrossing resolution() {
  ChainedCrossing event = reversal();
  event.crossing.kind = visa::EventKind::resolution;
  event.crossing.sets_aside = {{"NQZ-01", 4}, {"ALA-03", 2}};
  return event;
}

TEST(CrossingEvent, HasTheseBytes) {
  const auto visa = entry().crossing.visa->text();
  EXPECT_EQ(
      sign_event(entry(), booth_key()).json,
      R"({"version":1,"booth":"ALA-03","sequence":17,)"
      R"("previous":"ab00000000000000000000000000000000000000000000000000000000000000",)"
      R"("time":"2026-11-20T10:00:00.250Z","kind":"entry","visa":")" +
          visa +
          R"(","airport":"ALA","officer":"B-1204","outcome":"NOTICE",)"
          R"("reasons":["DATA_STALE","SOMETHING_LATER"],"ruleset":"kz-evisa-default-1","bundle":12,)"
          R"("software":"0.1.0","provisional":true,"manual":false,"reverses":null,"note":""})");
}

TEST(CrossingEvent, NamesWhatAResolutionSetsAside) {
  EXPECT_TRUE(sign_event(resolution(), booth_key())
                  .json.ends_with(R"("sets_aside":["NQZ-01/4","ALA-03/2"]})"));
  const visa::EventId kept = *resolution().crossing.reverses, other{"NQZ-01", 4};
  for (const auto& aside :
       {std::vector<visa::EventId>{}, {kept}, {other, other}, {other, kept}, {{"nqz", 4}}}) {
    ChainedCrossing event = resolution();
    event.crossing.sets_aside = aside;
    EXPECT_FALSE(check_event(event)) << aside.size();
  }
  ChainedCrossing event = resolution();
  event.crossing.reverses.reset();
  EXPECT_FALSE(check_event(event));
  event = entry();
  event.crossing.sets_aside = {other};
  EXPECT_FALSE(check_event(event));
}

TEST(CrossingEvent, SaysNullWhereNoVisaCouldBeBelieved) {
  const SignedEvent signed_event = sign_event(referral_without_visa(), booth_key());
  EXPECT_NE(signed_event.json.find(R"("kind":"referral","visa":null,"airport":"ALA")"),
            std::string::npos)
      << signed_event.json;
}

TEST(CrossingEvent, OnlyARefusalOrReferralMayBeWithoutAVisa) {
  using Kind = visa::EventKind;
  for (const auto kind :
       {Kind::entry, Kind::exit, Kind::refusal, Kind::referral, Kind::reversal, Kind::resolution}) {
    const bool may = kind == Kind::refusal || kind == Kind::referral;
    for (const auto& number : {std::optional<visa::VisaNumber>(), std::optional(kNumberZero)}) {
      ChainedCrossing event = referral_without_visa();
      event.crossing.kind = kind;
      event.crossing.visa = number;
      if (kind == Kind::reversal || kind == Kind::resolution) {
        event.crossing.reverses = visa::EventId{"ALA-03", 16};
      }
      if (kind == Kind::resolution) event.crossing.sets_aside = {{"ALA-03", 15}};
      // The number 0 names no visa; refusals and referrals of early logs have it in place of null.
      const auto checked = check_event(event);
      EXPECT_EQ(checked.has_value(), may) << visa::to_string(kind);
      if (!checked) {
        EXPECT_EQ(checked.error().code, Errc::malformed) << checked.error().message;
      }
    }
  }
}

TEST(CrossingEvent, ReadsBackWhatWasSigned) {
  for (const ChainedCrossing& event :
       {entry(), reversal(), resolution(), referral_without_visa()}) {
    const SignedEvent signed_event = sign_event(event, booth_key());
    const auto opened = open_event(signed_event, booth_key().public_key());
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->crossing, event.crossing);
    EXPECT_EQ(opened->previous, event.previous);
    EXPECT_EQ(sign_event(*opened, booth_key()).json, signed_event.json);
  }
}

TEST(CrossingEvent, HashesTextAndSignature) {
  const SignedEvent event = sign_event(entry(), booth_key());
  SignedEvent other_text = event, other_signature = event;
  other_text.json.back() = ' ';
  other_signature.signature[0] ^= 1;
  EXPECT_EQ(hash_of(event), hash_of(sign_event(entry(), booth_key())));
  EXPECT_NE(hash_of(event), hash_of(other_text));
  EXPECT_NE(hash_of(event), hash_of(other_signature));
}

// b2sum -l 256 over "abc" and 64 zero bytes.
TEST(CrossingEvent, HashesWithBlake2b256) {
  EXPECT_EQ(to_hex(hash_of({"abc", {}})),
            "ee49c5050844dade755d78ed34f7835a30423d8b3c9b90d6dfe7590fb2f0addf");
}

TEST(CrossingEvent, RefusesAnotherBoothAndAChangedByte) {
  SignedEvent event = sign_event(entry(), booth_key());
  const auto other = open_event(event, Ed25519SecretKey::generate().public_key());
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, Errc::bad_signature);
  event.json.replace(event.json.find("entry"), 5, "exit\"");
  EXPECT_EQ(open_event(event, booth_key().public_key()).error().code, Errc::bad_signature);
}

TEST(CrossingEvent, RefusesEveryTruncation) {
  const std::string json = sign_event(entry(), booth_key()).json;
  for (std::size_t size = 0; size < json.size(); ++size) {
    EXPECT_FALSE(parse_event(std::string_view(json).substr(0, size))) << size;
  }
}

struct Change {
  const char* name;
  const char* from;
  const char* to;
  Errc code;
};
constexpr Change kChanges[] = {
    {"LaterVersion", "\"version\":1", "\"version\":2", Errc::unsupported},
    {"NoVersion", "\"version\":1,", "", Errc::malformed},
    {"Blank", "\"sequence\":17", "\"sequence\": 17", Errc::malformed},
    {"KeyTwice", "\"sequence\":17", "\"sequence\":17,\"sequence\":17", Errc::malformed},
    {"KeyUnknown", "\"sequence\":17", "\"sequence\":17,\"surname\":\"X\"", Errc::malformed},
    {"KeyMissing", "\"manual\":false,", "", Errc::malformed},
    {"KeysSwapped", "\"provisional\":true,\"manual\":false",
     "\"manual\":false,\"provisional\":true", Errc::malformed},
    {"EscapedLetter", "\"entry\"", "\"\\u0065ntry\"", Errc::malformed},
    {"SequenceZero", "\"sequence\":17", "\"sequence\":0", Errc::out_of_range},
    {"SequenceFraction", "\"sequence\":17", "\"sequence\":17.0", Errc::malformed},
    {"SequenceText", "\"sequence\":17", "\"sequence\":\"17\"", Errc::malformed},
    {"BundleNegative", "\"bundle\":12", "\"bundle\":-1", Errc::out_of_range},
    {"BoothLowerCase", "\"booth\":\"ALA-03\"", "\"booth\":\"ala-03\"", Errc::malformed},
    {"BoothEmpty", "\"booth\":\"ALA-03\"", "\"booth\":\"\"", Errc::malformed},
    {"HashUpperCase", "\"previous\":\"ab", "\"previous\":\"AB", Errc::malformed},
    {"HashShort", "\"previous\":\"ab", "\"previous\":\"", Errc::malformed},
    {"TimeWithoutSeconds", "10:00:00.250Z", "10:00Z", Errc::malformed},
    {"TimeThatIsNot", "2026-11-20T", "2026-11-31T", Errc::out_of_range},
    {"KindUnknown", "\"kind\":\"entry\"", "\"kind\":\"visit\"", Errc::malformed},
    {"VisaNoNumber", "\"visa\":\"26", "\"visa\":\"2X", Errc::malformed},
    {"VisaEmpty", "\"visa\":\"26", "\"visa\":\"\",\"x\":\"", Errc::malformed},
    {"VisaMissing", "\"visa\":\"26", "\"vysa\":\"26", Errc::malformed},
    {"AirportLowerCase", "\"airport\":\"ALA\"", "\"airport\":\"ala\"", Errc::malformed},
    {"OutcomeUnknown", "\"NOTICE\"", "\"FINE\"", Errc::malformed},
    {"ReasonsNoList", "[\"DATA_STALE\",\"SOMETHING_LATER\"]", "\"DATA_STALE\"", Errc::malformed},
    {"ReasonNoText", "\"SOMETHING_LATER\"", "7", Errc::malformed},
    {"FlagAsNumber", "\"provisional\":true", "\"provisional\":1", Errc::malformed},
    {"EntryThatReverses", "\"reverses\":null", "\"reverses\":\"ALA-03/16\"", Errc::malformed},
    {"ReversalOfNothing", "\"kind\":\"entry\"", "\"kind\":\"reversal\"", Errc::malformed},
    {"ReversesNumber", "\"reverses\":null", "\"reverses\":16", Errc::malformed},
    {"TrailingByte", "\"note\":\"\"}", "\"note\":\"\"}\n", Errc::malformed},
    {"EntryThatSetsAside", "\"note\":\"\"}", "\"note\":\"\",\"sets_aside\":[]}", Errc::malformed},
    {"NoObject", "{", "[{", Errc::malformed},
};
class CrossingEventChanged : public ::testing::TestWithParam<Change> {};
TEST_P(CrossingEventChanged, IsRefusedThoughSigned) {
  const auto key = booth_key();
  SignedEvent event = sign_event(entry(), key);
  const auto at = event.json.find(GetParam().from);
  ASSERT_NE(at, std::string::npos);
  event.json.replace(at, std::string_view(GetParam().from).size(), GetParam().to);
  event.signature = key.sign(as_bytes(event.json));
  const auto opened = open_event(event, key.public_key());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, GetParam().code) << opened.error().message;
}
INSTANTIATE_TEST_SUITE_P(Events, CrossingEventChanged, ::testing::ValuesIn(kChanges),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(CrossingEvent, TellsBeforehandWhatReadersWillRefuse) {
  EXPECT_TRUE(check_event(entry()));
  EXPECT_TRUE(check_event(reversal()));
  ChainedCrossing bad = entry();
  bad.crossing.id.booth = "lower case";
  EXPECT_FALSE(check_event(bad));
  bad = entry();
  bad.crossing.note = "not UTF-8: \xFF";
  EXPECT_FALSE(check_event(bad));
  bad = entry();
  bad.crossing.note = std::string(20000, 'a');
  EXPECT_EQ(check_event(bad).error().code, Errc::out_of_range);
}

}  // namespace
