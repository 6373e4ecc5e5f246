// Framing, then the keyboard layout, then the strict MRZ text.
#include "reader/mrz/typed_mrz.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <vector>

#include "crypto/keyboard_layout.h"
#include "reader/mrz/check_digits.h"
#include "visa/mrz_lines.h"
#include "visa/utf8.h"

namespace evisa::reader::mrz {
namespace {

constexpr char kStx = 2, kEtx = 3;
constexpr std::size_t kLongest = 512;  // bytes: 88 characters of up to 3 bytes, with room

Result<std::u32string> characters_of(std::string_view utf8) {
  std::u32string text;
  while (!utf8.empty()) {
    const auto next = visa::next_code_point(utf8);
    if (!next) return std::unexpected(next.error());
    text += *next;
  }
  return text;
}

bool is_break(char32_t c) { return c == U'\r' || c == U'\n'; }

/// `<` is Shift + comma: that key has the letter be in the Russian and the Kazakh layout.
char32_t key(char32_t c, crypto::DigitRow row) {
  return c == U'Б' || c == U'б' ? U'<' : crypto::key_of(c, row);
}

std::string mapped(const std::u32string& typed, crypto::DigitRow row) {
  std::string text;
  for (const char32_t c : typed) visa::append_utf8(text, is_break(c) ? U'\n' : key(c, row));
  return text;
}

visa::MrzFormat format_of(const visa::MrzText& text) {
  if (text.line1.size() == 36) return visa::MrzFormat::mrv_b;
  return text.line1.front() == 'V' ? visa::MrzFormat::mrv_a : visa::MrzFormat::td3;
}

Result<TypedMrz> read_text(const std::string& text) {
  const auto lines = visa::split_mrz(text);
  if (!lines) return std::unexpected(lines.error());
  if (auto ok = visa::check_mrz_characters(*lines); !ok) return std::unexpected(ok.error());
  TypedMrz mrz{{std::string(lines->line1), std::string(lines->line2)}, false};
  mrz.checks_hold = checks_hold(format_of(*lines), {mrz.lines.line1, mrz.lines.line2});
  return mrz;
}

bool same(const TypedMrz& a, const TypedMrz& b) {
  return a.lines.line1 == b.lines.line1 && a.lines.line2 == b.lines.line2;
}

/// The one layout whose keys give an MRZ with right check digits.
std::optional<TypedMrz> by_layout(const std::u32string& typed) {
  using crypto::DigitRow;
  std::vector<TypedMrz> found;
  for (const auto row :
       {DigitRow::plain, DigitRow::kazakh, DigitRow::russian_shifted, DigitRow::us_shifted}) {
    const auto mrz = read_text(mapped(typed, row));
    if (!mrz || !mrz->checks_hold) continue;
    if (std::ranges::none_of(found, [&](const auto& old) { return same(old, *mrz); })) {
      found.push_back(*mrz);
    }
  }
  if (found.size() != 1) return std::nullopt;
  return found.front();
}

}  // namespace

Result<TypedMrz> read_typed_mrz(std::string_view typed) {
  if (typed.size() > kLongest) {
    return fail(Errc::out_of_range,
                fmt::format("typed MRZ: {} bytes, at most {}", typed.size(), kLongest));
  }
  if (typed.starts_with(kStx)) typed.remove_prefix(1);
  if (typed.ends_with(kEtx)) typed.remove_suffix(1);
  const auto characters = characters_of(typed);
  if (!characters) return std::unexpected(characters.error());
  if (auto mrz = by_layout(*characters)) return *mrz;
  // As it came, for its own errors; a reader that is set up rightly needs no mapping.
  auto mrz = read_text(std::string(typed));
  if (!mrz && mrz.error().hint.empty()) {
    mrz.error().hint = "set the reader to the US keyboard layout and two lines of an MRZ";
  }
  return mrz;
}

std::optional<Result<TypedMrz>> TypedMrzLine::finish() {
  const std::string text = std::exchange(text_, {});
  return read_typed_mrz(text);
}

std::optional<Result<TypedMrz>> TypedMrzLine::add(char byte) {
  if (byte == kStx) {
    text_.clear();
    return std::nullopt;
  }
  if (byte == kEtx) {
    if (text_.empty()) return std::nullopt;
    return finish();
  }
  if (text_.size() >= kLongest) {
    text_.clear();
    return fail(Errc::out_of_range, fmt::format("typed MRZ: longer than {} bytes", kLongest));
  }
  const bool line_end = byte == '\r' || byte == '\n';
  if (line_end && text_.empty()) return std::nullopt;  // the LF of a CR LF, or an empty line
  if (!line_end) {
    text_ += byte;
    return std::nullopt;
  }
  if (const auto one = characters_of(text_); one && (one->size() == 44 || one->size() == 36)) {
    text_ += '\n';  // the first line; the second follows
    return std::nullopt;
  }
  if (text_.ends_with('\n')) return std::nullopt;
  return finish();
}

}  // namespace evisa::reader::mrz
