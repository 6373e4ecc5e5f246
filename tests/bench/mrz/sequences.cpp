// Frame by frame through MrzVote.
#include "tests/bench/mrz/sequences.h"

#include "reader/mrz/read_mrz.h"
#include "tests/bench/mrz/stages.h"

namespace evisa::bench {

void Films::add(const Films& other) {
  documents += other.documents;
  frames += other.frames;
  right += other.right;
  frames_needed += other.frames_needed;
  late += other.late;
  wrong.insert(wrong.end(), other.wrong.begin(), other.wrong.end());
}

void Filming::show(const MrzDocument& document, int views, Films& films) {
  ++films.documents;
  bool right = false, wrong = false;
  std::string truth;
  for (int i = 0; i < views; ++i) {
    const MrzScene scene = document.frame(i);
    truth = scene.truth.line1 + '\n' + scene.truth.line2;
    vote_.add(reader::mrz::read_mrz(view(scene.frame), {.short_lines = false}));
    ++films.frames;
    if (!vote_.accepted()) continue;
    const std::string text = vote_.joint()->text();
    if (text == truth) {
      if (!right) films.frames_needed += i + 1;
      right = true;
    } else if (text == before_) {
      ++films.late;
    } else if (!wrong) {
      wrong = true;
      films.wrong.push_back(text + "\n(" + truth + ")\n");
    }
  }
  films.right += right ? 1 : 0;
  before_ = truth;
}

}  // namespace evisa::bench
