// Films of documents through the vote over frames: what is accepted has to be right.
#pragma once

#include <string>
#include <vector>

#include "reader/mrz/vote.h"
#include "tests/bench/mrz/levels.h"

namespace evisa::bench {

struct Films {
  int documents = 0;
  long frames = 0;
  int right = 0;           ///< documents accepted with their own text
  long frames_needed = 0;  ///< until then, summed over these
  long late = 0;           ///< frames at which the document before was still the accepted one
  std::vector<std::string> wrong;  ///< accepted texts that no document has, or another one
  void add(const Films& other);
};

/// Puts documents before one vote, one after the other without a pause, as travellers may.
class Filming {
 public:
  /// `views` frames of a document with a hand's jitter, judged after every frame: the vote goes on
  /// after it has accepted, as the booth's does.
  void show(const MrzDocument& document, int views, Films& films);

 private:
  reader::mrz::MrzVote vote_;
  std::string before_;
};

}  // namespace evisa::bench
