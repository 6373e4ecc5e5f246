// An EDIFACT interchange.
//
//   interchange = UNB ( 1*group | 1*message ) UNZ(count of groups, or of messages; reference)
//   group       = UNG 1*message UNE(count of messages; reference)
//   message     = UNH 1*segment UNT(count of segments with UNH and UNT; reference)
#include "verifier/carrier/interchange.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace evisa::verifier::carrier {
namespace {

constexpr std::array<std::string_view, 3> kSyntaxes{"UNOA", "UNOB", "SIRE"};
constexpr std::array<std::string_view, 4> kVersions{"1", "2", "3", "4"};

std::vector<std::string> element(const Segment& segment, std::size_t index) {
  return index < segment.elements.size() ? segment.elements[index] : std::vector<std::string>{""};
}

SyntaxFault fault_at(const Segment& segment, SyntaxCode code, std::string_view what) {
  return {code, fmt::format("segment {} {}: {}", segment.position, segment.tag, what), segment.tag,
          segment.position};
}

bool is_service(const Segment& segment) {
  constexpr std::array<std::string_view, 6> kService{"UNB", "UNG", "UNH", "UNT", "UNE", "UNZ"};
  return std::ranges::find(kService, segment.tag) != kService.end();
}

/// Takes the segments in their order.
class InterchangeReader {
 public:
  explicit InterchangeReader(SegmentList list) : list_(std::move(list)) {}

  Parsed<Interchange> read() {
    if (auto ok = read_header(); !ok) return std::unexpected(ok.error());
    if (auto ok = read_content(); !ok) {
      ok.error().interchange = whole_.header;
      return std::unexpected(ok.error());
    }
    return std::move(whole_);
  }

 private:
  [[nodiscard]] bool at(std::string_view tag) const {
    return next_ < list_.segments.size() && list_.segments[next_].tag == tag;
  }
  [[nodiscard]] SyntaxFault ended(std::string_view expected) const {
    if (next_ < list_.segments.size())
      return fault_at(list_.segments[next_], SyntaxCode::unsupported_position,
                      fmt::format("{} expected here", expected));
    return {SyntaxCode::missing, fmt::format("{} is missing", expected), std::string(expected),
            list_.segments.size()};
  }
  Parsed<const Segment*> take(std::string_view tag) {
    if (!at(tag)) return std::unexpected(ended(tag));
    return &list_.segments[next_++];
  }

  Parsed<void> read_header() {
    const auto unb = take("UNB");
    if (!unb) return std::unexpected(unb.error());
    const Segment& s = **unb;
    InterchangeHeader& header = whole_.header;
    header = {.separators = list_.separators,
              .syntax = std::string(s.at(0, 0)),
              .syntax_version = std::string(s.at(0, 1)),
              .sender = element(s, 1),
              .recipient = element(s, 2),
              .date = std::string(s.at(3, 0)),
              .time = std::string(s.at(3, 1)),
              .reference = std::string(s.at(4)),
              .application = std::string(s.at(6))};
    const bool known = std::ranges::find(kSyntaxes, header.syntax) != kSyntaxes.end() &&
                       std::ranges::find(kVersions, header.syntax_version) != kVersions.end();
    if (!known)
      return std::unexpected(fault_at(s, SyntaxCode::version_unsupported,
                                      "the syntax is none of UNOA, UNOB, SIRE, versions 1 to 4"));
    if (header.sender.front().empty() || header.recipient.front().empty() ||
        header.reference.empty())
      return std::unexpected(
          fault_at(s, SyntaxCode::missing, "sender, recipient or reference is missing"));
    return {};
  }

  Parsed<void> read_content() {
    if (auto ok = check_characters(); !ok) return ok;
    const bool grouped = at("UNG");
    while (at("UNG"))
      if (auto ok = read_group(); !ok) return ok;
    if (!grouped)
      if (auto ok = read_messages(whole_.groups.emplace_back()); !ok) return ok;
    if (at(grouped ? "UNH" : "UNG"))
      return std::unexpected(fault_at(list_.segments[next_], SyntaxCode::groups_and_messages_mixed,
                                      "groups and messages are mixed"));
    const std::size_t count =
        grouped ? whole_.groups.size() : whole_.groups.front().messages.size();
    if (auto ok = read_trailer("UNZ", count, whole_.header.reference); !ok) return ok;
    if (next_ < list_.segments.size())
      return std::unexpected(fault_at(list_.segments[next_], SyntaxCode::outside_message,
                                      "after the end of the interchange"));
    return {};
  }

  Parsed<void> check_characters() const {
    for (const Segment& segment : list_.segments)
      for (const auto& parts : segment.elements)
        for (const auto& data : parts)
          if (!in_character_set(data, whole_.header.syntax))
            return std::unexpected(fault_at(segment, SyntaxCode::invalid_character,
                                            "a character that this syntax level does not have"));
    return {};
  }

  Parsed<void> read_group() {
    const auto ung = take("UNG");
    if (!ung) return std::unexpected(ung.error());
    const Segment& s = **ung;
    MessageGroup& group = whole_.groups.emplace_back();
    group.type = s.at(0);
    group.sender = element(s, 1);
    group.recipient = element(s, 2);
    group.date = s.at(3, 0);
    group.time = s.at(3, 1);
    group.reference = s.at(4);
    group.agency = s.at(5);
    group.version = element(s, 6);
    if (group.type.empty() || group.reference.empty())
      return std::unexpected(fault_at(s, SyntaxCode::missing, "type or reference is missing"));
    if (auto ok = read_messages(group); !ok) return ok;
    return read_trailer("UNE", group.messages.size(), group.reference);
  }

  Parsed<void> read_messages(MessageGroup& group) {
    if (!at("UNH") && next_ > 0 && (at("UNE") || at("UNZ")))
      return std::unexpected(
          fault_at(list_.segments[next_], SyntaxCode::empty_level, "no message inside"));
    do {
      if (auto ok = read_message(group); !ok) return ok;
    } while (at("UNH"));
    return {};
  }

  Parsed<void> read_message(MessageGroup& group) {
    const auto unh = take("UNH");
    if (!unh) return std::unexpected(unh.error());
    const Segment& s = **unh;
    Message& message = group.messages.emplace_back();
    message.reference = s.at(0);
    message.identifier = element(s, 1);
    message.access = s.at(2);
    message.transfer = element(s, 3);
    message.first_segment = s.position;
    if (message.reference.empty() || message.type().empty())
      return std::unexpected(fault_at(s, SyntaxCode::missing, "reference or type is missing"));
    if (!group.type.empty() && message.type() != group.type)
      return std::unexpected(
          fault_at(s, SyntaxCode::several_types_in_group, "another type than its group's"));
    while (next_ < list_.segments.size() && !is_service(list_.segments[next_]))
      message.body.push_back(list_.segments[next_++]);
    if (message.body.empty())
      return std::unexpected(fault_at(s, SyntaxCode::empty_level, "the message is empty"));
    return read_trailer("UNT", message.body.size() + 2, message.reference);
  }

  Parsed<void> read_trailer(std::string_view tag, std::size_t count, std::string_view reference) {
    const auto trailer = take(tag);
    if (!trailer) return std::unexpected(trailer.error());
    const Segment& s = **trailer;
    std::string_view stated = s.at(0);
    while (stated.size() > 1 && stated.starts_with('0')) stated.remove_prefix(1);
    if (stated != fmt::to_string(count))
      return std::unexpected(
          fault_at(s, SyntaxCode::count_differs, fmt::format("{} expected as its count", count)));
    if (s.at(1) != reference)
      return std::unexpected(
          fault_at(s, SyntaxCode::references_differ, "not the reference of its header"));
    return {};
  }

  SegmentList list_;
  std::size_t next_ = 0;
  Interchange whole_;
};

Segment segment(std::string tag, std::vector<std::vector<std::string>> elements) {
  return {std::move(tag), std::move(elements), 0};
}

std::string compose_message(const Message& message, const Separators& by) {
  std::string out = compose(
      segment("UNH", {{message.reference}, message.identifier, {message.access}, message.transfer}),
      by);
  for (const auto& one : message.body) out += compose(one, by);
  return out +
         compose(segment("UNT", {{fmt::to_string(message.body.size() + 2)}, {message.reference}}),
                 by);
}

std::string compose_group(const MessageGroup& group, const Separators& by) {
  std::string out;
  if (!group.type.empty())
    out += compose(segment("UNG", {{group.type},
                                   group.sender,
                                   group.recipient,
                                   {group.date, group.time},
                                   {group.reference},
                                   {group.agency},
                                   group.version}),
                   by);
  for (const auto& message : group.messages) out += compose_message(message, by);
  if (!group.type.empty())
    out +=
        compose(segment("UNE", {{fmt::to_string(group.messages.size())}, {group.reference}}), by);
  return out;
}

}  // namespace

Parsed<Interchange> parse_interchange(std::string_view bytes) {
  auto list = split_segments(bytes);
  if (!list) return std::unexpected(list.error());
  return InterchangeReader(std::move(*list)).read();
}

std::string compose(const Interchange& interchange) {
  const InterchangeHeader& h = interchange.header;
  std::string out = compose_una(h.separators);
  out += compose(segment("UNB", {{h.syntax, h.syntax_version},
                                 h.sender,
                                 h.recipient,
                                 {h.date, h.time},
                                 {h.reference},
                                 {},
                                 {h.application}}),
                 h.separators);
  for (const auto& group : interchange.groups) out += compose_group(group, h.separators);
  const bool grouped = !interchange.groups.empty() && !interchange.groups.front().type.empty();
  const std::size_t count = grouped ? interchange.groups.size()
                            : interchange.groups.empty()
                                ? 0
                                : interchange.groups.front().messages.size();
  return out + compose(segment("UNZ", {{fmt::to_string(count)}, {h.reference}}), h.separators);
}

}  // namespace evisa::verifier::carrier
