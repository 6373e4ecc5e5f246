// Attempts of all readers, and the tables, CSV and page of plots made of them.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace evisa::bench {

struct Outcome {
  std::string reader, scenario, level;
  int index = 0;
  bool read = false, wrong = false;
  int calls = 1;
  double first_ms = 0, longest_ms = 0, total_ms = 0;
  int over = 0;  ///< calls over the budget
};

struct Rate {
  int frames = 0, read = 0, wrong = 0;
  [[nodiscard]] double percent() const { return frames == 0 ? 0 : 100.0 * read / frames; }
};

class Tally {
 public:
  void add(Outcome outcome);
  [[nodiscard]] bool empty() const { return outcomes_.empty(); }
  /// Read rate of each level and reader, totals, medians and 95th percentiles, as plain text.
  [[nodiscard]] std::string table() const;
  [[nodiscard]] std::string csv() const;
  /// One HTML page: a bar per level and reader, and the table of totals.
  [[nodiscard]] std::string page() const;

 private:
  [[nodiscard]] Rate rate(const std::string& reader, const std::string& level) const;
  [[nodiscard]] std::vector<double> times(const std::string& reader, bool only_read,
                                          double Outcome::*which) const;
  [[nodiscard]] std::vector<std::vector<std::string>> totals() const;
  std::vector<Outcome> outcomes_;
  std::vector<std::string> readers_, levels_;  // in the order of their first attempt
  std::map<std::pair<std::string, std::string>, Rate> rates_;
};

}  // namespace evisa::bench
