// The office's own files as commands open them.
#include "issuer/office_files.h"

#include "cli/command_line.h"

namespace evisa::issuer {

Error office_fault(Error error, const std::filesystem::path& file) {
  if (cli::exit_code_of(error.code) != cli::kRefused) return error;
  if (error.message.find(file.string()) == std::string::npos)
    error.message = file.string() + ": " + error.message;
  error.code = Errc::io;
  return error;
}

Result<AuthorityHome> open_home(const std::string& folder) {
  return of_office(AuthorityHome::open(folder), std::filesystem::path(folder) / "issuer.json");
}

Result<std::unique_ptr<db::VisaRegister>> open_register(const AuthorityHome& home) {
  return of_office(db::VisaRegister::open(home.register_file(), db::Open::existing),
                   home.register_file());
}

}  // namespace evisa::issuer
