// PAXLST D.05B: a passenger list as airlines send it for interactive advance passenger information.
// Segments and codes: WCO/IATA/ICAO PAXLST implementation guide; examples seen in a departure
// control system (docs/carriers.md). Grammar in paxlst.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "verifier/carrier/interchange.h"
#include "visa/result.h"

namespace evisa::verifier::carrier {

/// A date as sent, with the code of its format (DTM C507 2379); both empty where it is absent.
struct SentDate {
  std::string text, format;
  bool operator==(const SentDate&) const = default;
};

struct PaxLeg {
  std::string carrier;             ///< TDT 3127
  std::string flight;              ///< TDT 8028: `KC872`, or digits alone
  std::string departure, arrival;  ///< LOC+125, LOC+87: IATA codes
  SentDate departs, arrives;       ///< DTM+189, DTM+232: local times of their airports
};

struct PaxDocument {
  std::string type;           ///< DOC 1001: P passport, V visa, ...
  std::string number;         ///< DOC 1004
  SentDate expiry;            ///< DTM+36
  std::string issuing_state;  ///< LOC+91
  bool operator==(const PaxDocument&) const = default;
};

enum class PaxKind { passenger, transit, crew };

/// A traveller as sent: nothing is judged here but what stands twice with different contents.
struct Pax {
  PaxKind kind = PaxKind::passenger;
  std::string surname;
  std::string given_names;
  std::string sex;          ///< ATT+2
  SentDate birth;           ///< DTM+329
  std::string nationality;  ///< NAT+2
  std::string embarks;      ///< LOC+178
  std::string disembarks;   ///< LOC+179
  std::string locator;      ///< RFF+AVF: the booking
  std::string reference;    ///< RFF+ABO: this passenger in the airline's system
  std::vector<PaxDocument> documents;
  std::vector<std::string> contradictions;  ///< fields that stand twice and differ
  bool operator==(const Pax&) const = default;
};

struct PaxList {
  std::string function;   ///< BGM 1004: empty, or CP for changed passengers
  std::string reference;  ///< RFF+TN
  std::vector<PaxLeg> legs;
  std::vector<Pax> passengers;
};

/// Errors: unsupported (no PAXLST D.05B, another function), malformed (a segment where it cannot
/// be, no flight, no passenger, another number of passengers than CNT+42), out_of_range (more than
/// kMaxPassengers). Messages name segments, never contents.
[[nodiscard]] Result<PaxList> parse_paxlst(const Message& message);

}  // namespace evisa::verifier::carrier
