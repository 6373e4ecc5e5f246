// Expectations about errors: the cause, and what the message says.
#pragma once

#include <gmock/gmock.h>

#include "visa/result.h"

namespace evisa {

inline void PrintTo(Errc code, std::ostream* out) { *out << to_string(code); }

/// Expects an error with a cause, whose message holds a text.
template <class T>
void expect_error(const Result<T>& result, Errc code, std::string_view part_of_message = "") {
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, code) << result.error().message;
  EXPECT_THAT(result.error().message, testing::HasSubstr(std::string{part_of_message}));
}

}  // namespace evisa
