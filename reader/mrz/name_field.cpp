// Forwards and backwards over an automaton of six states. Letters differ only in how likely they
// are: a cell counts as "some letter" or "filler".
#include "reader/mrz/name_field.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace evisa::reader::mrz {
namespace {

enum State : std::size_t {
  primary,
  primary_gap,
  divided,
  secondary,
  secondary_gap,
  filled,
  kStates
};
using States = std::array<double, kStates>;

constexpr std::size_t kFiller = kNone - 1;
static_assert(kAlphabet[kFiller] == '<');
constexpr double kAgainstTheRule = 1e-4;  // a name written otherwise than the standard says
constexpr double kLeast = 1e-6;           // no cell rules the other kind out

constexpr std::array<State, kStates> kAfterLetter = {primary,   primary,   secondary,
                                                     secondary, secondary, secondary};
constexpr std::array<State, kStates> kAfterFiller = {primary_gap,   divided, filled,
                                                     secondary_gap, filled,  filled};

double rule(std::size_t state) { return state == filled ? kAgainstTheRule : 1; }

/// Chances that a cell is some letter and that it is a filler.
struct Kind {
  double letter = 0, filler = 0;
};

Kind kind_of(const Chances& cell) {
  const double filler = cell[kFiller];
  const double letter = std::accumulate(cell.begin(), cell.end(), 0.0) - filler;
  return {std::max(kLeast, letter), std::max(kLeast, filler)};
}

void to_one(States& states) {
  const double sum = std::accumulate(states.begin(), states.end(), 0.0);
  for (double& s : states) s /= sum;
}

std::vector<States> forwards(const std::vector<Kind>& kinds) {
  std::vector<States> sums(kinds.size() + 1, States{});
  sums[0][primary] = 1;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    for (std::size_t s = 0; s < kStates; ++s) {
      sums[i + 1][kAfterLetter[s]] += sums[i][s] * kinds[i].letter * rule(s);
      sums[i + 1][kAfterFiller[s]] += sums[i][s] * kinds[i].filler;
    }
    to_one(sums[i + 1]);
  }
  return sums;
}

/// `letter` of all that a cell's chances sum to is a letter's.
void weigh(Chances& cell, double letter) {
  const double all = std::accumulate(cell.begin(), cell.end(), 0.0);
  const double letters = all - cell[kFiller];
  for (std::size_t c = 0; c < kFiller; ++c) cell[c] *= letters > 0 ? letter * all / letters : 0;
  cell[kFiller] = (1 - letter) * all;
}

}  // namespace

std::vector<Chances> given_name_order(const std::vector<Chances>& cells) {
  std::vector<Kind> kinds;
  for (const Chances& cell : cells) kinds.push_back(kind_of(cell));
  const auto before = forwards(kinds);
  auto out = cells;
  States behind, here;
  behind.fill(1);
  for (std::size_t i = cells.size(); i-- > 0;) {
    double letter = 0, filler = 0;
    for (std::size_t s = 0; s < kStates; ++s) {
      const double as_letter = kinds[i].letter * rule(s) * behind[kAfterLetter[s]];
      const double as_filler = kinds[i].filler * behind[kAfterFiller[s]];
      letter += before[i][s] * as_letter;
      filler += before[i][s] * as_filler;
      here[s] = as_letter + as_filler;
    }
    weigh(out[i], letter / (letter + filler));
    behind = here;
    to_one(behind);
  }
  return out;
}

}  // namespace evisa::reader::mrz
