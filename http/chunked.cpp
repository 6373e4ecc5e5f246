// Chunked bodies; contract in chunked.h.
#include "http/chunked.h"

#include <algorithm>
#include <charconv>

namespace evisa::http {
namespace {

constexpr std::size_t kMaxSizeDigits = 8;

Result<std::size_t> parse_size(std::string_view line) {
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
  if (line.empty() || line.size() > kMaxSizeDigits || error != std::errc{} ||
      end != line.data() + line.size()) {
    return fail(Errc::malformed, "chunked body: a chunk's size in hex expected");
  }
  return size;
}

}  // namespace

Result<bool> ChunkedDecoder::decode(std::string& in, std::string& out) {
  std::size_t at = 0;
  const auto consumed = [&](bool complete) {
    in.erase(0, at);
    return complete;
  };
  for (;;) {
    const std::string_view rest = std::string_view(in).substr(at);
    if (state_ == State::data) {
      const std::size_t take = std::min(left_, rest.size());
      out.append(rest.substr(0, take));
      at += take;
      left_ -= take;
      if (left_ > 0) return consumed(false);
      state_ = State::data_end;
      continue;
    }
    const std::size_t end = rest.find("\r\n");
    if (end == std::string_view::npos) {
      if (rest.size() > kMaxSizeDigits + 1) {
        return fail(Errc::malformed, "chunked body: CRLF expected");
      }
      return consumed(false);
    }
    if (state_ != State::size) {
      if (end != 0) return fail(Errc::malformed, "chunked body: CRLF expected");
      at += 2;
      if (state_ == State::last) return consumed(true);
      state_ = State::size;
      continue;
    }
    const auto size = parse_size(rest.substr(0, end));
    if (!size) return std::unexpected(size.error());
    at += end + 2;
    left_ = *size;
    state_ = left_ == 0 ? State::last : State::data;
  }
}

}  // namespace evisa::http
