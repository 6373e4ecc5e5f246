// Comma separated values (RFC 4180).
//
//   file   = header *(NL record) [NL]      NL = LF | CR LF
//   record = field *("," field)
//   field  = quoted | plain
//   quoted = DQUOTE *(any but DQUOTE | 2DQUOTE) DQUOTE
//   plain  = *(any but DQUOTE, comma, CR, LF)
#include "visa/csv.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "visa/utf8.h"

namespace evisa::visa {
namespace {

using Record = std::vector<std::string>;

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] std::size_t line() const { return line_; }

  Result<Record> record() {
    Record fields;
    do {
      auto field = at('"') ? quoted_field() : plain_field();
      if (!field) return std::unexpected(field.error());
      fields.push_back(std::move(*field));
    } while (accept(','));
    if (!at_end() && !accept_line_end()) {
      return fail(Errc::malformed,
                  fmt::format("line {}: found {} after a field, expected a comma or the line's end",
                              line_, shown()),
                  "a field that holds quotes or line breaks is quoted, its quotes doubled");
    }
    return fields;
  }

 private:
  [[nodiscard]] bool at(char c) const { return !at_end() && text_[at_] == c; }
  bool accept(char c) {
    if (!at(c)) return false;
    ++at_;
    return true;
  }
  bool accept_line_end() {
    if (text_.substr(at_).starts_with("\r\n")) ++at_;
    if (!accept('\n')) return false;
    ++line_;
    return true;
  }
  [[nodiscard]] std::string shown() const {
    return at('\r') ? "a carriage return" : fmt::format("'{}'", text_[at_]);
  }

  Result<std::string> plain_field() {
    const std::size_t begin = at_;
    while (!at_end() && std::string_view{",\"\r\n"}.find(text_[at_]) == std::string_view::npos) {
      ++at_;
    }
    return std::string{text_.substr(begin, at_ - begin)};
  }

  Result<std::string> quoted_field() {
    const std::size_t first_line = line_;
    std::string field;
    ++at_;
    while (!at_end()) {
      const char c = text_[at_++];
      if (c == '"' && !accept('"')) return field;
      if (c == '\n') ++line_;
      field.push_back(c);
    }
    return fail(Errc::malformed,
                fmt::format("line {}: a quote is opened and never closed", first_line));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

std::optional<Error> refuse_non_text(std::string_view text) {
  std::size_t line = 1;
  while (!text.empty()) {
    const auto code_point = next_code_point(text);
    if (!code_point || *code_point == 0) {
      return Error{Errc::malformed, fmt::format("line {}: not UTF-8 text", line),
                   "save the table as UTF-8"};
    }
    if (*code_point == '\n') ++line;
  }
  return std::nullopt;
}

std::optional<Error> refuse_bad_header(const Record& header) {
  for (auto name = header.begin(); name != header.end(); ++name) {
    if (name->empty()) return Error{Errc::malformed, "line 1: a column has no name"};
    if (std::find(header.begin(), name, *name) != name) {
      return Error{Errc::malformed, fmt::format("line 1: column \"{}\" is there twice", *name)};
    }
  }
  return std::nullopt;
}

}  // namespace

Result<std::size_t> CsvTable::column(std::string_view name) const {
  const auto found = std::ranges::find(header, name);
  if (found == header.end()) {
    return fail(Errc::not_found,
                fmt::format("column \"{}\" is missing; found: {}", name, fmt::join(header, ", ")));
  }
  return static_cast<std::size_t>(found - header.begin());
}

Result<CsvTable> parse_csv(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (auto error = refuse_non_text(text)) return std::unexpected(std::move(*error));
  Scanner scanner(text);
  auto header = scanner.record();
  if (!header) return std::unexpected(header.error());
  if (auto error = refuse_bad_header(*header)) return std::unexpected(std::move(*error));
  CsvTable table{std::move(*header), {}, {}};
  while (!scanner.at_end()) {
    const std::size_t line = scanner.line();
    auto row = scanner.record();
    if (!row) return std::unexpected(row.error());
    if (row->size() != table.header.size()) {
      return fail(Errc::malformed, fmt::format("line {}: found {} fields, expected {}", line,
                                               row->size(), table.header.size()));
    }
    table.rows.push_back(std::move(*row));
    table.lines.push_back(line);
  }
  return table;
}

}  // namespace evisa::visa
