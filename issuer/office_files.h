// The office's own files as commands open them: their damage is the machine's fault, not the
// traveller's.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "db/visa_register.h"
#include "issuer/authority_home.h"

namespace evisa::issuer {

/// The error of one of the office's own files, as one that could not be carried out (exit code 3):
/// a damaged register is no refused application. The message then names the file. Errors that are
/// no refusals stay as they are.
[[nodiscard]] Error office_fault(Error error, const std::filesystem::path& file);

/// `result`, its error as `office_fault` says it.
template <class T>
[[nodiscard]] Result<T> of_office(Result<T> result, const std::filesystem::path& file) {
  if (result) return result;
  return std::unexpected(office_fault(std::move(result.error()), file));
}

/// Errors: as AuthorityHome::open, but nothing that counts as a refusal.
[[nodiscard]] Result<AuthorityHome> open_home(const std::string& folder);

/// The register of a home, which must be there. Errors: as VisaRegister::open, but nothing that
/// counts as a refusal.
[[nodiscard]] Result<std::unique_ptr<db::VisaRegister>> open_register(const AuthorityHome& home);

}  // namespace evisa::issuer
