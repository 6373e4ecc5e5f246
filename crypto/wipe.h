// Bytes and texts that held a secret on its way into guarded memory.
#pragma once

#include <span>
#include <string>

namespace evisa::crypto {

void wipe(std::span<char> bytes);

/// Zeroes all of a text's room, also what lies behind its end, and empties it.
void wipe(std::string& text);

}  // namespace evisa::crypto
