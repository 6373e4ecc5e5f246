// `evisa-kiosk run`: the booth at work, one process, until it is told to stop.
#include <fmt/core.h>

#include <cstdio>

#include "cli/command_line.h"
#include "cli/own_file.h"
#include "cli/stop_signal.h"
#include "db/accounts.h"
#include "kiosk/camera.h"
#include "kiosk/commands.h"
#include "kiosk/connection.h"
#include "kiosk/page_server.h"
#include "kiosk/passport_reader.h"
#include "kiosk/seen_message.h"
#include "kiosk/session.h"
#include "reader/preview.h"

namespace evisa::kiosk {
namespace {

constexpr int kPreviewWidth = 960;
constexpr std::chrono::milliseconds kLeastPause{200};

Result<std::unique_ptr<db::Accounts>> open_officers(const BoothHome& home) {
  auto officers = cli::of_own_file(db::Accounts::open(home.officers_file(), db::Open::existing),
                                   home.officers_file());
  if (!officers && !std::filesystem::exists(home.officers_file()))
    officers.error().hint = "evisa-kiosk officer add BADGE --home " + home.folder().string();
  return officers;
}

/// What the page is shown of a frame: all that is new, and some frames a second of what only lies
/// there.
class PageView {
 public:
  PageView(DeskThread& desk, const PageMail& mail) : desk_(desk), mail_(mail) {}
  void show(const reader::Frame& frame, const Sight& sight) {
    const auto now = std::chrono::steady_clock::now();
    if (!mail_.has_reader() || (!sight.fresh && now - shown_ < kLeastPause)) return;
    shown_ = now;
    desk_.show(
        [seen = seen_message(sight),
         preview = reader::preview_jpeg(frame.view(), kPreviewWidth)](PageMail::Letters& letters) {
          letters.seen = seen;
          letters.preview = preview;
        });
  }

 private:
  DeskThread& desk_;
  const PageMail& mail_;
  Moment shown_{};
};

CameraEvents events_of(DeskThread& desk, const PageMail& mail) {
  return {
      .state = [&desk](CameraState state,
                       std::string detail) { desk.camera_is(state, std::move(detail)); },
      .seen =
          [&desk, view = PageView(desk, mail)](const reader::Frame& frame, Sight sight) mutable {
            view.show(frame, sight);
            desk.see(std::move(sight));
          },
      .wanted = [&desk] { return desk.has_officer(); }};
}

}  // namespace

Result<int> run_booth(const Options& options, const Clock& clock) {
  const cli::StopSignal stop;
  const auto session = open_session(options, clock);
  if (!session) return std::unexpected(session.error());
  Booth& booth = *session->booth;
  const auto officers = open_officers(booth.home());
  if (!officers) return std::unexpected(officers.error());
  const auto key = unlock(booth, options);
  if (!key) return std::unexpected(key.error());
  const auto service = Connection::open(options, booth, session->clock);
  if (!service) return std::unexpected(service.error());
  auto desk =
      Desk::open({.booth = booth,
                  .officers = (*officers)->officers(),
                  .key = *key,
                  .clock = session->clock,
                  .link = [&service] { return *service ? (*service)->report() : LinkReport{}; }});
  if (!desk) return std::unexpected(desk.error());
  const auto mail = PageMail::create();
  if (!mail) return std::unexpected(mail.error());
  DeskThread desk_thread(std::move(*desk), **mail);
  const auto page = PageServer::start(options.listen, desk_thread, **mail, clock);
  if (!page) return std::unexpected(page.error());
  const Camera camera(options.source, events_of(desk_thread, **mail));
  std::optional<PassportReader> passports;
  if (!options.passport_reader.empty())
    passports.emplace(options.passport_reader,
                      [&](const std::string& lines) { desk_thread.scan_passport(lines); });
  fmt::print("the page is at http://127.0.0.1:{}/booth\n", (*page)->port());
  std::fflush(stdout);
  stop.wait();
  (*page)->stop();
  return cli::kOk;
}

}  // namespace evisa::kiosk
