// A print-out that comes under the camera, rests, and leaves: the frames of a short film.
#pragma once

#include <vector>

#include "tests/sim/camera.h"

namespace evisa::sim {

struct Film {
  int frames = 60;
  bool hold = false;  ///< the page enters, rests, leaves; otherwise it lies there from the start
  double jitter =
      1;  ///< how unsteady the hand is: 1 = about a third of a millimetre and half a degree
};

/// Frame `index` of the film; each can be made alone. `shot.seed` decides the movement as well.
[[nodiscard]] cv::Mat film_frame(const Page& page, const Shot& shot, const Film& film, int index);

}  // namespace evisa::sim
