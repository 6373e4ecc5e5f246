// evisa-desk-scene: a print-out with a passport beside or upon it, as a picture for
// evisa-camera-simulator. Without either: a blank sheet.
#include <fmt/core.h>

#include <fstream>
#include <iterator>
#include <opencv2/imgcodecs.hpp>

#include "cli/command_line.h"
#include "tests/sim/page.h"
#include "tests/sim/passport.h"

namespace {

using namespace evisa;

constexpr auto kProgram = "evisa-desk-scene";

struct Options {
  std::string page, mrz, out;
  double left = 50, top = 205;  ///< of the passport, millimetres on the sheet
  std::uint64_t seed = 1;
};

Result<visa::MrzLines> read_lines(const std::string& path) {
  std::ifstream file(path);
  visa::MrzLines lines;
  if (!std::getline(file, lines.line1) || !std::getline(file, lines.line2))
    return fail(Errc::malformed, path + ": expected two lines");
  return lines;
}

Result<void> lay_passport(sim::Page& sheet, const Options& options) {
  const auto lines = read_lines(options.mrz);
  if (!lines) return std::unexpected(lines.error());
  const auto passport = sim::passport_page(*lines, {.seed = options.seed});
  if (!passport) return std::unexpected(passport.error());
  const double mm = sheet.dpi / 25.4;
  const cv::Rect place(static_cast<int>(options.left * mm), static_cast<int>(options.top * mm),
                       passport->gray.cols, passport->gray.rows);
  if ((place & cv::Rect({}, sheet.gray.size())) != place)
    return fail(Errc::out_of_range, "the passport does not lie on the sheet");
  passport->gray.copyTo(sheet.gray(place));
  return {};
}

int run(const Options& options) {
  auto sheet =
      options.page.empty() ? Result<sim::Page>(sim::blank_page()) : sim::load_page(options.page);
  if (!sheet) return cli::report(kProgram, sheet.error());
  if (!options.mrz.empty()) {
    if (const auto laid = lay_passport(*sheet, options); !laid)
      return cli::report(kProgram, laid.error());
  }
  if (!cv::imwrite(options.out, sheet->gray))
    return cli::report(kProgram, {Errc::io, options.out + ": cannot be written"});
  return cli::kOk;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("A print-out and a passport on one A4 sheet, as PNG.", kProgram);
  cli::describe(app);
  app.add_option("--page", options.page, "The print-out: PDF, PNG or JPEG");
  app.add_option("--mrz", options.mrz, "File with a passport's two lines");
  app.add_option("--left", options.left, "Where the passport lies, mm")->capture_default_str();
  app.add_option("--top", options.top, "Where the passport lies, mm")->capture_default_str();
  app.add_option("--seed", options.seed, "Another seed, another passport")->capture_default_str();
  app.add_option("--out", options.out, "PNG to write")->required();
  return cli::main_with(app, argc, argv, [&] { return run(options); });
}
