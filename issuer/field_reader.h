// Takes the fields of an application out of its JSON, and notes every one that is not right.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/strict_json.h"
#include "issuer/problem.h"
#include "visa/result.h"

namespace evisa::issuer {

/// A value for a message: as JSON, at most 60 bytes of it, without anything a terminal would obey.
[[nodiscard]] std::string shown_json(const crypto::Json& value);
[[nodiscard]] std::string shown(std::string_view text);

class FieldReader {
 public:
  /// `prefix` goes before each field's name in messages: `mrz_name.`
  FieldReader(const crypto::Json& object, std::vector<Problem>& problems, std::string prefix = "")
      : object_(object), problems_(problems), prefix_(std::move(prefix)) {}

  [[nodiscard]] bool has(std::string_view key) const;
  /// nullptr when absent.
  [[nodiscard]] const crypto::Json* find(std::string_view key) const;
  /// Absent, or of another type than expected: a problem and nullopt.
  std::optional<std::string> text(std::string_view key, std::string_view expected);
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most);
  std::optional<bool> boolean(std::string_view key, std::string_view expected);
  /// A text that `parse` turns into a value.
  template <class T>
  std::optional<T> value(std::string_view key, Result<T> (*parse)(std::string_view),
                         std::string_view expected) {
    const auto word = text(key, expected);
    if (!word) return std::nullopt;
    auto parsed = parse(*word);
    if (parsed) return std::move(*parsed);
    problem(key, shown(*word), expected);
    return std::nullopt;
  }
  void problem(std::string_view key, std::string found, std::string_view expected);
  /// A problem for each key that is not in `known`, with the nearest known one.
  void refuse_unknown(const std::vector<std::string_view>& known);

 private:
  const crypto::Json& object_;
  std::vector<Problem>& problems_;
  std::string prefix_;
};

}  // namespace evisa::issuer
