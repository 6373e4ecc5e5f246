// The office's own files as commands open them.
#include "issuer/office_files.h"

#include "cli/own_file.h"

namespace evisa::issuer {

Result<AuthorityHome> open_home(const std::string& folder) {
  return cli::of_own_file(AuthorityHome::open(folder),
                          std::filesystem::path(folder) / "issuer.json");
}

Result<std::unique_ptr<db::VisaRegister>> open_register(const AuthorityHome& home) {
  return cli::of_own_file(db::VisaRegister::open(home.register_file(), db::Open::existing),
                          home.register_file());
}

}  // namespace evisa::issuer
