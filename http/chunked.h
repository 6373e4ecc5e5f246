// A chunked body, decoded as it arrives, strictly. RFC 9112 7.1.
//
//   chunk = size CRLF data CRLF ; size = 1*8 HEXDIG, no extensions ; last = "0" CRLF CRLF, no
//   trailers
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "visa/result.h"

namespace evisa::http {

class ChunkedDecoder {
 public:
  /// Takes what it can off the front of `in` and appends the data to `out`. True once the body is
  /// complete; what follows stays in `in`. Errors: malformed.
  [[nodiscard]] Result<bool> decode(std::string& in, std::string& out);

 private:
  enum class State { size, data, data_end, last };
  State state_ = State::size;
  std::size_t left_ = 0;  ///< of the current chunk's data
};

}  // namespace evisa::http
