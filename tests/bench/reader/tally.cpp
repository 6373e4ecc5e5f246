// Counting, and three ways to show it.
#include "tests/bench/reader/tally.h"

#include <fmt/core.h>

#include <algorithm>

namespace evisa::bench {
namespace {

double at_part(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[std::min(values.size() - 1,
                         static_cast<std::size_t>(part * static_cast<double>(values.size())))];
}

void keep_order(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

constexpr const char* kColours[] = {"#00539f", "#c0392b", "#e6a700", "#7a7a7a", "#27ae60"};

}  // namespace

void Tally::add(Outcome outcome) {
  const std::string level = outcome.scenario + " " + outcome.level;
  keep_order(readers_, outcome.reader);
  keep_order(levels_, level);
  for (const auto& key : {level, std::string()}) {
    Rate& rate = rates_[{outcome.reader, key}];
    ++rate.frames;
    rate.read += outcome.read ? 1 : 0;
    rate.wrong += outcome.wrong ? 1 : 0;
  }
  outcomes_.push_back(std::move(outcome));
}

Rate Tally::rate(const std::string& reader, const std::string& level) const {
  const auto found = rates_.find({reader, level});
  return found == rates_.end() ? Rate{} : found->second;
}

std::vector<double> Tally::times(const std::string& reader, bool only_read,
                                 double Outcome::*which) const {
  std::vector<double> out;
  for (const auto& one : outcomes_) {
    if (one.reader == reader && (one.read || !only_read)) out.push_back(one.*which);
  }
  return out;
}

std::vector<std::vector<std::string>> Tally::totals() const {
  std::vector<std::vector<std::string>> rows{{"", "read %", "wrong", "frames", "median ms",
                                              "p95 ms", "median ms (read)", "longest call: p95",
                                              "max", "over budget"}};
  for (const auto& reader : readers_) {
    const Rate all = rate(reader, "");
    const auto total = times(reader, false, &Outcome::total_ms),
               read = times(reader, true, &Outcome::total_ms),
               longest = times(reader, false, &Outcome::longest_ms);
    int over = 0, calls = 0;
    for (const auto& one : outcomes_) {
      if (one.reader != reader) continue;
      over += one.over;
      calls += one.calls;
    }
    rows.push_back(
        {reader, fmt::format("{:.1f}", all.percent()), fmt::format("{}", all.wrong),
         fmt::format("{}", all.frames), fmt::format("{:.1f}", at_part(total, 0.5)),
         fmt::format("{:.1f}", at_part(total, 0.95)), fmt::format("{:.1f}", at_part(read, 0.5)),
         fmt::format("{:.1f}", at_part(longest, 0.95)), fmt::format("{:.1f}", at_part(longest, 1)),
         fmt::format("{} of {}", over, calls)});
  }
  return rows;
}

std::string Tally::table() const {
  std::string out = fmt::format("{:<28}", "level");
  for (const auto& reader : readers_) out += fmt::format("{:>16}", reader);
  out += '\n';
  for (const auto& level : levels_) {
    out += fmt::format("{:<28}", level);
    for (const auto& reader : readers_)
      out += fmt::format("{:>16.0f}", rate(reader, level).percent());
    out += '\n';
  }
  out += '\n';
  for (const auto& row : totals()) {
    for (const auto& cell : row) out += fmt::format("{:>18}", cell);
    out += '\n';
  }
  return out;
}

std::string Tally::csv() const {
  std::string out = "reader,scenario,level,index,read,wrong,calls,first_ms,longest_ms,total_ms\n";
  for (const auto& one : outcomes_) {
    out += fmt::format("{},{},{},{},{:d},{:d},{},{:.2f},{:.2f},{:.2f}\n", one.reader, one.scenario,
                       one.level, one.index, one.read, one.wrong, one.calls, one.first_ms,
                       one.longest_ms, one.total_ms);
  }
  return out;
}

std::string Tally::page() const {
  std::string out =
      "<!doctype html><html lang=en><meta charset=utf-8><title>Readers, level by level</title>"
      "<style>body{font:13px sans-serif;margin:24px}td,th{padding:2px 10px;text-align:right}"
      "main{columns:2;column-gap:28px}</style><h1>Read rate per level</h1><p>";
  for (std::size_t r = 0; r < readers_.size(); ++r)
    out += fmt::format("<b style='color:{}'>&#9632; {}</b> ", kColours[r % 5], readers_[r]);
  out += "</p><table>";
  for (const auto& row : totals()) {
    out += "<tr>";
    for (const auto& cell : row) out += fmt::format("<td>{}</td>", cell);
    out += "</tr>";
  }
  out += "</table><main>";
  const auto bars = static_cast<int>(readers_.size());
  for (const auto& level : levels_) {
    out += fmt::format(
        "<svg width=560 height={} style='display:block'><text x=0 y=12 font-size=12>{}</text>",
        6 * bars + 6, level);
    for (int r = 0; r < bars; ++r) {
      const auto& reader = readers_[static_cast<std::size_t>(r)];
      out += fmt::format("<rect x=170 y={} width={:.1f} height=5 fill='{}'/>", 6 * r + 1,
                         1 + 3.6 * rate(reader, level).percent(), kColours[r % 5]);
    }
    out += "</svg>";
  }
  return out + "</main></html>\n";
}

}  // namespace evisa::bench
