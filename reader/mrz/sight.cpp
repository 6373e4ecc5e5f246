// From what the network says of the cells to characters: grammar first, then check digits.
#include "reader/mrz/sight.h"

#include <algorithm>
#include <cmath>

#include "reader/mrz/check_digits.h"
#include "reader/mrz/grammar.h"
#include "reader/mrz/name_field.h"
#include "visa/mrz_layout.h"

namespace evisa::reader::mrz {
namespace {

using visa::MrzFormat;

constexpr float kLikely = 0.5F;    // below, a cell stays `?`
constexpr float kForeign = 0.1F;   // weight of what the grammar rules out and nothing looks like
constexpr double kFarther = 100;   // an alternative may be this many times less likely
constexpr double kNoticed = 0.02;  // and the network has to see it at all
constexpr double kCertain = 0.9;   // and nothing else may make the check digits right
constexpr std::size_t kMostCorrections = 2;
constexpr double kRead = 0.1;  // what the order of a name asks for, the network must have seen

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

/// Probabilities of what may stand in a cell, as `choose` weighs them.
Chances chances(const LogProbabilities& cell, const Characters& may, const Choice& choice) {
  Chances out{};
  for (std::size_t c = 0; c < kNone; ++c) {
    if (may.test(c)) {
      out[c] = static_cast<double>(choice.confidence * std::exp(cell[c] - cell[choice.best]));
    }
  }
  return out;
}

std::size_t likeliest(const Chances& cell) {
  return static_cast<std::size_t>(std::ranges::max_element(cell) - cell.begin());
}

/// Chooses between letter and filler by the whole name. What nobody read stays unknown.
void order_name(const MrzSight& sight, std::vector<Choice>& choices) {
  const visa::MrzSpan& name = visa::mrz_layout(sight.format).name;
  const auto& may = allowed(sight.format, 0);
  std::vector<Chances> seen;
  for (std::size_t i = name.begin; i < name.begin + name.length; ++i)
    seen.push_back(chances(sight.evidence[0][i], may[i], choices[i]));
  const auto ordered = given_name_order(seen);
  for (std::size_t k = 0; k < ordered.size(); ++k) {
    Choice& choice = choices[name.begin + k];
    const std::size_t best = likeliest(ordered[k]);
    if (seen[k][best] >= kRead) choice.best = best;
    choice.confidence = static_cast<float>(ordered[k][choice.best]);
  }
}

/// Another character for a cell of line 2: seen by the network, and all but certain once the check
/// digits are known to be right.
bool may_replace(const Chances& seen, const Chances& checked, std::size_t best, std::size_t taken) {
  return checked[taken] >= kCertain && seen[taken] >= kNoticed &&
         seen[taken] * kFarther >= seen[best];
}

/// Lets the check digits choose where they leave one choice only. What is sure stays: a document
/// whose own digits are wrong is shown as it is.
void correct(MrzSight& sight, const std::vector<Choice>& choices) {
  if (sight.checks_hold) return;
  const auto& may = allowed(sight.format, 1);
  std::vector<Chances> seen;
  for (std::size_t i = 0; i < may.size(); ++i)
    seen.push_back(chances(sight.evidence[1][i], may[i], choices[i]));
  const Checked checked = given_check_digits(sight.format, seen);
  if (checked.cells.empty()) return;
  auto lines = sight.lines;
  std::vector<Correction> corrections;
  for (std::size_t i = 0; i < may.size(); ++i) {
    const std::size_t taken = likeliest(checked.cells[i]);
    const std::size_t best = choices[i].best;
    if (lines[1][i] == character_of(taken)) continue;
    if (!may_replace(seen[i], checked.cells[i], best, taken)) return;
    corrections.push_back({1, i, lines[1][i], character_of(taken)});
    lines[1][i] = character_of(taken);
  }
  if (corrections.size() > kMostCorrections || !checks_hold(sight.format, lines)) return;
  sight.lines = lines;
  for (const Correction& one : corrections) sight.confidence[1][one.column] = kLikely;
  sight.corrections = std::move(corrections);
}

}  // namespace

MrzSight decide(Evidence evidence) {
  MrzSight sight;
  if (evidence[0].empty() || evidence[0].size() != evidence[1].size() ||
      (evidence[0].size() != 44 && evidence[0].size() != 36)) {
    return sight;
  }
  sight.format = format_of(evidence);
  sight.evidence = std::move(evidence);
  std::array<std::vector<Choice>, 2> choices;
  for (std::size_t line = 0; line < 2; ++line) {
    const auto& may = allowed(sight.format, line);
    for (std::size_t i = 0; i < may.size(); ++i)
      choices[line].push_back(choose(sight.evidence[line][i], may[i]));
    if (line == 0) order_name(sight, choices[line]);
    for (const Choice& choice : choices[line]) {
      sight.lines[line] += choice.confidence >= kLikely ? character_of(choice.best) : '?';
      sight.confidence[line].push_back(choice.confidence);
    }
  }
  const auto settle = [&] {
    sight.complete = !sight.lines[0].contains('?') && !sight.lines[1].contains('?');
    sight.checks_hold = sight.complete && checks_hold(sight.format, sight.lines);
    sight.least =
        std::min(std::ranges::min(sight.confidence[0]), std::ranges::min(sight.confidence[1]));
  };
  settle();
  correct(sight, choices[1]);
  settle();
  return sight;
}

}  // namespace evisa::reader::mrz
