// A bearer token in a file.
#include "cli/token_file.h"

#include "cli/own_file.h"
#include "crypto/files.h"
#include "visa/trim.h"

namespace evisa::cli {
namespace {

constexpr std::size_t kTokenFile = 4096;

}  // namespace

Result<std::string> read_token_file(const std::filesystem::path& file) {
  const auto bytes = of_own_file(crypto::read_private_file(file, kTokenFile), file);
  if (!bytes) return std::unexpected(bytes.error());
  const std::string_view text = crypto::as_text(*bytes);
  std::string token(visa::trim(text.substr(0, text.find('\n'))));
  if (token.empty())
    return fail(Errc::io, file.string() + ": found no token in its first line",
                "evisa-verifier token create prints one");
  return token;
}

}  // namespace evisa::cli
