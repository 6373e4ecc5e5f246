// The lines of a passport reader.
#include "kiosk/reader_lines.h"

#include <utility>

namespace evisa::kiosk {
namespace {

constexpr std::size_t kLine = 44;  // TD3; Doc 9303-4 4.2

bool is_mrz(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '<'; }

}  // namespace

std::optional<std::string> ReaderLines::add(char byte) {
  if (!is_mrz(byte)) return line_.empty() ? std::nullopt : end_line();
  if (line_.size() <= 2 * kLine) line_ += byte;
  return std::nullopt;
}

std::optional<std::string> ReaderLines::end_line() {
  std::string line = std::exchange(line_, {});
  std::string first = std::exchange(first_, {});
  if (line.size() == 2 * kLine) return line.substr(0, kLine) + '\n' + line.substr(kLine);
  if (line.size() != kLine) return std::nullopt;
  if (!first.empty()) return first + '\n' + line;
  first_ = std::move(line);
  return std::nullopt;
}

void ReaderLines::forget() {
  line_.clear();
  first_.clear();
}

}  // namespace evisa::kiosk
