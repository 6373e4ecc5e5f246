// UN/EDIFACT syntax (ISO 9735, versions 1 to 4): characters, separators, segments. Strict: what
// does not follow the grammar is a fault with the code that a CONTRL message reports (ISO 9735-4,
// data element 0085). Grammar in edifact.cpp.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace evisa::verifier::carrier {

/// The service characters, as UNA states them.
struct Separators {
  char component = ':', element = '+', decimal = '.', release = '?', repetition = ' ',
       terminator = '\'';
  bool stated = false;  ///< the interchange began with UNA
  bool operator==(const Separators&) const = default;
};

struct Segment {
  std::string tag;
  std::vector<std::vector<std::string>> elements;  ///< each of one or more components
  std::size_t position = 0;                        ///< 1-based in its interchange; 0: not read
  /// A component, empty where it is absent. Both from 0.
  [[nodiscard]] std::string_view at(std::size_t element, std::size_t component = 0) const;
};

/// ISO 9735-4, data element 0085.
enum class SyntaxCode : int {
  version_unsupported = 2,
  invalid_value = 12,
  missing = 13,
  unsupported_position = 15,
  too_many_constituents = 16,
  unspecified = 18,
  invalid_character = 21,
  references_differ = 28,
  count_differs = 29,
  groups_and_messages_mixed = 30,
  several_types_in_group = 31,
  empty_level = 32,
  outside_message = 33,
  too_many_repetitions = 35,
  too_long = 39,
};

/// The header of an interchange (UNB), so that even a refusal can be addressed.
struct InterchangeHeader {
  Separators separators;
  std::string syntax;          ///< UNOA, UNOB, SIRE
  std::string syntax_version;  ///< 1 to 4
  std::vector<std::string> sender, recipient;
  std::string date, time;  ///< as sent
  std::string reference;
  std::string application;  ///< `IAPI`; may be empty
};

struct SyntaxFault {
  SyntaxCode code = SyntaxCode::unspecified;
  std::string text;  ///< for a person; never a content of the message
  std::string tag{};
  std::size_t segment = 0;  ///< 1-based in the interchange; 0: none
  std::optional<InterchangeHeader> interchange{};
};
template <class T>
using Parsed = std::expected<T, SyntaxFault>;

struct SegmentList {
  Separators separators;
  std::vector<Segment> segments;
};

inline constexpr std::size_t kMaxInterchange = 1U << 20;  ///< bytes

/// Takes an interchange apart into segments; line ends between segments are dropped.
[[nodiscard]] Parsed<SegmentList> split_segments(std::string_view bytes);

/// Writes one segment: trailing empty components and elements are left out, service characters in
/// the data are released.
[[nodiscard]] std::string compose(const Segment& segment, const Separators& separators);
/// UNA with its six characters, where `separators` are not the standard's or were stated.
[[nodiscard]] std::string compose_una(const Separators& separators);

/// True when the characters are those of the level: UNOA capitals, digits and .,-()/='+:?!"%&*;<>
/// and blank; UNOB and SIRE small letters as well.
[[nodiscard]] bool in_character_set(std::string_view text, std::string_view syntax);
/// Text in the characters of a level: capitals for UNOA, a blank for what there is no character
/// for.
[[nodiscard]] std::string to_character_set(std::string_view text, std::string_view syntax);

}  // namespace evisa::verifier::carrier
