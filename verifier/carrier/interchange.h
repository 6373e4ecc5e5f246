// An EDIFACT interchange: UNB, groups (UNG) or messages (UNH), their trailers, counts and
// references checked. SPEC: ISO 9735-1 section 9, annex C.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "verifier/carrier/edifact.h"

namespace evisa::verifier::carrier {

struct Message {
  std::string reference;                ///< UNH 0062
  std::vector<std::string> identifier;  ///< UNH S009: PAXLST, D, 05B, UN, IATA
  std::string access;                   ///< UNH 0068; may be empty
  std::vector<std::string> transfer;    ///< UNH S010: 01, F; may be empty
  std::vector<Segment> body;            ///< without UNH and UNT
  std::size_t first_segment = 0;        ///< of UNH, 1-based in the interchange
  [[nodiscard]] std::string_view type() const { return identifier.front(); }
};

struct MessageGroup {
  std::string type;  ///< UNG 0038; empty: the messages stand in no group
  std::vector<std::string> sender, recipient;
  std::string date, time;
  std::string reference;
  std::string agency;                ///< 0051: UN
  std::vector<std::string> version;  ///< S008: D, 05B
  std::vector<Message> messages;
};

struct Interchange {
  InterchangeHeader header;
  std::vector<MessageGroup> groups;
};

/// Strict. A fault after UNB carries the interchange's header.
[[nodiscard]] Parsed<Interchange> parse_interchange(std::string_view bytes);
/// Counts, trailers and UNA are made here. What is composed parses again.
[[nodiscard]] std::string compose(const Interchange& interchange);

}  // namespace evisa::verifier::carrier
