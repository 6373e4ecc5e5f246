// A set-up either works or the program ends with the reason.
#pragma once

#include <fmt/core.h>

#include <cstdio>
#include <cstdlib>
#include <type_traits>
#include <utility>

#include "visa/result.h"

namespace evisa::sample {

template <class T>
T must(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "{}\n", result.error().message);
    std::exit(3);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace evisa::sample
