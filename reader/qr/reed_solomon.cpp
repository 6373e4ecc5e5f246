// Syndromes, Berlekamp-Massey started from the erasures, Chien search, Forney.
#include "reader/qr/reed_solomon.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "reader/qr/galois.h"

namespace evisa::reader::qr {
namespace {

using Polynomial = std::vector<std::uint8_t>;  // lowest power first

constexpr int kLongest = 255;

Polynomial syndromes_of(std::span<const std::uint8_t> block, int parity) {
  Polynomial out(static_cast<std::size_t>(parity));
  for (int i = 0; i < parity; ++i) {
    const std::uint8_t x = power_of_two(i);
    std::uint8_t sum = 0;
    for (const std::uint8_t codeword : block)
      sum = static_cast<std::uint8_t>(multiply(sum, x) ^ codeword);
    out[static_cast<std::size_t>(i)] = sum;
  }
  return out;
}

std::uint8_t value_at(const Polynomial& p, std::uint8_t x) {
  std::uint8_t sum = 0;
  for (std::size_t i = p.size(); i-- > 0;) sum = static_cast<std::uint8_t>(multiply(sum, x) ^ p[i]);
  return sum;
}

/// p * (1 + x * root)
Polynomial times_root(const Polynomial& p, std::uint8_t root) {
  Polynomial out(p.size() + 1);
  for (std::size_t i = 0; i < p.size(); ++i) {
    out[i] = static_cast<std::uint8_t>(out[i] ^ p[i]);
    out[i + 1] = static_cast<std::uint8_t>(out[i + 1] ^ multiply(p[i], root));
  }
  return out;
}

std::size_t degree(const Polynomial& p) {
  std::size_t d = p.empty() ? 0 : p.size() - 1;
  while (d > 0 && p[d] == 0) --d;
  return d;
}

/// The locator of erasures and errors together.
Polynomial locator_of(const Polynomial& syndromes, const Polynomial& erasure_locator) {
  const std::size_t parity = syndromes.size(), erased = erasure_locator.size() - 1;
  Polynomial locator = erasure_locator, old = erasure_locator;
  std::size_t length = erased;
  for (std::size_t r = erased; r < parity; ++r) {
    std::uint8_t discrepancy = 0;
    for (std::size_t i = 0; i < locator.size() && i <= r; ++i)
      discrepancy = static_cast<std::uint8_t>(discrepancy ^ multiply(locator[i], syndromes[r - i]));
    old.insert(old.begin(), 0);
    if (discrepancy == 0) continue;
    const Polynomial before = locator;
    locator.resize(std::max(locator.size(), old.size()));
    for (std::size_t i = 0; i < old.size(); ++i)
      locator[i] = static_cast<std::uint8_t>(locator[i] ^ multiply(discrepancy, old[i]));
    if (2 * length <= r + erased) {
      length = r + 1 + erased - length;
      old = before;
      for (auto& c : old) c = divide(c, discrepancy);
    }
  }
  return locator;
}

/// Indices of the block at which the locator has its roots; nothing when it has not enough.
std::optional<std::vector<int>> roots_of(const Polynomial& locator, int size) {
  const std::size_t wanted = degree(locator);
  std::vector<int> found;
  for (int index = 0; index < size; ++index) {
    const int power = size - 1 - index;
    if (value_at(locator, power_of_two(-power)) == 0) found.push_back(index);
  }
  if (found.size() != wanted) return std::nullopt;
  return found;
}

/// Forney: how far each wrong codeword is off.
bool repair(std::span<std::uint8_t> block, const Polynomial& syndromes, const Polynomial& locator,
            const std::vector<int>& places) {
  Polynomial evaluator(syndromes.size());
  for (std::size_t i = 0; i < syndromes.size(); ++i) {
    for (std::size_t j = 0; j < locator.size() && j <= i; ++j)
      evaluator[i] =
          static_cast<std::uint8_t>(evaluator[i] ^ multiply(locator[j], syndromes[i - j]));
  }
  for (const int index : places) {
    const int power = static_cast<int>(block.size()) - 1 - index;
    const std::uint8_t inverse = power_of_two(-power);
    std::uint8_t slope = 0, x = 1;  // the locator's formal derivative: odd powers only
    for (std::size_t i = 1; i < locator.size(); i += 2) {
      slope = static_cast<std::uint8_t>(slope ^ multiply(locator[i], x));
      x = multiply(x, multiply(inverse, inverse));
    }
    if (slope == 0) return false;
    const std::uint8_t off =
        multiply(power_of_two(power), divide(value_at(evaluator, inverse), slope));
    auto& codeword = block[static_cast<std::size_t>(index)];
    codeword = static_cast<std::uint8_t>(codeword ^ off);
  }
  return true;
}

bool clean(const Polynomial& syndromes) {
  return std::ranges::all_of(syndromes, [](std::uint8_t s) { return s == 0; });
}

}  // namespace

std::optional<int> correct(std::span<std::uint8_t> block, int parity, std::span<const int> erasures,
                           int most_errors) {
  const int size = static_cast<int>(block.size()), erased = static_cast<int>(erasures.size());
  if (size > kLongest || parity <= 0 || parity >= size || erased > parity) return std::nullopt;
  const Polynomial syndromes = syndromes_of(block, parity);
  if (clean(syndromes)) return 0;
  Polynomial erasure_locator{1};
  for (const int index : erasures) {
    if (index < 0 || index >= size) return std::nullopt;
    erasure_locator = times_root(erasure_locator, power_of_two(size - 1 - index));
  }
  const Polynomial locator = locator_of(syndromes, erasure_locator);
  const int errors = static_cast<int>(degree(locator)) - erased;
  if (errors < 0 || errors > most_errors || 2 * errors + erased > parity) return std::nullopt;
  const auto places = roots_of(locator, size);
  if (!places) return std::nullopt;
  std::array<std::uint8_t, kLongest> before{};
  std::ranges::copy(block, before.begin());
  if (repair(block, syndromes, locator, *places) && clean(syndromes_of(block, parity)))
    return errors;
  std::copy_n(before.begin(), block.size(), block.begin());
  return std::nullopt;
}

double chance_log2(int size, int parity, int erasures, int errors) {
  // Every error pattern of that many codewords fits one of 256^(parity - erasures) remainders.
  double ways = 0;
  for (int i = 0; i < errors; ++i) ways += std::log2(255.0 * (size - erasures - i) / (i + 1.0));
  return std::min(0.0, ways - 8.0 * (parity - erasures));
}

}  // namespace evisa::reader::qr
