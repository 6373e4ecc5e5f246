// A program's command line, parsed and run in this process; what it printed is kept.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "cli/command_line.h"

namespace evisa::sample {

struct CapturedRun {
  int code = 0;
  std::string out, err;
};

/// `words`: without the program's name. `chosen` runs the subcommand that the parser chose.
[[nodiscard]] inline CapturedRun captured_run(CLI::App& app, std::vector<std::string> words,
                                              const std::function<int()>& chosen) {
  words.insert(words.begin(), app.get_name());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  const int code = cli::main_with(app, static_cast<int>(argv.size()), argv.data(), chosen);
  auto out = ::testing::internal::GetCapturedStdout();
  return {code, std::move(out), ::testing::internal::GetCapturedStderr()};
}

}  // namespace evisa::sample
