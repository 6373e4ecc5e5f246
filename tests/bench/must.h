// A benchmark's set-up either works or the program ends with the reason.
#pragma once

#include <fmt/core.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "visa/result.h"

namespace evisa::bench {

template <class T>
T must(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "{}\n", result.error().message);
    std::exit(3);
  }
  return std::move(*result);
}

}  // namespace evisa::bench
