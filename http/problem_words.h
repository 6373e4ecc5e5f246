// Problem details (RFC 9457) as those read them who were answered.
#pragma once

#include <string>
#include <string_view>

namespace evisa::http {

/// What the document says to a person: its detail, else its title, else that it gives no reason.
/// `document`: whatever a server sent.
[[nodiscard]] std::string words_of_problem(std::string_view document);

}  // namespace evisa::http
