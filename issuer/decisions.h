// Decisions that a person took for an application, kept beside the register: decisions.jsonl,
// append-only.
#pragma once

#include <filesystem>
#include <string_view>

#include "visa/date.h"
#include "visa/result.h"

namespace evisa::issuer {

/// Appends one line and has it on disk before it returns. No names or passport numbers.
/// Errors: malformed (a blank reason), io.
[[nodiscard]] Result<void> record_decision(const std::filesystem::path& file,
                                           std::string_view application_number,
                                           std::string_view decision, std::string_view reason,
                                           visa::Instant at);

}  // namespace evisa::issuer
