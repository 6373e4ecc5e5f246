// Received bytes that leave nothing behind: a request may carry a PIN.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace evisa::http {

/// Where the text has to move to grow, nothing stays at its old place.
void append_wiped(std::string& text, std::string_view more);
/// Drops the first `count` bytes, at most all; nothing of them stays behind the new end.
void drop_front(std::string& text, std::size_t count);

}  // namespace evisa::http
