// Nothing stays where a text gives up bytes.
#include "http/wiped.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

#include "crypto/wipe.h"

namespace evisa::http {

void append_wiped(std::string& text, std::string_view more) {
  if (const std::size_t needed = text.size() + more.size(); needed > text.capacity()) {
    std::string larger;
    larger.reserve(std::max(needed, 2 * text.capacity()));
    larger = text;
    crypto::wipe(text);
    text = std::move(larger);
  }
  text.append(more);
}

void drop_front(std::string& text, std::size_t count) {
  const std::size_t left = text.size() - std::min(count, text.size());
  std::memmove(text.data(), text.data() + (text.size() - left), left);
  crypto::wipe(std::span(text).subspan(left));
  text.resize(left);
}

}  // namespace evisa::http
