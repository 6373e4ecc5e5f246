// A disk on which reaching it takes a while: as the disks of small servers do, and unlike many of a
// test machine.
#pragma once

#include <chrono>

namespace evisa::bench {

/// From now on every sync of a SQLite file that is opened takes so much longer. Once for a program,
/// before it opens its first database.
void make_syncs_slower(std::chrono::microseconds by);

}  // namespace evisa::bench
