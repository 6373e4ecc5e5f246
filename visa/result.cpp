// The stable words for error causes.
#include "visa/result.h"

namespace evisa {

std::string_view to_string(Errc code) {
  switch (code) {
    case Errc::malformed:
      return "malformed";
    case Errc::out_of_range:
      return "out_of_range";
    case Errc::unsupported:
      return "unsupported";
    case Errc::not_found:
      return "not_found";
    case Errc::conflict:
      return "conflict";
    case Errc::bad_signature:
      return "bad_signature";
    case Errc::untrusted:
      return "untrusted";
    case Errc::rollback:
      return "rollback";
    case Errc::wrong_passphrase:
      return "wrong_passphrase";
    case Errc::ineligible:
      return "ineligible";
    case Errc::unreadable:
      return "unreadable";
    case Errc::io:
      return "io";
    case Errc::unavailable:
      return "unavailable";
  }
  return "unknown";
}

}  // namespace evisa
