// reader_others: our reader and its peers on frames of other people's QR codes, look by look.
// Counts codes; one is read when its bytes are exact, and wrong when they are none of the frame's.
#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <regex>

#include "cli/command_line.h"
#include "reader/reading.h"
#include "tests/bench/reader/other_codes.h"
#include "tests/bench/reader/subjects.h"
#include "tests/bench/reader/wasm_attempts.h"

namespace {

using namespace evisa;
namespace fs = std::filesystem;

struct Options {
  int per_look = 20;
  std::uint64_t seed = 1;
  std::string looks = ".", readers = ".", frames, wasm;
  bool missed = false;
};

struct Count {
  int codes = 0, read = 0, wrong = 0;
};

/// As `evisa-verifier read` takes a picture, and as one frame of a film is taken.
bench::Subject ours(std::string name, bool thorough) {
  return {std::move(name), [thorough](const cv::Mat& frame) {
            bench::Attempt attempt;
            const auto start = bench::work_time();
            const auto reading = reader::read_frame(
                {frame.data, frame.cols, frame.rows, frame.step}, {.thorough = thorough});
            attempt.total_ms =
                std::chrono::duration<double, std::milli>(bench::work_time() - start).count();
            for (const auto& code : reading.barcodes) attempt.codes.push_back(code.bytes);
            return attempt;
          }};
}

std::vector<bench::Subject> subjects(const std::string& wanted) {
  std::vector<bench::Subject> all{ours("evisa", true), ours("evisa frame", false)}, chosen;
  for (auto& peer : bench::peers()) all.push_back(std::move(peer));
  for (auto& one : all)
    if (std::regex_search(one.name, std::regex(wanted))) chosen.push_back(std::move(one));
  return chosen;
}

class Counts {
 public:
  void add(const std::string& reader, const std::string& look, const bench::OtherFrame& frame,
           const bench::Attempt& attempt, const std::string& name, bool missed) {
    for (const auto& key : {look, std::string("all")}) {
      Count& count = of_[{reader, key}];
      count.codes += static_cast<int>(frame.codes.size());
      for (const auto& code : frame.codes) count.read += contains(attempt.codes, code) ? 1 : 0;
      for (const auto& code : attempt.codes) count.wrong += contains(frame.codes, code) ? 0 : 1;
    }
    if (missed && !std::ranges::all_of(
                      frame.codes, [&](const auto& code) { return contains(attempt.codes, code); }))
      fmt::print("{} missed {}\n", reader, name);
    if (std::ranges::find(readers_, reader) == readers_.end()) readers_.push_back(reader);
    ms_[reader].push_back(attempt.total_ms);
  }
  void print(std::vector<std::string> looks) {
    looks.emplace_back("all");
    fmt::print("{:<12}", "look");
    for (const auto& reader : readers_) fmt::print("{:>18}", reader);
    fmt::print("\n");
    for (const auto& look : looks) {
      fmt::print("{:<12}", look);
      for (const auto& reader : readers_) {
        const Count& c = of_[{reader, look}];
        const auto wrong = c.wrong == 0 ? std::string() : fmt::format(" ({} wrong)", c.wrong);
        fmt::print("{:>18}", fmt::format("{} of {}{}", c.read, c.codes, wrong));
      }
      fmt::print("\n");
    }
    for (const auto& reader : readers_) {
      auto& ms = ms_[reader];
      std::ranges::sort(ms);
      fmt::print("{}: median {:.1f} ms, most {:.1f} ms\n", reader, ms[ms.size() / 2], ms.back());
    }
  }

 private:
  static bool contains(const std::vector<crypto::Bytes>& codes, const crypto::Bytes& code) {
    return std::ranges::find(codes, code) != codes.end();
  }
  std::map<std::pair<std::string, std::string>, Count> of_;
  std::map<std::string, std::vector<double>> ms_;
  std::vector<std::string> readers_;
};

void compare(const Options& options) {
  const auto readers = subjects(options.readers);
  const auto wasm = bench::wasm_attempts(options.wasm);
  const std::regex wanted(options.looks);
  Counts counts;
  std::vector<std::string> shown;
  for (const auto look_name : bench::looks()) {
    const std::string look(look_name);
    if (!std::regex_search(look, wanted)) continue;
    shown.push_back(look);
    for (int index = 0; index < options.per_look; ++index) {
      const auto frame = bench::other_frame(look, index, options.seed);
      const std::string name = fmt::format("{}_{:02}.pgm", look, index);
      if (!options.frames.empty())
        cv::imwrite((fs::path(options.frames) / name).string(), frame.gray);
      for (const auto& reader : readers)
        counts.add(reader.name, look, frame, reader.read(frame.gray), name, options.missed);
      if (const auto known = wasm.find(name); known != wasm.end())
        counts.add("zxing-wasm 3.1", look, frame, known->second, name, options.missed);
    }
  }
  counts.print(shown);
}

void declare(CLI::App& app, Options& options) {
  app.add_option("--per-look", options.per_look, "Frames a look")->capture_default_str();
  app.add_option("--seed", options.seed, "Seed of the frames")->capture_default_str();
  app.add_option("--looks", options.looks, "Regular expression of looks");
  app.add_option("--readers", options.readers, "Regular expression of readers");
  app.add_option("--frames", options.frames, "Folder to write the frames to (PGM)");
  app.add_option("--wasm", options.wasm, "What wasm.mjs wrote for that folder");
  app.add_flag("--missed", options.missed, "Name the frames with codes that were not read");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Read rates of our reader and its peers on other people's codes", "reader_others"};
  Options options;
  declare(app, options);
  return cli::main_with(app, argc, argv, [&] {
    if (!options.frames.empty()) fs::create_directories(options.frames);
    compare(options);
    return static_cast<int>(cli::kOk);
  });
}
