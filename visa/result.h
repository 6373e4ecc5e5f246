// Errors as values: one short list of causes for the whole program.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace evisa {

/// Why something could not be done. A refusal of a traveller is never one of these: it is an
/// answer.
enum class Errc {
  malformed,         ///< bytes or text that do not follow their grammar
  out_of_range,      ///< well formed, but a value that does not exist or is not allowed
  unsupported,       ///< well formed, but a version or kind this program does not know
  not_found,         ///< a file, record or key that is not there
  conflict,          ///< exists already, or was changed by someone else meanwhile
  bad_signature,     ///< a signature that does not verify
  untrusted,         ///< the signature may be right, but the key is not one we trust
  rollback,          ///< older than what was accepted before
  wrong_passphrase,  ///< a sealed key file that does not open
  ineligible,        ///< an application that the rules do not allow
  unreadable,        ///< an image or page in which no code could be read
  io,                ///< the operating system said no: disk, permission, camera
  unavailable,       ///< could not be asked right now; trying again may help
};

/// The stable word for an error cause, as printed and as used in JSON.
[[nodiscard]] std::string_view to_string(Errc code);

/// What went wrong, for a person: `message` says what was found and what was expected;
/// `hint` says what to do next and may be empty.
struct Error {
  Errc code;
  std::string message;
  std::string hint{};
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(Errc code, std::string message,
                                                 std::string hint = {}) {
  return std::unexpected(Error{code, std::move(message), std::move(hint)});
}

}  // namespace evisa
