// Forwards and backwards over the columns of line 2. A state is the sum so far of the field in hand
// and that of the composite check digit, both modulo ten.
#include "reader/mrz/check_digits.h"

#include <algorithm>
#include <string_view>

#include "visa/check_digit.h"

namespace evisa::reader::mrz {
namespace {

using visa::MrzFormat, visa::MrzLayout, visa::MrzSpan;

constexpr double kUnseen = 1e-5;    // a character less likely than this is none
constexpr std::size_t kBlank = 10;  // sum of a field that is nothing but fillers so far
constexpr std::size_t kSums = 11, kStates = kSums * 10;
using States = std::array<double, kStates>;

enum class Role { plain, digit, digit_or_filler, composite };

struct Column {
  Role role = Role::plain;
  std::size_t weight = 0, composite = 0;  ///< of the character in both sums; 0: not covered
  bool begins = false, may_be_blank = false;
};

constexpr std::array<std::size_t, 3> kWeights = {7, 3, 1};

std::vector<Column> columns_of(const MrzLayout& layout) {
  std::vector<Column> columns(layout.width);
  const auto field = [&](const MrzSpan& span, const MrzSpan& digit, Role role) {
    for (std::size_t i = 0; i < span.length; ++i) columns[span.begin + i].weight = kWeights[i % 3];
    columns[span.begin].begins = true;
    columns[span.begin].may_be_blank = role == Role::digit_or_filler;
    columns[digit.begin].role = role;
  };
  field(layout.document_number, layout.document_number_check, Role::digit);
  field(layout.birth, layout.birth_check, Role::digit);
  field(layout.expiry, layout.expiry_check, Role::digit);
  if (layout.optional_data_check)
    field(layout.optional_data, *layout.optional_data_check, Role::digit_or_filler);
  if (!layout.composite_check) return columns;
  columns[layout.composite_check->begin].role = Role::composite;
  std::size_t n = 0;
  for (const MrzSpan& part : layout.composite_parts) {
    for (std::size_t i = 0; i < part.length; ++i)
      columns[part.begin + i].composite = kWeights[n++ % 3];
  }
  return columns;
}

/// A-Z are 10 to 35, the filler nothing.
std::size_t value_of(std::size_t character) {
  const char c = character_of(character);
  if (c == '<') return 0;
  return c <= '9' ? static_cast<std::size_t>(c - '0') : static_cast<std::size_t>(c - 'A') + 10;
}

/// The state after a character; `kStates` where a check digit is wrong.
std::size_t after(const Column& column, std::size_t state, std::size_t character) {
  std::size_t sum = state % kSums, composite = state / kSums;
  const std::size_t value = value_of(character);
  const bool filler = character_of(character) == '<';
  if (column.begins) sum = column.may_be_blank ? kBlank : 0;
  switch (column.role) {
    case Role::plain:
      if (column.weight > 0 && !(sum == kBlank && filler))
        sum = ((sum == kBlank ? 0 : sum) + column.weight * value) % 10;
      break;
    case Role::digit:
    case Role::digit_or_filler:
      if (filler ? sum != kBlank : value != sum % 10) return kStates;
      sum = 0;
      break;
    case Role::composite:
      if (filler || value != composite) return kStates;
      break;
  }
  composite = (composite + column.composite * value) % 10;
  return composite * kSums + sum;
}

/// Calls `each(character, chance)` for what a cell may be.
template <class Each>
void each_likely(const Chances& cell, Each&& each) {
  for (std::size_t c = 0; c < kNone; ++c) {
    if (cell[c] >= kUnseen) each(c, cell[c]);
  }
}

std::vector<States> forwards(const std::vector<Column>& columns, const std::vector<Chances>& line) {
  std::vector<States> sums(line.size() + 1, States{});
  sums[0][0] = 1;
  for (std::size_t i = 0; i < line.size(); ++i) {
    each_likely(line[i], [&](std::size_t c, double chance) {
      for (std::size_t s = 0; s < kStates; ++s) {
        if (sums[i][s] == 0) continue;
        const std::size_t to = after(columns[i], s, c);
        if (to < kStates) sums[i + 1][to] += sums[i][s] * chance;
      }
    });
  }
  return sums;
}

std::string_view part_of(const std::array<std::string, 2>& lines, const MrzSpan& span) {
  return std::string_view(lines[span.line]).substr(span.begin, span.length);
}

bool digit_holds(const std::array<std::string, 2>& lines, const MrzSpan& part,
                 const MrzSpan& digit) {
  return visa::mrz_check_digit(part_of(lines, part)) == part_of(lines, digit).front();
}

}  // namespace

Checked given_check_digits(MrzFormat format, const std::vector<Chances>& line2) {
  const auto columns = columns_of(visa::mrz_layout(format));
  if (line2.size() != columns.size()) return {};
  const auto before = forwards(columns, line2);
  Checked out;
  for (const double part : before.back()) out.holds += part;
  if (out.holds <= 0) return {};
  out.cells.assign(line2.size(), Chances{});
  States behind, here;
  behind.fill(1);
  for (std::size_t i = line2.size(); i-- > 0;) {
    here.fill(0);
    each_likely(line2[i], [&](std::size_t c, double chance) {
      for (std::size_t s = 0; s < kStates; ++s) {
        if (before[i][s] == 0) continue;
        const std::size_t to = after(columns[i], s, c);
        if (to >= kStates) continue;
        here[s] += chance * behind[to];
        out.cells[i][c] += before[i][s] * chance * behind[to] / out.holds;
      }
    });
    behind = here;
  }
  return out;
}

std::vector<MrzSpan> failed_checks(MrzFormat format, const std::array<std::string, 2>& lines) {
  const auto& layout = visa::mrz_layout(format);
  std::vector<MrzSpan> failed;
  const auto check = [&](const MrzSpan& field, const MrzSpan& digit) {
    if (!digit_holds(lines, field, digit))
      failed.push_back({field.line, field.begin, field.length + digit.length});
  };
  check(layout.document_number, layout.document_number_check);
  check(layout.birth, layout.birth_check);
  check(layout.expiry, layout.expiry_check);
  if (layout.optional_data_check) {
    const bool empty =
        part_of(lines, layout.optional_data).find_first_not_of('<') == std::string_view::npos;
    const bool none = part_of(lines, *layout.optional_data_check) == "<";
    if (!(empty && none)) check(layout.optional_data, *layout.optional_data_check);
  }
  if (!layout.composite_check) return failed;
  std::string covered;
  for (const MrzSpan& part : layout.composite_parts) covered += part_of(lines, part);
  if (visa::mrz_check_digit(covered) != part_of(lines, *layout.composite_check).front())
    failed.push_back(*layout.composite_check);
  return failed;
}

bool checks_hold(MrzFormat format, const std::array<std::string, 2>& lines) {
  const auto& layout = visa::mrz_layout(format);
  return lines[0].size() == layout.width && lines[1].size() == layout.width &&
         failed_checks(format, lines).empty();
}

}  // namespace evisa::reader::mrz
