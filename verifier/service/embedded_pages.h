// The pages of verifier/pages and the API's document, compiled in: a service needs no files beside
// its program to show them.
#pragma once

#include <span>
#include <string_view>

namespace evisa::verifier {

struct EmbeddedPage {
  std::string_view name;  ///< `boarding/index.html`, `openapi.json`
  std::string_view content;
};
[[nodiscard]] std::span<const EmbeddedPage> embedded_pages();

}  // namespace evisa::verifier
