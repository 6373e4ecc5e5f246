// One pass over plain JSON; RFC 8259 without what plain_json.h leaves to the whole parser.
#include "crypto/plain_json.h"

#include <array>
#include <charconv>

#include "crypto/json_writer.h"

namespace evisa::crypto {
namespace {

constexpr std::size_t kMaxDepth = 32;  // whoever takes the events stops sooner
constexpr std::size_t kMaxDigits = 18;

/// Of the letter behind a backslash; 0: none of one letter.
char meaning_of(char letter) {
  constexpr std::string_view kLetters = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
  const auto at = kLetters.find(letter);
  return at == std::string_view::npos ? '\0' : kMeanings[at];
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class PlainScanner {
 public:
  PlainScanner(std::string_view text, nlohmann::json_sax<Json>& events)
      : rest_(text), events_(events) {}

  PlainScan run() && {
    PlainScan scan = value();
    while (scan == PlainScan::done && depth_ > 0) scan = next_in_container();
    if (scan != PlainScan::done) return scan;
    skip_blanks();
    return rest_.empty() ? PlainScan::done : PlainScan::other;
  }

 private:
  static PlainScan of(bool wanted) { return wanted ? PlainScan::done : PlainScan::stopped; }

  void skip_blanks() {
    while (!rest_.empty() && (rest_[0] == ' ' || (rest_[0] >= '\t' && rest_[0] <= '\r'))) {
      if (rest_[0] == '\v' || rest_[0] == '\f') return;
      rest_.remove_prefix(1);
    }
  }
  bool take(char c) {
    skip_blanks();
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take_word(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  /// Behind the opening quotation mark; false where it is not plain.
  bool take_text() {
    text_.clear();
    for (;;) {
      std::size_t size = 0;
      while (size < rest_.size() && is_plain_json(rest_[size])) ++size;
      text_.append(rest_, 0, size);
      rest_.remove_prefix(size);
      if (rest_.starts_with('"')) break;
      const char escaped = rest_.size() > 1 && rest_[0] == '\\' ? meaning_of(rest_[1]) : '\0';
      if (escaped == '\0') return false;
      text_ += escaped;
      rest_.remove_prefix(2);
    }
    rest_.remove_prefix(1);
    return true;
  }

  /// A value, or a container's beginning: `next_in_container` goes on from there.
  PlainScan value() {
    skip_blanks();
    if (rest_.empty()) return PlainScan::other;
    switch (rest_[0]) {
      case '{':
      case '[':
        return open();
      case '"':
        rest_.remove_prefix(1);
        return take_text() ? of(events_.string(text_)) : PlainScan::other;
      case 't':
        return take_word("true") ? of(events_.boolean(true)) : PlainScan::other;
      case 'f':
        return take_word("false") ? of(events_.boolean(false)) : PlainScan::other;
      case 'n':
        return take_word("null") ? of(events_.null()) : PlainScan::other;
      default:
        return number();
    }
  }

  PlainScan number() {
    const bool negative = rest_[0] == '-';
    const std::string_view digits = rest_.substr(negative ? 1 : 0);
    std::size_t size = 0;
    while (size < digits.size() && is_digit(digits[size])) ++size;
    if (size == 0 || size > kMaxDigits || digits[0] == '0') {
      if (negative || size != 1) return PlainScan::other;
    }
    if (size < digits.size() && (digits[size] == '.' || (digits[size] | 0x20) == 'e'))
      return PlainScan::other;
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + size, number);
    rest_ = digits.substr(size);
    return of(negative ? events_.number_integer(-number)
                       : events_.number_unsigned(static_cast<std::uint64_t>(number)));
  }

  PlainScan open() {
    const bool object = rest_[0] == '{';
    rest_.remove_prefix(1);
    if (depth_ == kMaxDepth) return PlainScan::other;
    constexpr auto kUnknown = static_cast<std::size_t>(-1);
    if (!(object ? events_.start_object(kUnknown) : events_.start_array(kUnknown)))
      return PlainScan::stopped;
    is_object_[depth_++] = object;
    first_ = true;
    return PlainScan::done;
  }

  PlainScan next_in_container() {
    const bool object = is_object_[depth_ - 1], first = std::exchange(first_, false);
    if (take(object ? '}' : ']')) {
      --depth_;
      return of(object ? events_.end_object() : events_.end_array());
    }
    if (!first && !take(',')) return PlainScan::other;
    if (!object) return value();
    if (!take('"') || !take_text()) return PlainScan::other;
    if (!events_.key(text_)) return PlainScan::stopped;
    return take(':') ? value() : PlainScan::other;
  }

  std::string_view rest_;
  nlohmann::json_sax<Json>& events_;
  std::array<bool, kMaxDepth> is_object_{};
  std::size_t depth_ = 0;
  bool first_ = false;  ///< nothing stands yet in the innermost container
  std::string text_;
};

}  // namespace

PlainScan scan_plain_json(std::string_view text, nlohmann::json_sax<Json>& events) {
  return PlainScanner(text, events).run();
}

}  // namespace evisa::crypto
