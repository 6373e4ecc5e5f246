// The kiosk's command line as values.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "kiosk/watch.h"

namespace evisa::kiosk {

struct Options {
  std::string home = "/var/lib/evisa-kiosk";
  std::optional<std::string> passphrase_file;

  // init
  std::string airport, booth, authority;
  bool production = false;

  // bundle
  std::string bundle, new_authority;

  // the airport's service
  std::string service, service_ca, service_token;

  // run
  std::uint16_t listen = 8087;  ///< of the page, on loopback

  std::string passport_reader;  ///< serial line, such as /dev/ttyACM0

  // self-test, calibrate
  bool self_test = false;
  std::string page;  ///< file to write the test page to

  // officer
  std::string officer_command, badge, role, pin_file;

  // watching
  std::string source;
  WatchLimits limits;

  // inspecting
  std::string passport_mrz;
  std::string direction = "entry";
  std::string at;  ///< test booths only
  std::string arrival, flight;
  std::string language = "en";
  bool json = false;
  bool passport_doubt = false, children = false, companion_without_visa = false,
       replaced_passport = false;
  std::optional<int> blank_pages;

  // recording
  bool record = false;
  std::string act;  ///< empty: what follows from the verdict
  std::string officer, reason, senior;
  std::string visa, event;  ///< acts by hand: on a visa's number, about an event
};

/// Declares the options of the program and its subcommands.
void declare(CLI::App& app, Options& options);

}  // namespace evisa::kiosk
