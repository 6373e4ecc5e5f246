// A file or HTTP body of feed pages: a first line, then JSON and signature in turn, each ended by
// LF.
#include <fmt/format.h>

#include <algorithm>

#include "db/register_feed.h"

namespace evisa::db {
namespace {

constexpr std::string_view kFirstLine = "EVISA-REGISTER-FEED-1";
constexpr std::string_view kAnyVersion = "EVISA-REGISTER-FEED-";

/// Takes lines off a text; each must be ended by LF, so that a cut is noticed.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] std::size_t number() const { return number_; }
  [[nodiscard]] Result<std::string_view> next() {
    ++number_;
    const auto end = rest_.find('\n');
    if (end == std::string_view::npos) {
      return fail(Errc::malformed, fmt::format("register feed: line {} is cut off", number_),
                  "copy the whole file again");
    }
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

Result<void> check_first(std::string_view line) {
  if (line == kFirstLine) return {};
  if (line.starts_with(kAnyVersion)) {
    return fail(Errc::unsupported, fmt::format("register feed of version {}, expected 1",
                                               line.substr(kAnyVersion.size()).substr(0, 16)));
  }
  return fail(Errc::malformed,
              fmt::format("not a register feed: expected \"{}\" first", kFirstLine));
}

Result<SignedPage> read_signed_page(Lines& lines) {
  const auto json = lines.next();
  if (!json) return std::unexpected(json.error());
  if (json->size() > kMaxPage) {
    return fail(Errc::out_of_range, fmt::format("register feed: line {} has {} bytes, at most {}",
                                                lines.number(), json->size(), kMaxPage));
  }
  const auto base64 = lines.next();
  if (!base64) return std::unexpected(base64.error());
  const auto bytes = crypto::from_base64(*base64);
  SignedPage page{std::string(*json), {}};
  if (!bytes || bytes->size() != page.signature.size()) {
    return fail(Errc::malformed, fmt::format("register feed: line {} is not a signature of 64 "
                                             "bytes in base64",
                                             lines.number()));
  }
  std::ranges::copy(*bytes, page.signature.begin());
  return page;
}

}  // namespace

std::string feed_text(std::span<const SignedPage> pages) {
  std::string text = std::string(kFirstLine) + "\n";
  for (const SignedPage& page : pages) {
    text += page.json + "\n" + crypto::to_base64(page.signature) + "\n";
  }
  return text;
}

Result<std::vector<SignedPage>> parse_feed_text(std::string_view text) {
  Lines lines(text);
  const auto first = lines.next();
  if (!first) {
    return fail(Errc::malformed,
                fmt::format("not a register feed: expected \"{}\" first", kFirstLine));
  }
  if (auto ok = check_first(*first); !ok) return std::unexpected(ok.error());
  std::vector<SignedPage> pages;
  while (!lines.done()) {
    auto page = read_signed_page(lines);
    if (!page) return std::unexpected(page.error());
    pages.push_back(std::move(*page));
  }
  return pages;
}

}  // namespace evisa::db
