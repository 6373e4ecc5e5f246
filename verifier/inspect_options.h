// The words of `evisa-verifier inspect`, and what is a usage error among them.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "verifier/inspection.h"
#include "verifier/trust_source.h"

namespace evisa::verifier {

struct InspectOptions {
  std::string file, text, record, passport_mrz, direction, airport, booth, at, log;
  std::string arrival, flight, language = "en";
  TrustOptions trust;
  OfficerTicks ticks;
  int blank_pages = -1;
  bool no_printout = false, cut_off = false, carrier = false, json = false;
};

/// Adds the words to the command. A malformed value is refused where it is given.
void declare(CLI::App& command, InspectOptions& options);

/// Throws CLI::ParseError where words are missing or contradict each other: nothing to inspect, no
/// or several sources of trust, standard input asked for twice, boarding without an arrival.
void require_sense(const InspectOptions& options);

/// An IATA code that no table knows is a slip of the hand, and must not refuse anybody. Another
/// word is the name of a land, rail, sea or river checkpoint. Errors: out_of_range.
[[nodiscard]] Result<void> check_airport(const std::string& airport, const Trust& trust);

}  // namespace evisa::verifier
