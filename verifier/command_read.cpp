// evisa-verifier read FILE...: every barcode and MRZ found.
#include <fmt/format.h>

#include "cli/command_line.h"
#include "reader/mrz/sight.h"
#include "reader/read_file.h"
#include "reader/reading_json.h"
#include "verifier/commands.h"
#include "visa/printable.h"

namespace evisa::verifier {
namespace {

struct ReadOptions {
  std::vector<std::string> files;
  bool json = false;
};

/// Under the lines of a picture's MRZ: `^` where a character is to be looked at.
std::string doubts(const std::vector<float>& confidence) {
  std::string marks;
  for (const float part : confidence) marks += part < reader::mrz::kSure ? '^' : ' ';
  marks.erase(marks.find_last_not_of(' ') + 1);
  return marks;
}

void print(const reader::FoundMrz& mrz) {
  for (std::size_t i = 0; i < mrz.lines.size(); ++i) {
    fmt::print("  MRZ  {}\n", mrz.lines[i]);
    const auto marks = i < mrz.confidence.size() ? doubts(mrz.confidence[i]) : "";
    if (!marks.empty()) fmt::print("       {}\n", marks);
  }
  if (!mrz.from_text_layer) {
    fmt::print("       {}\n", mrz.sure ? "read from the picture; check digits are right"
                                       : "read from the picture, not sure: compare by eye");
  }
}

void print(const std::string& file, const reader::Reading& page) {
  fmt::print("{}: {} x {}\n", visa::printable(file), page.width, page.height);
  const auto json = reader::to_json(page);
  for (const auto& code : json["barcodes"])
    fmt::print("  {}  {}\n", code["symbology"].get<std::string>(), code["text"].get<std::string>());
  for (const auto& mrz : page.mrzs) print(mrz);
  fmt::print("  {}\n", page.several_seals ? "several different e-visa seals: show one at a time"
                       : page.seal        ? "e-visa seal found"
                                          : "no e-visa seal");
}

int run(const ReadOptions& options) {
  crypto::Json all = crypto::Json::array();
  bool every_file_has_a_seal = true;
  for (const auto& file : options.files) {
    const auto pages = reader::read_file(file);
    if (!pages) return cli::report(kProgram, pages.error());
    crypto::Json readings = crypto::Json::array();
    bool seal = false;
    for (const auto& page : *pages) {
      seal |= page.seal.has_value();
      readings.push_back(reader::to_json(page));
      if (!options.json) print(file, page);
    }
    every_file_has_a_seal &= seal;
    all.push_back({{"file", file}, {"readings", std::move(readings)}});
  }
  if (options.json) fmt::print("{}\n", all.dump(2));
  return every_file_has_a_seal ? cli::kOk : cli::kRefused;
}

}  // namespace

void add_read_command(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("read", "Print every barcode and MRZ of pictures and PDFs");
  auto options = std::make_shared<ReadOptions>();
  command->add_option("FILE", options->files, "PNG, JPEG or PDF")->required();
  command->add_flag("--json", options->json, "For machines");
  command->callback([&session, options] { session.chosen = [options] { return run(*options); }; });
}

}  // namespace evisa::verifier
