// UN/EDIFACT syntax.
//
//   interchange = [ "UNA" 6service [EOL] ] 1*( segment terminator *EOL )
//   segment     = tag *( element-separator element )
//   tag         = 3( A-Z | 0-9 )
//   element     = data *( component-separator data )
//   data        = *( character | release any )          at most 512 characters
//
// Repeated data elements (version 4) are not used by passenger lists and are refused. SPEC: ISO
// 9735-1 section 8; characters: ISO 9735-1 annex A, levels A and B.
#include "verifier/carrier/edifact.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace evisa::verifier::carrier {
namespace {

constexpr std::size_t kMaxSegments = 20'000;
constexpr std::size_t kMaxElements = 40;
constexpr std::size_t kMaxComponents = 20;
constexpr std::size_t kMaxData = 512;

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_line_end(char c) { return c == '\r' || c == '\n'; }
bool is_printable(char c) { return c >= 0x20 && c < 0x7F; }

bool is_level_a(char c) {
  return is_capital(c) || is_digit(c) ||
         std::string_view(" .,-()/='+:?!\"%&*;<>").find(c) != std::string_view::npos;
}

bool has_small_letters(std::string_view syntax) { return syntax != "UNOA"; }

Parsed<Separators> read_una(std::string_view& bytes) {
  Separators separators;
  if (!bytes.starts_with("UNA")) return separators;
  if (bytes.size() < 9)
    return std::unexpected(SyntaxFault{SyntaxCode::missing, "UNA is cut short", "UNA", 1});
  const std::string_view service = bytes.substr(3, 6);
  separators = {service[0], service[1], service[2], service[3], service[4], service[5], true};
  // Each its own, printable, and never what data is made of.
  const bool printable = std::ranges::all_of(service, [](char c) {
    return is_printable(c) && !is_capital(c) && !is_digit(c) && !is_small(c);
  });
  const std::set<char> own{service[0], service[1], service[3], service[5]};
  const bool blank = own.contains(' ') || service[4] == service[0] || service[4] == service[1] ||
                     service[4] == service[3] || service[4] == service[5];
  if (!printable || own.size() != 4 || blank)
    return std::unexpected(SyntaxFault{SyntaxCode::invalid_character,
                                       "UNA states service characters that cannot be", "UNA", 1});
  bytes.remove_prefix(9);
  return separators;
}

/// Reads the segments one after the other.
class Splitter {
 public:
  Splitter(std::string_view bytes, Separators separators) : bytes_(bytes), by_(separators) {}

  Parsed<std::vector<Segment>> all() {
    std::vector<Segment> segments;
    for (skip_line_ends(); at_ < bytes_.size(); skip_line_ends()) {
      if (segments.size() == kMaxSegments)
        return std::unexpected(fault(SyntaxCode::too_many_repetitions, "too many segments"));
      ++number_;
      auto segment = one();
      if (!segment) return std::unexpected(segment.error());
      segments.push_back(std::move(*segment));
    }
    return segments;
  }

 private:
  void skip_line_ends() {
    while (at_ < bytes_.size() && is_line_end(bytes_[at_])) ++at_;
  }
  [[nodiscard]] SyntaxFault fault(SyntaxCode code, std::string_view what) const {
    return {code, fmt::format("segment {}{}{}: {}", number_, tag_.empty() ? "" : " ", tag_, what),
            tag_, number_};
  }

  Parsed<Segment> one() {
    tag_.clear();
    Segment segment;
    segment.position = number_;
    bool first = true;
    for (;;) {
      std::vector<std::string> element;
      const auto end = read_element(element);
      if (!end) return std::unexpected(end.error());
      if (first) {
        if (auto ok = take_tag(element, segment); !ok) return std::unexpected(ok.error());
      } else if (segment.elements.size() == kMaxElements) {
        return std::unexpected(fault(SyntaxCode::too_many_constituents, "too many elements"));
      } else {
        segment.elements.push_back(std::move(element));
      }
      first = false;
      if (*end == by_.terminator) return segment;
    }
  }

  Parsed<void> take_tag(const std::vector<std::string>& element, Segment& segment) {
    const std::string& tag = element.front();
    const bool good = element.size() == 1 && tag.size() == 3 &&
                      std::ranges::all_of(tag, [](char c) { return is_capital(c) || is_digit(c); });
    if (!good) return std::unexpected(fault(SyntaxCode::invalid_value, "not a segment's tag"));
    tag_ = segment.tag = tag;
    return {};
  }

  /// The separator that ended the element.
  Parsed<char> read_element(std::vector<std::string>& element) {
    for (;;) {
      std::string data;
      const auto end = read_data(data);
      if (!end) return end;
      if (element.size() == kMaxComponents)
        return std::unexpected(fault(SyntaxCode::too_many_constituents, "too many components"));
      element.push_back(std::move(data));
      if (*end != by_.component) return end;
    }
  }

  Parsed<char> read_data(std::string& data) {
    for (; at_ < bytes_.size(); ++at_) {
      char c = bytes_[at_];
      if (c == by_.component || c == by_.element || c == by_.terminator) {
        ++at_;
        return c;
      }
      if (by_.repetition != ' ' && c == by_.repetition)
        return std::unexpected(fault(SyntaxCode::too_many_repetitions, "a repeated element"));
      if (c == by_.release) {
        if (++at_ == bytes_.size()) break;
        c = bytes_[at_];
      }
      if (!is_printable(c))
        return std::unexpected(fault(SyntaxCode::invalid_character, "a character of no level"));
      if (data.size() == kMaxData)
        return std::unexpected(fault(SyntaxCode::too_long, "a data element is too long"));
      data.push_back(c);
    }
    return std::unexpected(fault(SyntaxCode::missing, "no terminator, the message is cut short"));
  }

  std::string_view bytes_;
  Separators by_;
  std::size_t at_ = 0, number_ = 0;
  std::string tag_;
};

void append_data(std::string& out, std::string_view data, const Separators& by) {
  for (const char c : data) {
    const bool service = c == by.component || c == by.element || c == by.release ||
                         c == by.terminator || (by.repetition != ' ' && c == by.repetition);
    if (service) out += by.release;
    out += c;
  }
}

}  // namespace

std::string_view Segment::at(std::size_t element, std::size_t component) const {
  if (element >= elements.size() || component >= elements[element].size()) return {};
  return elements[element][component];
}

Parsed<SegmentList> split_segments(std::string_view bytes) {
  if (bytes.size() > kMaxInterchange)
    return std::unexpected(SyntaxFault{
        SyntaxCode::too_long,
        fmt::format("an interchange of {} bytes, at most {}", bytes.size(), kMaxInterchange)});
  const auto separators = read_una(bytes);
  if (!separators) return std::unexpected(separators.error());
  auto segments = Splitter(bytes, *separators).all();
  if (!segments) return std::unexpected(segments.error());
  return SegmentList{*separators, std::move(*segments)};
}

std::string compose(const Segment& segment, const Separators& by) {
  std::string out = segment.tag;
  std::size_t kept = out.size();  // up to the last data that is not empty
  for (const auto& element : segment.elements) {
    out += by.element;
    for (std::size_t i = 0; i < element.size(); ++i) {
      if (i > 0) out += by.component;
      append_data(out, element[i], by);
      if (!element[i].empty()) kept = out.size();
    }
    // Components that are empty at an element's end go; the element keeps its place.
    if (out.size() > kept)
      while (out.ends_with(by.component) && out.size() > kept) out.pop_back();
  }
  out.resize(kept);
  return out + by.terminator;
}

std::string compose_una(const Separators& by) {
  if (!by.stated) return {};
  return fmt::format("UNA{}{}{}{}{}{}", by.component, by.element, by.decimal, by.release,
                     by.repetition, by.terminator);
}

bool in_character_set(std::string_view text, std::string_view syntax) {
  return std::ranges::all_of(
      text, [&](char c) { return is_level_a(c) || (has_small_letters(syntax) && is_small(c)); });
}

std::string to_character_set(std::string_view text, std::string_view syntax) {
  std::string out;
  for (const char c : text) {
    // A character of several bytes leaves one blank.
    if ((static_cast<unsigned char>(c) & 0xC0) == 0x80) continue;
    const char shown = is_small(c) && !has_small_letters(syntax) ? static_cast<char>(c - 32) : c;
    out += is_level_a(shown) || is_small(shown) ? shown : ' ';
  }
  return out;
}

}  // namespace evisa::verifier::carrier
