// From what the network says of the cells to characters: grammar first, then check digits.
#include "reader/mrz/sight.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "reader/mrz/grammar.h"
#include "visa/check_digit.h"
#include "visa/mrz_layout.h"

namespace evisa::reader::mrz {
namespace {

using visa::MrzFormat, visa::MrzSpan;

constexpr float kLikely = 0.5F;      // below, a cell stays `?`
constexpr float kForeign = 0.1F;     // weight of what the grammar rules out and nothing looks like
constexpr float kSubstitute = 4.6F;  // an alternative may be this much less likely: 100 times
constexpr float kSomething = -3.9F;  // and the network has to see it at all: 2 %
constexpr float kClear = 2.3F;       // and the next best one must be 10 times less likely than it

struct Choice {
  std::size_t best = kNone;
  float confidence = 0;
};

/// The likeliest allowed character. What is not allowed counts against it, unless it looks like it.
Choice choose(const LogProbabilities& cell, const Characters& may) {
  Choice choice;
  for (std::size_t c = 0; c < kNone; ++c) {
    if (may.test(c) && (choice.best == kNone || cell[c] > cell[choice.best])) choice.best = c;
  }
  float total = 0;
  for (std::size_t c = 0; c < kClasses; ++c) {
    const float p = std::exp(cell[c]);
    const bool counts = c < kNone && may.test(c);
    const bool alike = c < kNone && look_alike(character_of(c), character_of(choice.best));
    total += counts ? p : alike ? 0 : kForeign * p;
  }
  choice.confidence = total > 0 ? std::exp(cell[choice.best]) / total : 0;
  return choice;
}

MrzFormat format_of(const Evidence& evidence) {
  const auto& first = evidence[0].front();
  const bool visa = first[class_of('V')] > first[class_of('P')];
  if (evidence[0].size() == 36) return MrzFormat::mrv_b;
  return visa ? MrzFormat::mrv_a : MrzFormat::td3;
}

std::string_view part_of(const std::array<std::string, 2>& lines, const MrzSpan& span) {
  return std::string_view(lines[span.line]).substr(span.begin, span.length);
}

bool digit_holds(const std::array<std::string, 2>& lines, const MrzSpan& part,
                 const MrzSpan& digit) {
  return visa::mrz_check_digit(part_of(lines, part)) == part_of(lines, digit).front();
}

/// Another character for one cell, and how much less likely it is.
struct Substitution {
  std::size_t column = 0, taken = kNone;
  float cost = 0;
};

/// The one substitution in line 2 that makes every check digit right, when it is clearly the best.
std::optional<Substitution> substitution(const MrzSight& sight,
                                         const std::vector<std::size_t>& best) {
  const auto& may = allowed(sight.format, 1);
  std::vector<Substitution> fits;
  auto lines = sight.lines;
  for (std::size_t i = 0; i < best.size(); ++i) lines[1][i] = character_of(best[i]);
  for (std::size_t i = 0; i < best.size(); ++i) {
    const auto& cell = sight.evidence[1][i];
    for (std::size_t c = 0; c < kNone; ++c) {
      const float cost = cell[best[i]] - cell[c];
      if (c == best[i] || !may[i].test(c) || cost > kSubstitute || cell[c] < kSomething) continue;
      lines[1][i] = character_of(c);
      if (checks_hold(sight.format, lines)) fits.push_back({i, c, cost});
    }
    lines[1][i] = character_of(best[i]);
  }
  std::ranges::sort(fits, {}, &Substitution::cost);
  if (fits.empty() || (fits.size() > 1 && fits[1].cost < fits[0].cost + kClear)) return {};
  return fits.front();
}

void correct(MrzSight& sight, const std::vector<std::size_t>& best) {
  if (sight.checks_hold) return;
  // One doubtful character can be told by the check digits; two could hold by chance.
  const auto unknown = std::ranges::count(sight.lines[1], '?');
  if (unknown > 1) return;
  const auto other = substitution(sight, best);
  if (!other) return;
  const auto at = sight.lines[1].find('?');
  if (at != std::string::npos && at != other->column) return;
  const char seen = character_of(best[other->column]), taken = character_of(other->taken);
  sight.corrections.push_back({1, other->column, seen, taken});
  sight.lines[1][other->column] = taken;
  sight.confidence[1][other->column] = kLikely;
}

}  // namespace

bool checks_hold(MrzFormat format, const std::array<std::string, 2>& lines) {
  const auto& layout = visa::mrz_layout(format);
  if (lines[0].size() != layout.width || lines[1].size() != layout.width) return false;
  if (!digit_holds(lines, layout.document_number, layout.document_number_check)) return false;
  if (!digit_holds(lines, layout.birth, layout.birth_check)) return false;
  if (!digit_holds(lines, layout.expiry, layout.expiry_check)) return false;
  if (layout.optional_data_check) {
    const bool empty =
        part_of(lines, layout.optional_data).find_first_not_of('<') == std::string_view::npos;
    const bool none = part_of(lines, *layout.optional_data_check) == "<";
    if (!(empty && none) &&
        !digit_holds(lines, layout.optional_data, *layout.optional_data_check)) {
      return false;
    }
  }
  if (!layout.composite_check) return true;
  std::string covered;
  for (const MrzSpan& part : layout.composite_parts) covered += part_of(lines, part);
  return visa::mrz_check_digit(covered) == part_of(lines, *layout.composite_check).front();
}

MrzSight decide(Evidence evidence) {
  MrzSight sight;
  if (evidence[0].empty() || evidence[0].size() != evidence[1].size() ||
      (evidence[0].size() != 44 && evidence[0].size() != 36)) {
    return sight;
  }
  sight.format = format_of(evidence);
  sight.evidence = std::move(evidence);
  std::vector<std::size_t> best;  // of line 2
  for (std::size_t line = 0; line < 2; ++line) {
    const auto& may = allowed(sight.format, line);
    for (std::size_t i = 0; i < may.size(); ++i) {
      const Choice choice = choose(sight.evidence[line][i], may[i]);
      sight.lines[line] += choice.confidence >= kLikely ? character_of(choice.best) : '?';
      sight.confidence[line].push_back(choice.confidence);
      if (line == 1) best.push_back(choice.best);
    }
  }
  const auto settle = [&] {
    sight.complete = !sight.lines[0].contains('?') && !sight.lines[1].contains('?');
    sight.checks_hold = sight.complete && checks_hold(sight.format, sight.lines);
    sight.least =
        std::min(std::ranges::min(sight.confidence[0]), std::ranges::min(sight.confidence[1]));
  };
  settle();
  correct(sight, best);
  settle();
  return sight;
}

}  // namespace evisa::reader::mrz
