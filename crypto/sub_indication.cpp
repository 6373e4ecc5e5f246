// The standard's words for what is wrong with a seal: Doc 9303-13 appendix D, Doc 9303-7 9.4.
#include "crypto/seal_validation.h"

namespace evisa::crypto {

std::string_view to_string(SubIndication s) {
  switch (s) {
    case SubIndication::read_error:
      return "READ_ERROR";
    case SubIndication::wrong_format:
      return "WRONG_FORMAT";
    case SubIndication::unknown_feature:
      return "UNKNOWN_FEATURE";
    case SubIndication::unknown_certificate:
      return "UNKNOWN_CERTIFICATE";
    case SubIndication::untrusted_certificate:
      return "UNTRUSTED_CERTIFICATE";
    case SubIndication::invalid_documenttype:
      return "INVALID_DOCUMENTTYPE";
    case SubIndication::expired_certificate:
      return "EXPIRED_CERTIFICATE";
    case SubIndication::revoked_certificate:
      return "REVOKED_CERTIFICATE";
    case SubIndication::invalid_signature:
      return "INVALID_SIGNATURE";
    case SubIndication::invalid_visa_mrz:
      return "INVALID_VISA_MRZ";
  }
  return "";
}

}  // namespace evisa::crypto
