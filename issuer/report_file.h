// The report of a run: its place is taken before the first visa exists, its name given at the end.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "visa/result.h"

namespace evisa::issuer {

/// A file of mode 0600 beside its place; dropped unless it was published.
class ReportFile {
 public:
  /// Errors: io, not_found (the folder).
  [[nodiscard]] static Result<ReportFile> open(const std::filesystem::path& place);
  ReportFile(ReportFile&& other) noexcept;
  ReportFile& operator=(ReportFile&&) = delete;
  ReportFile(const ReportFile&) = delete;
  ReportFile& operator=(const ReportFile&) = delete;
  ~ReportFile();
  /// Writes it to disk and gives it its name, in place of an older report. Errors: io.
  [[nodiscard]] Result<void> publish(std::string_view text);

 private:
  ReportFile(int handle, std::string temporary, std::filesystem::path place)
      : handle_(handle), temporary_(std::move(temporary)), place_(std::move(place)) {}
  int handle_;
  std::string temporary_;  // empty: nothing to drop
  std::filesystem::path place_;
};

}  // namespace evisa::issuer
