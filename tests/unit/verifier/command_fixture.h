// The commands of evisa-verifier run through their own parser, in a folder with trust and a log.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "crypto/strict_json.h"
#include "tests/sample/captured_run.h"
#include "tests/sample/temp_folder.h"
#include "tests/unit/verifier/scene.h"
#include "verifier/commands.h"

namespace evisa::verifier {

class VerifierCommands : public ::testing::Test {
 protected:
  static inline const std::string kAt = "2026-11-20T10:00:00Z";

  void SetUp() override;
  void write(const std::string& name, std::string_view content);
  [[nodiscard]] std::string path(const std::string& name) const;
  /// Runs a command line; keeps what it printed.
  int run(std::vector<std::string> words);
  /// `inspect` with the trust bundle, and entry at Almaty with an empty log unless `more` says so.
  [[nodiscard]] std::vector<std::string> inspect_words(std::vector<std::string> more) const;
  [[nodiscard]] crypto::Json json() const;
  void make_bundle(std::uint64_t sequence);

  sample::TempFolder folder_;
  std::string passport_, text_, out_, err_;
};

}  // namespace evisa::verifier
