// A look through the booth's camera.
#include "kiosk/camera_trial.h"

#include <algorithm>
#include <thread>

#include "kiosk/picture_state.h"
#include "reader/frame_source.h"
#include "reader/mrz/read_mrz.h"
#include "reader/mrz/vote.h"

namespace evisa::kiosk {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kWatch{4};  // longer than a picture stands still before it is frozen
constexpr std::uint64_t kFilmFrames = 20;
constexpr int kLooks = 6;  // frames in which the test page is looked for, at most
constexpr int kBurnt = 253;

void measure_light(const reader::GrayView& frame, CameraTrial& trial) {
  std::uint64_t sum = 0, burnt = 0, count = 0;
  for (int y = 0; y < frame.height; y += 4) {
    const std::uint8_t* row = frame.data + static_cast<std::size_t>(y) * frame.stride;
    for (int x = 0; x < frame.width; x += 4, ++count) {
      sum += row[x];
      burnt += row[x] >= kBurnt ? 1 : 0;
    }
  }
  if (count == 0) return;
  trial.mean = static_cast<double>(sum) / static_cast<double>(count);
  trial.burnt = static_cast<double>(burnt) / static_cast<double>(count);
}

int count_wrong(const reader::mrz::MrzSight& sight) {
  int wrong = 0;
  for (std::size_t line = 0; line < kTestMrz.size(); ++line) {
    for (std::size_t i = 0; i < kTestMrz[line].size(); ++i)
      wrong += i < sight.lines[line].size() && sight.lines[line][i] == kTestMrz[line][i] ? 0 : 1;
  }
  return wrong;
}

/// Looks for the test page in some of the frames; of all sights the one that shows most is kept.
class PageLook {
 public:
  void add(const reader::GrayView& frame, CameraTrial& trial) {
    if (looks_ >= kLooks) return;
    ++looks_;
    const auto sight = look_at_page(frame, reader::read_frame(frame, {.thorough = true}));
    if (sight && (!trial.page || sight->codes >= trial.page->codes)) trial.page = sight;
    if (!sight || !sight->mrz) return;
    // By itself: the page's patterns look like lines of text, as nothing on a passport does.
    mrz_.add(reader::mrz::read_mrz(part_of(frame, *sight->mrz), {.short_lines = false}));
    if (!mrz_.joint()) return;
    trial.mrz_seen = true;
    trial.mrz_wrong = count_wrong(*mrz_.joint());
  }
  [[nodiscard]] bool over() const { return looks_ >= kLooks; }

 private:
  reader::mrz::MrzVote mrz_;
  int looks_ = 0;
};

}  // namespace

Result<CameraTrial> try_camera(const std::string& source) {
  auto frames = reader::open_frames(source);
  if (!frames) return std::unexpected(frames.error());
  CameraTrial trial{.live = (*frames)->live()};
  PictureState picture(trial.live);
  PageLook page;
  std::optional<steady_clock::time_point> first;
  std::uint64_t first_number = 0;
  for (;;) {
    auto frame = (*frames)->next();
    if (!frame) return std::unexpected(frame.error());
    if (!*frame) break;
    const auto now = steady_clock::now();
    if (!first) {
      first = now;
      first_number = (*frame)->number;
    }
    const auto view = (*frame)->view();
    trial.width = view.width;
    trial.height = view.height;
    trial.frames = (*frame)->number + 1;
    trial.state = picture.judge(view, now);
    measure_light(view, trial);
    // A camera needs a moment to find its exposure.
    if (!trial.live || now - *first > kWatch / 4) page.add(view, trial);
    const std::chrono::duration<double> watched = now - *first;
    if (trial.live && watched.count() > 0)
      trial.rate = static_cast<double>((*frame)->number - first_number) / watched.count();
    if (trial.live ? watched >= kWatch && page.over() : trial.frames >= kFilmFrames) break;
  }
  if (trial.frames == 0) return fail(Errc::io, source + ": no frame came");
  return trial;
}

}  // namespace evisa::kiosk
