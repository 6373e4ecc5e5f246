// The one form of an event's JSON, beside a JSON library.
#include "crypto/event_form.h"

#include <gtest/gtest.h>

#include "crypto/strict_json.h"

namespace evisa::crypto {
namespace {

ChainedCrossing event_with(std::string note) {
  ChainedCrossing event;
  visa::Crossing& c = event.crossing;
  c.id = {"ALA-03", 17};
  c.time = visa::parse_instant("2026-11-20T10:00:00.250Z").value();
  c.kind = visa::EventKind::resolution;
  c.visa = visa::VisaNumber::compose(26, 12345678).value();
  c.airport = visa::AirportCode::parse("ALA").value();
  c.officer = "B-1204";
  c.reasons = {"DATA_STALE", "NAME_SIMILAR"};
  c.ruleset_id = "kz-evisa-default-1";
  c.bundle_sequence = 12;
  c.software = "0.1.0";
  c.manual = true;
  c.reverses = visa::EventId{"ALA-03", 16};
  c.sets_aside = {{"NQZ-01", 4}, {"ALA-03", 2}};
  c.note = std::move(note);
  event.previous.fill(0xAB);
  return event;
}

TEST(EventForm, IsWhatAJsonLibraryWrites) {
  for (const char* note : {"", "seen on camera", "\"2\"\\\n\x01", "қате жазба", "\xFF", "\x7F"}) {
    const auto text = compose_event(event_with(note));
    const auto json = parse_json(text, text.size());
    ASSERT_TRUE(json) << text;
    EXPECT_EQ(write_json(*json), text);
    if (std::string_view(note) != "\xFF") {
      EXPECT_EQ((*json)["note"].get<std::string>(), note);
    }
  }
}

TEST(EventForm, PlainTextsAreReadInOnePass) {
  const auto event = event_with("seen on camera");
  const auto read = read_plain_event(compose_event(event));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->crossing, event.crossing);
  EXPECT_EQ(read->previous, event.previous);
}

TEST(EventForm, OtherTextsAreLeftToJson) {
  for (const char* note : {"\"2\"", "a\\b", "\n", "қате"})
    EXPECT_FALSE(read_plain_event(compose_event(event_with(note)))) << note;
}

TEST(EventForm, EveryCutIsNoEvent) {
  const auto text = compose_event(event_with("note"));
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_FALSE(read_plain_event(text.substr(0, length))) << length;
    EXPECT_FALSE(parse_event(text.substr(0, length))) << length;
  }
  EXPECT_FALSE(read_plain_event(text + " "));
}

TEST(EventForm, AChangedByteIsAnotherEventOrNone) {
  const auto event = event_with("note");
  const auto text = compose_event(event);
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto changed = text;
    changed[i] = changed[i] == '7' ? '8' : '7';
    const auto read = parse_event(changed);
    if (!read) continue;
    EXPECT_EQ(compose_event(*read), changed);
    EXPECT_TRUE(read->crossing != event.crossing || read->previous != event.previous) << i;
  }
}

}  // namespace
}  // namespace evisa::crypto
