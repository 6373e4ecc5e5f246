// `evisa-kiosk self-test` (also written `--self-test`) and `evisa-kiosk calibrate`.
#include <fmt/core.h>

#include <iterator>

#include "cli/command_line.h"
#include "crypto/files.h"
#include "kiosk/booth_findings.h"
#include "kiosk/camera_trial.h"
#include "kiosk/commands.h"
#include "kiosk/session.h"
#include "kiosk/test_page.h"

namespace evisa::kiosk {
namespace {

constexpr auto kOcrB = "/usr/share/fonts/opentype/ocr-b/OCRB.otf";
constexpr std::size_t kLargestFont = 1024 * 1024;

Result<int> write_page(const std::string& file) {
  auto font = crypto::read_file(kOcrB, kLargestFont);
  if (!font) {
    font.error().hint = "install the package fonts-ocr-b";
    return std::unexpected(font.error());
  }
  const auto page = test_page_pdf(*font);
  if (!page) return std::unexpected(page.error());
  const auto written = crypto::write_file(file, crypto::as_bytes(*page));
  if (!written) return std::unexpected(written.error());
  fmt::print(
      "{}: print it on A4 at 100 %, lay it under the camera, then\n"
      "evisa-kiosk calibrate --source 0\n",
      file);
  return cli::kOk;
}

}  // namespace

Result<int> calibrate(const Options& options) {
  if (!options.page.empty()) return write_page(options.page);
  const auto trial = try_camera(options.source);
  auto findings = judge_camera(trial);
  if (trial) {
    auto of_page = judge_page(*trial);
    findings.insert(findings.end(), std::make_move_iterator(of_page.begin()),
                    std::make_move_iterator(of_page.end()));
  }
  const int code = tell(findings, options.json);
  // Without its page nothing was calibrated, whatever the rest is like.
  return trial && !trial->page ? cli::kRefused : code;
}

Result<int> self_test(const Options& options, const Clock& clock) {
  const auto session = open_session(options, clock);
  if (!session) return std::unexpected(session.error());
  const auto line = Connection::open(options, *session->booth, session->clock);
  if (!line) return std::unexpected(line.error());
  auto findings = judge_camera(try_camera(options.source));
  auto of_booth = judge_booth(*session->booth, line->get(), session->clock);
  findings.insert(findings.end(), std::make_move_iterator(of_booth.begin()),
                  std::make_move_iterator(of_booth.end()));
  return tell(findings, options.json);
}

}  // namespace evisa::kiosk
