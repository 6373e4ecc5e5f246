// A sight to what is reported of it.
#include "reader/mrz/found_mrz.h"

#include "reader/mrz/read_mrz.h"

namespace evisa::reader::mrz {

std::optional<FoundMrz> find_mrz(const GrayView& picture) {
  const auto sight = read_mrz(picture, {.bands = 16, .glances = 40, .looks = 6});
  if (!sight) return std::nullopt;
  FoundMrz found;
  found.lines.assign(sight->lines.begin(), sight->lines.end());
  found.confidence.assign(sight->confidence.begin(), sight->confidence.end());
  found.sure = sight->sure();
  return found;
}

}  // namespace evisa::reader::mrz
