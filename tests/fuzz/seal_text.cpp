// Laws: text that reads is the one text of its bytes, and layout repair leaves it alone.
#include "crypto/seal_text.h"

#include <cstdlib>

using namespace evisa::crypto;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  if (const auto seal = seal_from_text(text)) {
    if (seal_to_text(seal->view()) != text) std::abort();
    if (repair_keyboard_layout(text) != text) std::abort();
  }
  const auto scanned = seal_from_scan({data, size});
  if (scanned && scanned->size == 0) std::abort();
  return 0;
}
